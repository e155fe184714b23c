import type { CivilDate } from '@motcua/kernel';

/**
 * How many half-months a span of the table `stock` has; each is made of eight of the one before: half a month, 4 months,
 * 32 months, 21 years. A half-month is 1–14 or from the 15th to the end, so that months and quarters of both period schemes are whole ones.
 */
export const SPAN_SIZES = [1, 8, 64, 512] as const;

/** Half-months are counted from here; the log accepts nothing that happened earlier. */
const FIRST_YEAR = 1990;
export const FIRST_DAY = `${FIRST_YEAR}-01-01`;

/** One span, added or taken away. `span`: its ordinal among those of its size. */
export type SignedSpan = { readonly size: number; readonly span: number; readonly sign: 1 | -1 };

/** {@link halfOf} of the column `effective_on`, as SQL. */
export const HALF = `((extract(year from effective_on)::integer - ${FIRST_YEAR}) * 24 + (extract(month from effective_on)::integer - 1) * 2 + (extract(day from effective_on) >= 15)::integer)`;

/** The half-month in which a date lies, from 0. */
export function halfOf(date: CivilDate): number {
  const [year = NaN, month = NaN, day = NaN] = date.split('-').map(Number);
  return (year - FIRST_YEAR) * 24 + (month - 1) * 2 + (day >= 15 ? 1 : 0);
}

/** The first day of the half-month in which a date lies. */
export function halfStart(date: CivilDate): CivilDate {
  return `${date.slice(0, 8)}${date.slice(8) >= '15' ? '15' : '01'}`;
}

/**
 * The spans that give all half-months before that of a date: at most four of a size, because the way from the nearest bound of
 * a larger span may also be taken backwards.
 */
export function spansBefore(date: CivilDate): readonly SignedSpan[] {
  const end = halfOf(date);
  let reached = 0;
  return SPAN_SIZES.toReversed().flatMap((size) => {
    const [first, next] = [reached / size, Math.round(end / size)];
    reached = next * size;
    const [low, high, sign] = next >= first ? [first, next, 1 as const] : [next, first, -1 as const];
    return Array.from({ length: Math.max(0, high - low) }, (_, n) => ({ size, span: low + n, sign }));
  });
}
