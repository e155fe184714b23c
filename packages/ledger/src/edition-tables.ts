import type { DefinitionSet } from './definition-set.ts';
import type { Dimension } from './definitions.ts';
import { figuresOf } from './figures.ts';
import type { Sum } from './figures.ts';
import type { CodeFacts, HeadlessRow } from './row-heads.ts';

/** What the tables of an edition are split by. */
export const EDITION_DIMENSIONS = ['level', 'authority', 'field', 'procedure', 'channel'] as const satisfies readonly Dimension[];
export type EditionDimension = (typeof EDITION_DIMENSIONS)[number];

/** One row. `node`: a level, a code or a channel. `values`: the figures, in the order of the edition's definitions. Counts of dossiers. */
export type EditionRow = HeadlessRow & { readonly values: readonly number[] };

/** One table of an edition; rows in order of their nodes by bytes, without those of which every figure is 0. */
export type EditionTable = {
  readonly rule: string;
  readonly by: EditionDimension;
  readonly rows: readonly EditionRow[];
  readonly total: readonly number[];
};

/** The figures of a row by id. */
export type FigureCounts = Readonly<Record<string, number>>;

type Figures = Pick<DefinitionSet, 'figures'>;

/**
 * A table from the sums of its legs.
 *
 * @param heads - By node; a table by level or channel has none.
 */
export function editionTable(
  { rule, by }: Pick<EditionTable, 'rule' | 'by'>, sums: readonly (Sum & { readonly node: string })[], heads: ReadonlyMap<string, CodeFacts>, set: Figures,
): EditionTable {
  const nodes = Map.groupBy(sums, ({ node }) => node);
  const rows = [...nodes].toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, own]) => ({ node, ...heads.get(node), values: valuesOf(figuresOf(own, by, set), set) }))
    // What was posted and taken back leaves a row of zeros or none, depending on when it is read.
    .filter(({ values }) => values.some((value) => value !== 0));
  return { rule, by, rows, total: valuesOf(figuresOf(sums, by, set), set) };
}

/** The figures of a row or a total by id. */
export function countsOf(values: readonly number[], { figures }: Figures): FigureCounts {
  return Object.fromEntries(figures.map(({ id }, index) => [id, values[index] ?? 0]));
}

function valuesOf(counts: FigureCounts, { figures }: Figures): readonly number[] {
  return figures.map(({ id }) => counts[id] ?? 0);
}
