import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { LEVELS } from '@motcua/dossier';
import type { Period } from '@motcua/kernel';
import { judgeRate, rateDefinitions, ratePartsOf } from '@motcua/ledger';
import type { Figures, LineId, PrintedNode, PrintedReport } from '@motcua/ledger';
import { asKnown, asOfQuestion } from '../figures/as-of.ts';
import type { LogPositions } from '../figures/as-of.ts';
import { readFigures } from '../figures/read-figures.ts';
import type { FiguresTable } from '../figures/table.ts';
import { levelLabels } from '../labels.ts';
import type { ReportCheckAnswer } from './answer-schema.ts';
import { isWhole, plainKey } from './reading.ts';

export type BesideQuestion = { readonly scope: string; readonly period: Period; readonly rule: string };
export type BesideLedger = NonNullable<ReportCheckAnswer['ledger']>;

/**
 * Every printed figure beside the ledger's. A node is matched by what it is called: everything together, a level, or the code or name
 * of an authority, which then stands for its own dossiers.
 *
 * @throws AppError `SCOPE_UNKNOWN`.
 */
export async function besideLedger({ db }: Pick<Database, 'db'>, log: LogPositions, { nodes }: PrintedReport, { scope, period, rule }: BesideQuestion): Promise<BesideLedger> {
  const { levels, authorities } = await inSnapshot(db, async (present) => {
    const snapshot = await asKnown(present, log, asOfQuestion(undefined));
    const levels = await readFigures(snapshot, { scope, period, rule, by: 'level' });
    return { levels, authorities: nodes.every((node) => figuresAt(node, levels) !== undefined) ? levels : await readFigures(snapshot, { scope, period, rule, by: 'authority' }) };
  });
  const matched = nodes.map((node) => ({ node, figures: figuresAt(node, levels) ?? figuresAt(node, authorities) }));
  return {
    scope, period: { from: period.from, to: period.to }, rule, asOf: { ...levels.asOf },
    cells: matched.flatMap(({ node, figures }) => (figures === undefined ? [] : cellsOf(node, figures))),
    unmatched: matched.filter(({ figures }) => figures === undefined).map(({ node }) => node.id),
  };
}

function figuresAt({ name }: PrintedNode, { rows, total }: FiguresTable): Figures | undefined {
  const key = plainKey(name);
  if (isWhole(key)) return total;
  const level = LEVELS.find((one) => [one, levelLabels[one]].map(plainKey).includes(key));
  return rows.find((row) => (level !== undefined && row.authority === undefined && row.level === level)
    || [row.authority, row.name].some((called) => typeof called === 'string' && plainKey(called) === key));
}

function cellsOf({ id: node, figures: printedFigures, decimals }: PrintedNode, figures: Figures): BesideLedger['cells'] {
  return Object.entries(printedFigures).map(([name, printed]) => {
    const line = name as LineId;
    const rate = rateDefinitions.find(({ id }) => id === line);
    if (rate === undefined) {
      const ledger = figures[line as keyof Figures];
      return { node, line, printed, ledger, same: printed === ledger };
    }
    const { numerator, denominator } = ratePartsOf(rate, figures);
    const { kind, expected } = judgeRate(printed, numerator, denominator, decimals?.[rate.id]);
    return { node, line, printed, ledger: expected, same: kind === 'follows' };
  });
}
