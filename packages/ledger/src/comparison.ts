import { definitions } from './definitions.ts';
import type { FigureId } from './definitions.ts';
import type { Figures, Rates } from './figures.ts';
import { rowRates } from './rates.ts';
import type { RowRateId } from './rates.ts';

/**
 * One figure of two periods. Counts of dossiers; null on the side where the row is not there, which differs like 0.
 *
 * `percentChange`: the difference in per cent of `before`, two decimals, half up in its size, so that growth and decline of the same
 * size print the same digits; null when `before` is 0 or either side is not there.
 */
export type CountChange = { readonly before: number | null; readonly after: number | null; readonly difference: number; readonly percentChange: number | null };

/**
 * One rate of two periods. `differencePoints`: percentage points (điểm phần trăm), never per cent: the rates as they are printed,
 * one from the other, so that whoever takes one from the other by hand gets the same; null where a rate is.
 */
export type RateChange = { readonly before: number | null; readonly after: number | null; readonly differencePoints: number | null };

/** Every figure and every rate of one row, of two periods. */
export type Changes = Readonly<Record<FigureId, CountChange>> & Readonly<Record<RowRateId, RateChange>>;

/** A row of two tables; the side on which it is not there is undefined. */
export type Pair<Row> = { readonly key: string; readonly before: Row | undefined; readonly after: Row | undefined };

/** Every line of a row of two periods. A side that is not there has no dossiers, and no rates. */
export function changesOf(before: (Figures & Rates) | undefined, after: (Figures & Rates) | undefined): Changes {
  const counts = definitions.map(({ id }) => [id, countChange(before?.[id] ?? null, after?.[id] ?? null)]);
  const rates = rowRates.map(({ id }) => [id, rateChange(before?.[id] ?? null, after?.[id] ?? null)]);
  return Object.fromEntries([...counts, ...rates]) as Changes;
}

/**
 * The rows of two tables side by side, in the order of the later one; a row that only the earlier one has stands behind the row
 * that it stood behind there.
 */
export function pairsOf<Row>(before: readonly Row[], after: readonly Row[], keyOf: (row: Row) => string): readonly Pair<Row>[] {
  const [earlier, later] = [new Map(before.map((row) => [keyOf(row), row])), new Map(after.map((row) => [keyOf(row), row]))];
  const keys = [...later.keys()];
  for (const [index, key] of [...earlier.keys()].entries()) {
    if (later.has(key)) continue;
    const ahead = index === 0 ? undefined : [...earlier.keys()][index - 1];
    keys.splice(ahead === undefined ? 0 : keys.indexOf(ahead) + 1, 0, key);
  }
  return keys.map((key) => ({ key, before: earlier.get(key), after: later.get(key) }));
}

/** How one count changed. */
export function countChange(before: number | null, after: number | null): CountChange {
  const difference = (after ?? 0) - (before ?? 0);
  const percentChange = before === null || after === null || before === 0 ? null : perCentOf(difference, before);
  return { before, after, difference, percentChange };
}

/** How one rate changed. Rates have two decimals, so the difference is exact in hundredths. */
export function rateChange(before: number | null, after: number | null): RateChange {
  const differencePoints = before === null || after === null ? null : (Math.round(after * 100) - Math.round(before * 100)) / 100;
  return { before, after, differencePoints };
}

/** Exact in integers until the last division. `whole`: > 0. */
function perCentOf(part: number, whole: number): number {
  const hundredths = Math.floor((Math.abs(part) * 20_000 + whole) / (2 * whole));
  return part < 0 && hundredths > 0 ? -hundredths / 100 : hundredths / 100;
}
