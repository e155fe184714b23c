import { addDays, daysBetween, isCivilDate } from './civil-date.ts';
import type { CivilDate } from './civil-date.ts';
import { parsePeriod } from './period.ts';
import type { Period, PeriodScheme } from './period.ts';

/** The parts into which reporting cuts a year, from the months to the year itself. `six_months`, `nine_months`: from its start. */
export const PERIOD_UNITS = ['month', 'quarter', 'six_months', 'nine_months', 'year'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** What a named period is of which year. `number`: 1–12 of a month, 1–4 of a quarter, else 1. */
export type PeriodName = { readonly unit: PeriodUnit; readonly year: number; readonly number: number };

/** Reads the id of a named period again; undefined for a free range, which has only its dates. */
export function periodName({ id, scheme }: Period): PeriodName | undefined {
  if (scheme === 'free') return undefined;
  const year = Number(id.slice(0, 4));
  const part = id.slice(5);
  if (part === '') return { unit: 'year', year, number: 1 };
  if (part === '6M') return { unit: 'six_months', year, number: 1 };
  if (part === '9M') return { unit: 'nine_months', year, number: 1 };
  return part.startsWith('Q') ? { unit: 'quarter', year, number: Number(part[1]) } : { unit: 'month', year, number: Number(part) };
}

/**
 * Every named period of a reporting year: twelve months, four quarters, 6 months, 9 months, the year.
 *
 * @throws AppError `PARAMETER_INVALID` for the scheme `free`, which has no named periods, and for years outside 1900–2099.
 */
export function periodsOfYear(year: number, scheme: PeriodScheme = 'vpcp-15-14'): readonly Period[] {
  return PERIOD_UNITS.flatMap((unit) =>
    Array.from({ length: perYear(unit) }, (_, index) => parsePeriod(idOf({ unit, year, number: index + 1 }), scheme)));
}

/** The reporting year that a day lies in: under `vpcp-15-14` it begins on 15/12 of the year before. */
export function reportingYear(date: CivilDate, scheme: PeriodScheme): number {
  const year = Number(date.slice(0, 4));
  return scheme === 'vpcp-15-14' && date.slice(5) >= '12-15' ? year + 1 : year;
}

/**
 * Kỳ trước: the month before a month, the quarter before a quarter, the year before a year. 6 and 9 months begin where their
 * year begins, so no period of that length ends where they begin: before them stands the same of the year before. Before a free
 * range lies the range of as many days that ends the day before it.
 *
 * @throws AppError `PARAMETER_INVALID` when that lies before 1900.
 */
export function previousPeriod(period: Period): Period {
  return stepped(period, -1);
}

/**
 * Kỳ sau: the opposite of {@link previousPeriod}.
 *
 * @throws AppError `PARAMETER_INVALID` when that lies after 2099.
 */
export function nextPeriod(period: Period): Period {
  return stepped(period, 1);
}

/**
 * Cùng kỳ năm trước: the period of the same name a year before. A free range has the same dates a year before; 29/2 becomes 28/2.
 *
 * @throws AppError `PARAMETER_INVALID` when that lies before 1900.
 */
export function samePeriodLastYear(period: Period): Period {
  const name = periodName(period);
  if (name === undefined) return range(yearBefore(period.from), yearBefore(period.to));
  return parsePeriod(idOf({ ...name, year: name.year - 1 }), period.scheme);
}

/**
 * Whether a period begins on the day after another ends: then its opening stock is the other's closing stock, whatever schemes
 * they are of. Neither 6 nor 9 months follow on the same of the year before.
 */
export function followsOn(previous: Pick<Period, 'to'>, period: Pick<Period, 'from'>): boolean {
  return addDays(previous.to, 1) === period.from;
}

function stepped(period: Period, step: 1 | -1): Period {
  const name = periodName(period);
  if (name === undefined) return steppedRange(period, step);
  // Numbered on through the years, so that the year turns by itself: no date is ever moved by a number of months.
  const index = name.year * perYear(name.unit) + name.number - 1 + step;
  const year = Math.floor(index / perYear(name.unit));
  return parsePeriod(idOf({ unit: name.unit, year, number: index - year * perYear(name.unit) + 1 }), period.scheme);
}

function steppedRange({ from, to }: Period, step: 1 | -1): Period {
  const days = (daysBetween(from, to) + 1) * step;
  return range(addDays(from, days), addDays(to, days));
}

function range(from: CivilDate, to: CivilDate): Period {
  return parsePeriod(`${from}..${to}`, 'free');
}

function yearBefore(date: CivilDate): CivilDate {
  const same = `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4)}`;
  return isCivilDate(same) ? same : same.replace('-02-29', '-02-28');
}

function perYear(unit: PeriodUnit): number {
  switch (unit) {
    case 'month': return 12;
    case 'quarter': return 4;
    case 'six_months': case 'nine_months': case 'year': return 1;
  }
}

function idOf({ unit, year, number }: PeriodName): string {
  switch (unit) {
    case 'month': return `${year}-${String(number).padStart(2, '0')}`;
    case 'quarter': return `${year}-Q${number}`;
    case 'six_months': return `${year}-6M`;
    case 'nine_months': return `${year}-9M`;
    case 'year': return String(year);
  }
}
