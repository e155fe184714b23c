import { cellKey, cellsOf, holds, sideValue, verdictOn } from './report-statements.ts';
import type { Cell, Counts, SignedCell, Statements, SumStatement } from './report-statements.ts';

/** One printed count that would have to be another. */
export type Change = Cell & { readonly printed: number; readonly expected: number };

/** More wrong cells than this in one knot of sums, and nothing can be said about which they are. */
const CHANGES_MAX = 3;
/** A large table with many broken sums has more combinations than anybody would read; then nothing is proposed. */
const COMBINATIONS_MAX = 20_000;

/**
 * The smallest sets of changed cells with which every given sum holds, every bound is kept, and as many printed rates
 * follow as possible. Each change is forced: it is the only value with which one broken sum holds.
 *
 * @param sums - The sums that must hold: all of the report but those broken for other reasons.
 * @returns Alternatives; empty when no {@link CHANGES_MAX} cells explain what is broken.
 *   The cells of a set are in the report's order.
 */
export function smallestRepairs(statements: Statements, sums: readonly SumStatement[]): readonly (readonly Change[])[] {
  let states: readonly (readonly Change[])[] = [[]];
  for (let size = 1; size <= CHANGES_MAX; size += 1) {
    states = distinct(states.flatMap((changes) => extensions(changes, statements, sums)));
    const repairs = states.filter((changes) => isRepair(changes, statements, sums));
    if (repairs.length > 0) return bestByRates(repairs, statements);
    if (states.length > COMBINATIONS_MAX) return [];
  }
  return [];
}

/** The counts with some cells changed. */
export function withChanges(counts: Counts, changes: readonly Change[]): Counts {
  const changed = new Map(counts);
  for (const change of changes) changed.set(cellKey(change), change.expected);
  return changed;
}

/** Every way to make one more broken sum hold by changing one cell that was not changed yet. */
function extensions(changes: readonly Change[], statements: Statements, sums: readonly SumStatement[]): readonly (readonly Change[])[] {
  const counts = withChanges(statements.counts, changes);
  const touched = new Set(changes.map(cellKey));
  return sums.filter((sum) => !holds(sum, counts)).flatMap((sum) =>
    cellsOf(sum).filter((cell) => !touched.has(cellKey(cell))).map((cell) => [...changes, forced(cell, sum, counts)]))
    .filter((extended) => (extended.at(-1)?.expected ?? -1) >= 0);
}

function forced(cell: SignedCell, sum: SumStatement, counts: Counts): Change {
  const gap = sideValue(sum.right, counts) - sideValue(sum.left, counts);
  const printed = counts.get(cellKey(cell)) ?? 0;
  const onLeft = sum.left.some((other) => cellKey(other) === cellKey(cell));
  return { node: cell.node, figure: cell.figure, printed, expected: printed + cell.sign * (onLeft ? gap : -gap) };
}

function isRepair(changes: readonly Change[], { counts, bounds }: Statements, sums: readonly SumStatement[]): boolean {
  const repaired = withChanges(counts, changes);
  const touched = new Set(changes.map(cellKey));
  const value = (cell: Cell) => repaired.get(cellKey(cell)) ?? 0;
  return sums.every((sum) => holds(sum, repaired))
    && bounds.filter(({ part, whole }) => touched.has(cellKey(part)) || touched.has(cellKey(whole))).every(({ part, whole }) => value(part) <= value(whole));
}

function bestByRates(repairs: readonly (readonly Change[])[], statements: Statements): readonly (readonly Change[])[] {
  const judged = repairs.map((changes) => ({ changes, wrong: wrongRates(withChanges(statements.counts, changes), statements) }));
  const fewest = Math.min(...judged.map(({ wrong }) => wrong));
  const order = new Map([...statements.counts.keys()].map((key, index) => [key, index]));
  const place = (change: Change) => order.get(cellKey(change)) ?? 0;
  return judged.filter(({ wrong }) => wrong === fewest).map(({ changes }) => changes.toSorted((a, b) => place(a) - place(b)));
}

function wrongRates(counts: Counts, { rates }: Statements): number {
  return rates.filter((rate) => verdictOn(rate, counts).kind === 'wrong').length;
}

function distinct(sets: readonly (readonly Change[])[]): readonly (readonly Change[])[] {
  const byKey = new Map(sets.map((changes) => [changes.map((change) => `${cellKey(change)}=${change.expected}`).toSorted().join(';'), changes]));
  return [...byKey.values()];
}
