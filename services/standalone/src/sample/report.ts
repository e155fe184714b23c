import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { ND61 } from '@motcua/dossier';
import { publishedReportOf } from '@motcua/ledger';
import { SAMPLE_PARAMETERS } from '@motcua/simulator';
import { dutiesQuestion, figuresQuery, readDuties, readFigures, renderBooks, renderComparison, renderDuties, renderFigures } from '@motcua/statistics';

/** What the sample quarter is about: the whole province, first quarter of 2024. */
const SAMPLE = { scope: 'H57', period: '2024-Q1', scheme: 'vpcp-15-14', by: 'level', rule: ND61.id } as const;

/**
 * The quarter's table, the two books with their numbers, the letters of apology that were owed, and the published report
 * beside the ledger; for people.
 *
 * @param parameters - Of the sample in the ledger: only at full size its totals are those of the published report.
 */
export async function sampleReport(database: Pick<Database, 'db'>, parameters = SAMPLE_PARAMETERS): Promise<string> {
  const query = figuresQuery(SAMPLE);
  const { table, duties } = await inSnapshot(database.db, async (snapshot) => ({
    table: await readFigures(snapshot, query),
    duties: await readDuties(snapshot, dutiesQuestion(SAMPLE, Date.now()), SAMPLE.by),
  }));
  const published = parameters.dossiers === SAMPLE_PARAMETERS.dossiers ? publishedReportOf(query.scope, query.period) : undefined;
  const parts = [renderFigures(table), renderBooks(table), renderDuties(duties), ...(published === undefined ? [] : [renderComparison(published, table)])];
  return `\n${parts.join('\n\n')}\n`;
}
