import { DIGIT_SLIPS, slipBetween } from './digit-slip.ts';
import { decimalsOf } from './printed-rate.ts';
import { cellsOfRate, cellsOfSum, comesOutExactly, verdictOn } from './report-draft.ts';
import type { Draft, RateIndex, SumIndex } from './report-draft.ts';
import type { ReportRepair } from './report-findings.ts';
import { smallestRepairs } from './report-repairs.ts';
import type { Repair } from './report-repairs.ts';
import { gapIn } from './report-statements.ts';
import type { CellIndex } from './report-statements.ts';

/** Broken statements that share counts, directly or over others: they may have one cause. */
export type Knot = { readonly sums: ReadonlySet<SumIndex>; readonly rates: ReadonlySet<RateIndex> };

/** One change of a repair: of a count, or of a printed rate. */
export type Change = { readonly told: ReportRepair } & ({ readonly cell: CellIndex; readonly value: number } | { readonly rate: RateIndex });

/** What explains a knot: `certain` changes are in every smallest repair, `alternatives` are the rest of each, the best first. */
export type Judgement = { readonly knot: Knot; readonly certain: readonly Change[]; readonly alternatives: readonly (readonly Change[])[]; readonly steps: number };

/** The knots of what is broken in a draft, each once. */
export function knotsOf({ brokenSums, wrongRates, statements: { sums, rates } }: Draft): readonly Knot[] {
  const knots = new Set<{ readonly sums: Set<SumIndex>; readonly rates: Set<RateIndex>; readonly cells: Set<CellIndex> }>();
  const tie = (cells: readonly CellIndex[], own: { readonly sums?: SumIndex; readonly rates?: RateIndex }): void => {
    const near = [...knots].filter((knot) => cells.some((cell) => knot.cells.has(cell)));
    for (const knot of near) knots.delete(knot);
    knots.add({
      sums: new Set([...near.flatMap((knot) => [...knot.sums]), ...(own.sums === undefined ? [] : [own.sums])]),
      rates: new Set([...near.flatMap((knot) => [...knot.rates]), ...(own.rates === undefined ? [] : [own.rates])]),
      cells: new Set([...near.flatMap((knot) => [...knot.cells]), ...cells]),
    });
  };
  for (const index of brokenSums) tie(cellsOfSum(sums[index]), { sums: index });
  for (const index of wrongRates) tie(cellsOfRate(rates[index]), { rates: index });
  return [...knots];
}

/** Finds what explains one knot. The draft looks at this knot afterwards, and is otherwise as before. */
export function judge(draft: Draft, knot: Knot, stepsMax: number): Judgement {
  draft.focus(knot.sums, knot.rates);
  const { repairs, steps, search } = smallestRepairs(draft, stepsMax);
  const { best, isSure } = likeliest(draft, repairs.toSorted((a, b) => distanceOf(draft, a) - distanceOf(draft, b)));
  const sets = best.map((repair) => changesOf(draft, repair));
  const certain = isSure && search === 'whole' ? (sets[0] ?? []).filter((change) => sets.every((set) => set.some((other) => isSame(other, change)))) : [];
  const rest = sets.map((set) => set.filter((change) => !certain.some((other) => isSame(other, change))));
  return { knot, certain, alternatives: rest.filter((set) => set.length > 0).toSorted((a, b) => rankOf(a) - rankOf(b)), steps };
}

/**
 * Of repairs of one size, those after which no sum fails to come out that usually does, and no rate is cut. They are preferred;
 * they are believed alone only if then nothing of the kind is left, and if each count is held by a sum that must
 * come out, or by one that usually does and a rate.
 */
function likeliest(draft: Draft, repairs: readonly Repair[]): { readonly best: readonly Repair[]; readonly isSure: boolean } {
  const cells = new Set(repairs.flatMap(({ counts }) => [...counts.keys()]));
  const asPrinted = oddities(draft, cells);
  const judged = repairs.map((repair) => {
    const own = new Set(repair.counts.keys());
    return { repair, odd: asPrinted - oddities(draft, own) + changed(draft, repair, () => oddities(draft, own, repair.rates)) };
  });
  const least = Math.min(...judged.map(({ odd }) => odd));
  const best = judged.filter(({ odd }) => odd === least);
  const isUsual = holdsWhatIsUsual(draft, cells);
  const isEqual = (cell: CellIndex) => draft.sumsOf(cell).some((index) => draft.statements.sums[index]?.relation === 'equal');
  const isHeld = [...cells].every((cell) => isEqual(cell) || (isUsual && draft.ratesOf(cell).length > 0));
  const isSure = isHeld && isForced(draft, cells) && (best.length === judged.length || (least === 0 && isUsual));
  return { best: (isSure ? best : judged.toSorted((x, y) => x.odd - y.odd)).map(({ repair }) => repair), isSure };
}

/**
 * Whether the values of these counts follow from what is broken. Beside parts that exceed a whole which they need not make up, a
 * count is forced only by a sum that comes out exactly, or by a rate: else any smaller part, or larger whole, would do as well.
 */
function isForced({ brokenSums, wrongRates, sumsOf, ratesOf, statements: { sums } }: Draft, cells: ReadonlySet<CellIndex>): boolean {
  if ([...brokenSums].every((index) => comesOutExactly(sums[index]))) return true;
  return [...cells].every((cell) => sumsOf(cell).some((index) => brokenSums.has(index) && comesOutExactly(sums[index])) || ratesOf(cell).some((index) => wrongRates.has(index)));
}

/** Whether the report elsewhere has none of the dossiers that usual sums leave out: then they are believed here too. */
function holdsWhatIsUsual({ gapOf, sumsOf, statements: { sums } }: Draft, cells: ReadonlySet<CellIndex>): boolean {
  const here = new Set([...cells].flatMap(sumsOf));
  return sums.every(({ usual }, index) => !usual || here.has(index) || gapOf(index) <= 0);
}

/**
 * Of the statements about these counts, those that hold and are unusual all the same. A sum that was broken does not count: a
 * repair that makes it come out exactly is no better than one that leaves something over.
 */
function oddities(draft: Draft, cells: ReadonlySet<CellIndex>, replaced: ReadonlySet<RateIndex> = new Set()): number {
  const { sumsOf, ratesOf, gapOf, values, statements: { sums, rates } } = draft;
  const gaps = new Set([...cells].flatMap(sumsOf).filter((index) => {
    const sum = sums[index];
    return sum !== undefined && sum.usual && gapOf(index) > 0 && gapIn(sum, draft.printed) >= 0;
  }));
  const cuts = new Set([...cells].flatMap(ratesOf).filter((index) => {
    const rate = rates[index];
    return rate !== undefined && !replaced.has(index) && verdictOn(rate, values).kind === 'cut';
  }));
  return gaps.size + cuts.size;
}

function changesOf(draft: Draft, repair: Repair): readonly Change[] {
  const { cells, rates } = draft.statements;
  const counts = [...repair.counts].toSorted(([a], [b]) => a - b).flatMap(([cell, value]): readonly Change[] => {
    const of = cells[cell];
    return of === undefined ? [] : [{ cell, value, told: { node: of.node, line: of.figure, printed: of.printed, expected: value, slip: slipBetween(of.printed, value) } }];
  });
  const replaced = changed(draft, repair, () => [...repair.rates].toSorted((a, b) => a - b).flatMap((index): readonly Change[] => {
    const rate = rates[index];
    return rate === undefined ? [] : [{ rate: index, told: rateRepair(rate, verdictOn(rate, draft.values).expected) }];
  }));
  return [...counts, ...replaced];
}

/** A printed rate and the one that would follow. */
export function rateRepair({ node, rate, printed, decimals = decimalsOf(printed) }: Draft['statements']['rates'][number], expected: number | null): ReportRepair {
  return { node, line: rate, printed, expected, slip: expected === null ? 'replaced' : slipBetween(printed, expected, decimals) };
}

function changed<T>(draft: Draft, { counts }: Repair, look: () => T): T {
  const before = [...counts.keys()].map((cell) => [cell, draft.values[cell] ?? 0] as const);
  for (const [cell, value] of counts) draft.set(cell, value);
  const seen = look();
  for (const [cell, value] of before) draft.set(cell, value);
  return seen;
}

function isSame({ told: a }: Change, { told: b }: Change): boolean {
  return a.node === b.node && a.line === b.line && a.expected === b.expected;
}

/** By how much the counts change, all together. */
function distanceOf({ printed }: Draft, { counts }: Repair): number {
  return [...counts].reduce((sum, [cell, value]) => sum + Math.abs(value - (printed[cell] ?? 0)), 0);
}

function rankOf(changes: readonly Change[]): number {
  return changes.reduce((sum, { told }) => sum + DIGIT_SLIPS.indexOf(told.slip), 0);
}
