import { meantBy, slipBetween } from './digit-slip.ts';
import { decimalsOf } from './printed-rate.ts';
import { cellsOfRate, cellsOfSum, comesOutExactly, signIn, verdictWith } from './report-draft.ts';
import type { Draft, RateIndex } from './report-draft.ts';
import { comesOut, sumOf } from './report-statements.ts';
import type { CellIndex, RateStatement } from './report-statements.ts';

/** One set of changes with which everything that is looked at holds: counts, and rates that are to be replaced. */
export type Repair = { readonly counts: ReadonlyMap<CellIndex, number>; readonly rates: ReadonlySet<RateIndex> };

/**
 * `repairs`: all of the smallest ones; empty when it would take too many. `steps`: how many changes were tried. `search`: `cut`
 * when there were more to try than anybody waits for, and then there may be other repairs.
 */
export type Repairs = { readonly repairs: readonly Repair[]; readonly steps: number; readonly search: 'whole' | 'cut' };

/** More wrong counts than this that hang together, and nothing can be said about which they are. */
const COUNTS_MAX = 4;
/** Changes beyond those that what is broken needs at the least. */
const MORE_MAX = 3;

/**
 * The smallest sets of changes that make every sum hold and every rate follow, at once.
 *
 * Local: only counts in a broken statement are changed, to a value that one of the broken statements about them forces, or to
 * one that a slip of the hand explains and their wrong rates confirm. Parts that may be less than their whole force no value: there
 * the last one that will do is tried, and the nearest that each slip of the hand explains. A set is given up as soon as the broken statements that
 * have no count in common are more than the changes that are left.
 *
 * @param draft - What is broken in it is repaired; it is as before afterwards.
 * @param stepsMax - How many changes may be tried.
 */
export function smallestRepairs(draft: Draft, stepsMax: number): Repairs {
  const search = { draft, stepsMax, found: new Map<string, Repair>(), steps: 0, changed: new Map<CellIndex, number>() };
  const least = leastChanges(draft);
  for (let size = least; size <= least + MORE_MAX; size += 1) {
    extend(search, size);
    if (search.found.size > 0 || search.steps > search.stepsMax) break;
  }
  return { repairs: [...search.found.values()], steps: search.steps, search: search.steps > search.stepsMax ? 'cut' : 'whole' };
}

type Search = { readonly draft: Draft; readonly found: Map<string, Repair>; readonly changed: Map<CellIndex, number>; readonly stepsMax: number; steps: number };

function extend(search: Search, size: number): void {
  const { draft, found, changed } = search;
  if (draft.brokenSums.size === 0 && changed.size + draft.wrongRates.size <= size) {
    const repair = { counts: new Map(changed), rates: new Set(draft.wrongRates) };
    found.set(keyOf(repair), repair);
  }
  if (changed.size >= Math.min(COUNTS_MAX, size) || changed.size + leastChanges(draft) > size) return;
  for (const cell of cellsToTry(draft)) {
    if (changed.has(cell)) continue;
    const before = draft.values[cell] ?? 0;
    for (const value of candidates(draft, cell)) {
      search.steps += 1;
      if (search.steps > search.stepsMax) return;
      draft.set(cell, value);
      changed.set(cell, value);
      extend(search, size);
      changed.delete(cell);
      draft.set(cell, before);
    }
  }
}

/** Every repair changes a count of the shortest broken sum; without broken sums, one of a wrong rate, or that rate itself. */
function cellsToTry({ brokenSums, wrongRates, statements: { sums, rates } }: Draft): readonly CellIndex[] {
  const [shortest] = [...brokenSums].map((index) => cellsOfSum(sums[index])).toSorted((a, b) => a.length - b.length);
  return shortest ?? [...new Set([...wrongRates].flatMap((index) => cellsOfRate(rates[index])))];
}

/** Values that the cell may have had to be printed with; not what it has. */
function candidates(draft: Draft, cell: CellIndex): readonly number[] {
  const now = draft.values[cell] ?? 0;
  const values = [...forced(draft, cell), ...nearestSlips(draft, cell), ...confirmedByRates(draft, cell)];
  return [...new Set(values)].filter((value) => value >= 0 && value !== now);
}

/** The values with which a broken sum comes out exactly. */
function forced({ brokenSums, sumsOf, gapOf, values, statements: { sums } }: Draft, cell: CellIndex): readonly number[] {
  return sumsOf(cell).filter((index) => brokenSums.has(index))
    .map((index) => (values[cell] ?? 0) - signIn(sums[index], cell) * gapOf(index));
}

/**
 * Of each slip of the hand the nearest value with which everything about the cell comes out, where nothing that is broken about it
 * forces one; farther ones would do as well.
 */
function nearestSlips(draft: Draft, cell: CellIndex): readonly number[] {
  const { brokenSums, sumsOf, values, statements: { sums } } = draft;
  const broken = sumsOf(cell).filter((index) => brokenSums.has(index));
  if (broken.length === 0 || broken.some((index) => comesOutExactly(sums[index]))) return [];
  const now = values[cell] ?? 0;
  const fitting = meantBy(now).filter((value) => fits(draft, cell, value)).toSorted((a, b) => Math.abs(a - now) - Math.abs(b - now));
  return [...Map.groupBy(fitting, (value) => slipBetween(now, value)).values()].flatMap(([nearest]) => nearest ?? []);
}

/** Whether every statement about the cell holds with this value. */
function fits({ sumsOf, ratesOf, gapOf, values, statements: { sums, rates } }: Draft, cell: CellIndex, value: number): boolean {
  const change = value - (values[cell] ?? 0);
  const doSums = sumsOf(cell).every((index) => {
    const sum = sums[index];
    return sum === undefined || comesOut(sum, gapOf(index) + change * signIn(sum, cell));
  });
  return doSums && ratesOf(cell).flatMap((index) => rates[index] ?? []).every((rate) => verdictWith(rate, values, cell, value).kind !== 'wrong');
}

/** What some slip of the hand made of the value, if all wrong rates of the cell follow with it; of a cell that no sum holds, any value. */
function confirmedByRates(draft: Draft, cell: CellIndex): readonly number[] {
  const { wrongRates, ratesOf, sumsOf, values, statements: { sums, rates } } = draft;
  const wrong = ratesOf(cell).filter((index) => wrongRates.has(index)).flatMap((index) => rates[index] ?? []);
  if (wrong.length === 0) return [];
  const isFree = !sumsOf(cell).some((index) => sums[index]?.relation === 'equal');
  return [...meantBy(values[cell] ?? 0), ...(isFree ? within(wrong, cell, values) : [])]
    .filter((value) => wrong.every((rate) => verdictWith(rate, values, cell, value).kind === 'follows'));
}

/** The first and last whole numbers with which all of the rates may follow; more than one means that none is certain. */
function within(rates: readonly RateStatement[], cell: CellIndex, values: readonly number[]): readonly number[] {
  const ranges = rates.flatMap((rate) => rangeFor(rate, cell, values) ?? []);
  const [from, to] = [Math.max(...ranges.map(({ low }) => low)), Math.min(...ranges.map(({ high }) => high))];
  if (ranges.length < rates.length || !Number.isFinite(from + to) || from > to) return [];
  return [Math.floor(from), Math.ceil(from), Math.ceil(from) + 1, Math.floor(to) - 1, Math.floor(to)];
}

/** Between which values of the cell the rate is about what is printed. */
function rangeFor({ printed, decimals = decimalsOf(printed), numerator, denominator }: RateStatement, cell: CellIndex, values: readonly number[]): { readonly low: number; readonly high: number } | undefined {
  const now = values[cell] ?? 0;
  const [part, whole] = [sumOf(numerator, values), sumOf(denominator, values)];
  const [ofPart, ofWhole] = [numerator, denominator].map((side) => side.find((term) => term.cell === cell)?.sign);
  const half = 0.5 / 10 ** decimals;
  const bounds = [printed - half, printed + half];
  if ((ofPart === undefined) === (ofWhole === undefined) || (ofPart === undefined && printed <= half)) return undefined;
  const ends = bounds.map((rate) => (ofPart === undefined ? now + (ofWhole ?? 1) * ((part * 100) / rate - whole) : now + ofPart * ((rate * whole) / 100 - part)));
  return { low: Math.max(0, Math.min(...ends)), high: Math.max(...ends) };
}

/** Broken statements without a common count need a change each. */
function leastChanges({ brokenSums, wrongRates, statements: { sums, rates } }: Draft): number {
  const broken = [
    ...[...brokenSums].map((index) => cellsOfSum(sums[index])),
    ...[...wrongRates].map((index) => cellsOfRate(rates[index])),
  ].toSorted((a, b) => a.length - b.length);
  const taken = new Set<CellIndex>();
  let least = 0;
  for (const cells of broken) {
    if (cells.some((cell) => taken.has(cell))) continue;
    least += 1;
    for (const cell of cells) taken.add(cell);
  }
  return least;
}

function keyOf({ counts, rates }: Repair): string {
  const parts = [...counts].map(([cell, value]) => `${cell}=${value}`).toSorted();
  return `${parts.join(';')} ${[...rates].toSorted((a, b) => a - b).join(';')}`;
}
