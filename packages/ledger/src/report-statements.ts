import { definitions } from './definitions.ts';
import type { FigureId, FigureSum } from './definitions.ts';
import { nodeSums } from './node-sums.ts';
import type { PrintedNode, PrintedReport } from './printed-report.ts';
import { rateDefinitions } from './rates.ts';
import type { RateId } from './rates.ts';

/** One printed count: its place in {@link Statements.cells}. */
export type CellIndex = number;
export type Cell = { readonly node: string; readonly figure: FigureId; readonly printed: number };
export type SignedCell = { readonly cell: CellIndex; readonly sign: 1 | -1 };

/**
 * What the report claims by printing a whole and parts of it. `relation`: `equal` when every part is printed, `at_most` when some
 * are not, and then the printed ones may be less. `usual`: of the latter, one that reports nevertheless make come out.
 */
export type SumStatement = {
  /** `split`: figures of one node, `id` is the identity; `levels`: one figure of a node and of its parts, `id` is the figure. */
  readonly kind: 'split' | 'levels';
  readonly id: string;
  readonly node: string;
  readonly relation: 'equal' | 'at_most';
  readonly usual: boolean;
  readonly whole: readonly SignedCell[];
  readonly parts: readonly SignedCell[];
};

/** A rate that the report prints together with all its counts. */
export type RateStatement = {
  readonly node: string;
  readonly rate: RateId;
  readonly printed: number;
  /** Of the printed rate, where its trailing zeros are known. */
  readonly decimals: number | undefined;
  readonly numerator: readonly SignedCell[];
  readonly denominator: readonly SignedCell[];
};

/** What the numbers of a report claim about one another. */
export type Statements = {
  readonly cells: readonly Cell[];
  readonly sums: readonly SumStatement[];
  readonly rates: readonly RateStatement[];
};

/** The place of a printed count; undefined when the node does not print it. */
export type FindCell = (node: string, figure: FigureId) => CellIndex | undefined;

/** The printed values by place; a copy with changed ones is how a repair is looked at. */
export type Values = readonly number[];

/** Every claim that what is printed allows to check. */
export function statementsOf({ nodes }: PrintedReport): Statements & { readonly find: FindCell } {
  const cells = nodes.flatMap(({ id: node, figures }) =>
    definitions.flatMap(({ id: figure }) => (figures[figure] === undefined ? [] : [{ node, figure, printed: figures[figure] }])));
  const places = new Map<string, Map<FigureId, CellIndex>>(nodes.map(({ id }) => [id, new Map()]));
  for (const [index, { node, figure }] of cells.entries()) places.get(node)?.set(figure, index);
  const find: FindCell = (node, figure) => places.get(node)?.get(figure);
  return {
    cells, find,
    sums: [...nodes.flatMap(({ id }) => nodeSums(id, find)), ...levelSums(nodes, find)],
    rates: nodes.flatMap((node) => rates(node, find)),
  };
}

export function sumOf(terms: readonly SignedCell[], values: Values): number {
  return terms.reduce((sum, { cell, sign }) => sum + sign * (values[cell] ?? 0), 0);
}

/** Whole − parts. */
export function gapIn({ whole, parts }: SumStatement, values: Values): number {
  return sumOf(whole, values) - sumOf(parts, values);
}

/** `gap`: whole − parts. */
export function comesOut({ relation }: SumStatement, gap: number): boolean {
  return relation === 'equal' ? gap === 0 : gap >= 0;
}

/** The cells of the figures with their signs; undefined when one of them is not printed. */
export function cellsOf(sum: FigureSum, node: string, find: FindCell): readonly SignedCell[] | undefined {
  const terms = sum.flatMap(({ figure, sign }) => {
    const cell = find(node, figure);
    return cell === undefined ? [] : [{ cell, sign }];
  });
  return terms.length === sum.length ? terms : undefined;
}

/** Whole against parts, figure by figure; a part that does not print the figure is looked for in its own parts. */
function levelSums(nodes: readonly PrintedNode[], find: FindCell): readonly SumStatement[] {
  const children = Map.groupBy(nodes, ({ parent }) => parent);
  const printedIn = (node: string, figure: FigureId): { readonly terms: readonly SignedCell[]; readonly whole: boolean } => {
    const cell = find(node, figure);
    return cell === undefined ? partsOf(node, figure) : { terms: [{ cell, sign: 1 }], whole: true };
  };
  const partsOf = (node: string, figure: FigureId): ReturnType<typeof printedIn> => {
    const below = (children.get(node) ?? []).map(({ id }) => printedIn(id, figure));
    return { terms: below.flatMap(({ terms }) => terms), whole: below.length > 0 && below.every(({ whole }) => whole) };
  };
  return nodes.filter(({ id }) => children.has(id)).flatMap(({ id: node }) => definitions.flatMap(({ id: figure }): readonly SumStatement[] => {
    const cell = find(node, figure);
    const { terms, whole } = cell === undefined ? { terms: [], whole: false } : partsOf(node, figure);
    if (cell === undefined || terms.length === 0) return [];
    return [{ kind: 'levels', id: figure, node, relation: whole ? 'equal' : 'at_most', usual: false, whole: [{ cell, sign: 1 }], parts: terms }];
  }));
}

/** A rate with a lateness rule of its own is made of counts from other books, which are not those printed beside it. */
function rates({ id: node, figures, decimals }: PrintedNode, find: FindCell): readonly RateStatement[] {
  return rateDefinitions.flatMap((definition) => {
    const { id: rate, ...sums } = definition;
    const [numerator, denominator] = [cellsOf(sums.numerator, node, find), cellsOf(sums.denominator, node, find)];
    const printed = figures[rate];
    if (printed === undefined || numerator === undefined || denominator === undefined || 'rule' in definition) return [];
    return [{ node, rate, printed, decimals: decimals?.[rate], numerator, denominator }];
  });
}
