import { definitions } from './definitions.ts';
import type { FigureId } from './definitions.ts';
import { identities } from './identities.ts';
import type { Side } from './identities.ts';
import { judgeRate } from './printed-rate.ts';
import type { RateVerdict } from './printed-rate.ts';
import { WHOLE } from './published-report.ts';
import type { PublishedReport } from './published-report.ts';
import { rateDefinitions } from './rates.ts';
import type { RateId } from './rates.ts';

/** One printed count. */
export type Cell = { readonly node: string; readonly figure: FigureId };

/** A sum that the report states by printing all its members: `whole` = Σ sign × part. */
export type SumStatement = {
  /** `split`: figures of one node; `levels`: one figure of the whole and of its rows. */
  readonly kind: 'split' | 'levels';
  readonly id: string;
  readonly left: readonly SignedCell[];
  readonly right: readonly SignedCell[];
};
export type SignedCell = Cell & { readonly sign: 1 | -1 };

/** A rate that the report prints together with both its counts. */
export type RateStatement = { readonly node: string; readonly rate: RateId; readonly printed: number; readonly numerator: Cell; readonly denominator: Cell };

/** A part that can never be more than its whole. */
export type BoundStatement = { readonly part: Cell; readonly whole: Cell };

/** The printed counts; a copy with changed cells is how a repair is tried. */
export type Counts = ReadonlyMap<string, number>;

/** What the numbers of a report claim about one another. */
export type Statements = {
  readonly counts: Counts;
  readonly sums: readonly SumStatement[];
  readonly rates: readonly RateStatement[];
  readonly bounds: readonly BoundStatement[];
};

/** Reads every claim that can be checked with what is printed; a sum of which a member is missing claims nothing. */
export function statementsOf(report: PublishedReport): Statements {
  const nodes = Object.keys(report.levels);
  const counts = new Map<string, number>();
  for (const node of nodes) {
    for (const { id } of definitions) {
      const value = report.levels[node]?.[id];
      if (value !== undefined) counts.set(cellKey({ node, figure: id }), value);
    }
  }
  return {
    counts,
    sums: [...nodes.flatMap((node) => splits(node, counts)), ...levelSums(nodes, counts)],
    rates: nodes.flatMap((node) => rates(node, report, counts)),
    bounds: nodes.flatMap((node) => bounds(node, counts)),
  };
}

export function cellKey({ node, figure }: Cell): string {
  return `${node} ${figure}`;
}

/** What a printed rate is worth beside these counts. */
export function verdictOn({ printed, numerator, denominator }: RateStatement, counts: Counts): RateVerdict {
  return judgeRate(printed, counts.get(cellKey(numerator)) ?? 0, counts.get(cellKey(denominator)) ?? 0);
}

/** The value of one side of a sum. */
export function sideValue(side: readonly SignedCell[], counts: Counts): number {
  return side.reduce((sum, cell) => sum + cell.sign * (counts.get(cellKey(cell)) ?? 0), 0);
}

export function holds(sum: SumStatement, counts: Counts): boolean {
  return sideValue(sum.left, counts) === sideValue(sum.right, counts);
}

export function cellsOf(sum: SumStatement): readonly SignedCell[] {
  return [...sum.left, ...sum.right];
}

/**
 * Reports print on time and late as the parts of resolved; dossiers without a due date count only where a report shows them.
 */
const RESOLVED_SPLIT = { id: 'resolved-split', left: [plus('resolved')], right: [plus('resolvedOnTime'), plus('resolvedLate')], optional: [plus('resolvedUndated')] };

/** A part and the whole it lies in, where no identity says so already. */
const PARTS: readonly (readonly [FigureId, FigureId])[] = [
  ['receivedOnline', 'received'], ['resolvedOnTime', 'resolved'], ['resolvedLate', 'resolved'], ['awaitingReception', 'inProgress'],
];

function plus(figure: FigureId): Side[number] {
  return { figure, sign: 1 };
}

function splits(node: string, counts: Counts): readonly SumStatement[] {
  const printed = ({ figure }: Side[number]) => counts.has(cellKey({ node, figure }));
  const at = (side: Side) => side.map((term) => ({ node, ...term }));
  return [...identities, { ...RESOLVED_SPLIT, right: [...RESOLVED_SPLIT.right, ...RESOLVED_SPLIT.optional.filter(printed)] }]
    .filter(({ left, right }) => [...left, ...right].every(printed))
    .map(({ id, left, right }) => ({ kind: 'split', id, left: at(left), right: at(right) }));
}

function levelSums(nodes: readonly string[], counts: Counts): readonly SumStatement[] {
  const rows = nodes.filter((node) => node !== WHOLE);
  if (rows.length === 0) return [];
  return definitions
    .filter(({ id: figure }) => nodes.includes(WHOLE) && nodes.every((node) => counts.has(cellKey({ node, figure }))))
    .map(({ id: figure }) => ({
      kind: 'levels', id: figure, left: [{ node: WHOLE, figure, sign: 1 }], right: rows.map((node) => ({ node, figure, sign: 1 })),
    }));
}

function rates(node: string, report: PublishedReport, counts: Counts): readonly RateStatement[] {
  return rateDefinitions.flatMap(({ id: rate, numerator: [part, ...parts], denominator: [whole, ...wholes] }) => {
    const printed = report.levels[node]?.[rate];
    if (part === undefined || whole === undefined || parts.length + wholes.length > 0) return [];
    const cells = { numerator: { node, figure: part.figure }, denominator: { node, figure: whole.figure } };
    if (printed === undefined || !counts.has(cellKey(cells.numerator)) || !counts.has(cellKey(cells.denominator))) return [];
    return [{ node, rate, printed, ...cells }];
  });
}

function bounds(node: string, counts: Counts): readonly BoundStatement[] {
  return PARTS
    .map(([part, whole]) => ({ part: { node, figure: part }, whole: { node, figure: whole } }))
    .filter(({ part, whole }) => counts.has(cellKey(part)) && counts.has(cellKey(whole)));
}
