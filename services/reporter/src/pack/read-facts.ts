import { hasCome, sumsOfTables } from '@motcua/database';
import type { NodeSum, Snapshot } from '@motcua/database';
import { FACT_BOOK, factDefinitions, figuresOf } from '@motcua/ledger';
import type { EditionContent } from '@motcua/ledger';
import type { Counts } from './edition-rows.ts';

/** What is counted beside an edition's tables, as of its position: every fact, for the whole and by level and procedure. */
export type PackFacts = { readonly total: Counts; readonly byLevel: ReadonlyMap<string, Counts>; readonly byProcedure: ReadonlyMap<string, Counts> };

/** Counts the facts of a period as of an edition's position: of one that is not over, up to where the log has come. */
export async function readFacts({ tx, asOf }: Snapshot, { position, period: { scope, from, to } }: EditionContent): Promise<PackFacts> {
  const tables = await sumsOfTables(tx, { scope, period: hasCome({ from, to }, asOf), known: { upTo: position } }, { rules: [FACT_BOOK], dimensions: ['level', 'procedure'] });
  const sumsBy = (by: 'level' | 'procedure') => tables.find((table) => table.by === by)?.sums ?? [];
  const counts = (sums: readonly NodeSum[]): Counts => figuresOf<string>(sums, 'level', { figures: factDefinitions });
  const nodes = (sums: readonly NodeSum[]) => new Map([...Map.groupBy(sums, ({ node }) => node)].map(([node, own]) => [node, counts(own)]));
  return { total: counts(sumsBy('level')), byLevel: nodes(sumsBy('level')), byProcedure: nodes(sumsBy('procedure')) };
}
