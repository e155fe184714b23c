import { hasCome, procedureIndicators, sumsOfTables } from '@motcua/database';
import type { NodeSum, ProceduresIn, Snapshot } from '@motcua/database';
import { FACT_BOOK, factDefinitions, figuresOf, indicatorDefinitions } from '@motcua/ledger';
import type { EditionContent } from '@motcua/ledger';
import type { Counts } from './edition-rows.ts';

/**
 * What is counted beside an edition's tables, as of its position: every fact, for the whole and by level and procedure. `proceduresIn`: of each
 * indicator that counts procedures, how many there are in each level, and in the whole.
 */
export type PackFacts = {
  readonly total: Counts; readonly byLevel: ReadonlyMap<string, Counts>; readonly byProcedure: ReadonlyMap<string, Counts>;
  readonly proceduresIn: ProceduresIn;
};

/** Counts the facts of a period as of an edition's position: of one that is not over, up to where the log has come. */
export async function readFacts({ tx, asOf }: Snapshot, { position, period: { scope, from, to } }: EditionContent): Promise<PackFacts> {
  const legs = { scope, period: hasCome({ from, to }, asOf), known: { upTo: position } };
  const tables = await sumsOfTables(tx, legs, { rules: [FACT_BOOK], dimensions: ['level', 'procedure'] });
  const sumsBy = (by: 'level' | 'procedure') => tables.find((table) => table.by === by)?.sums ?? [];
  const counts = (sums: readonly NodeSum[]): Counts => figuresOf<string>(sums, 'level', { figures: factDefinitions });
  const nodes = (sums: readonly NodeSum[]) => new Map([...Map.groupBy(sums, ({ node }) => node)].map(([node, own]) => [node, counts(own)]));
  return { total: counts(sumsBy('level')), byLevel: nodes(sumsBy('level')), byProcedure: nodes(sumsBy('procedure')), proceduresIn: await procedureIndicators(tx, legs, 'level', indicatorDefinitions) };
}
