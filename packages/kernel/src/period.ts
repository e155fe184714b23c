import { AppError } from './errors.ts';
import { addDays, isCivilDate } from './civil-date.ts';
import type { CivilDate } from './civil-date.ts';

/**
 * `vpcp-15-14`: months from the 15th to the 14th, the year from 15/12 of the year before to 14/12 (the reporting
 * periods of the Government Office's procedure-control reports). `calendar`: calendar months. `free`: any range.
 */
export const PERIOD_SCHEMES = ['vpcp-15-14', 'calendar', 'free'] as const;
export type PeriodScheme = (typeof PERIOD_SCHEMES)[number];

/** Kỳ báo cáo. Both dates are included. */
export type Period = {
  readonly scheme: PeriodScheme;
  readonly id: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
};

/** Free ranges lie in the years whose periods have names; nothing older or later is ever recorded. */
const [EARLIEST_DATE, LATEST_DATE] = ['1900-01-01', '2099-12-31'];

/**
 * Reads a period id: `2024-Q1`, `2024-03`, `2024-6M`, `2024-9M`, `2024`, or `2024-01-05..2024-02-10` (always free).
 *
 * @throws AppError `PARAMETER_INVALID` when the id is none of these, the range is empty, or it leaves the years 1900 to 2099.
 */
export function parsePeriod(id: string, scheme: PeriodScheme = 'vpcp-15-14'): Period {
  const range = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(id);
  if (range !== null) return freeRange(id, range[1] ?? '', range[2] ?? '', scheme);
  const named = /^((?:19|20)\d{2})(?:-(Q[1-4]|6M|9M|0[1-9]|1[0-2]))?$/.exec(id);
  if (scheme === 'free') throw notFree(id);
  if (named === null) throw unreadable(id);
  const [firstMonth, lastMonth] = monthsOf(named[2]);
  const year = Number(named[1]);
  const bounds = scheme === 'vpcp-15-14'
    ? { from: dayOfMonth(year, firstMonth - 1, 15), to: dayOfMonth(year, lastMonth, 14) }
    : { from: dayOfMonth(year, firstMonth, 1), to: addDays(dayOfMonth(year, lastMonth + 1, 1), -1) };
  return { scheme, id, ...bounds };
}

function freeRange(id: string, from: CivilDate, to: CivilDate, asked: PeriodScheme): Period {
  if (!isCivilDate(from) || !isCivilDate(to) || from > to) throw asked === 'free' ? notFree(id) : unreadable(id);
  if (from < EARLIEST_DATE || to > LATEST_DATE) {
    throw new AppError('PARAMETER_INVALID', `The period "${id}" leaves the years 1900 to 2099: write two dates from ${EARLIEST_DATE} to ${LATEST_DATE}.`, { errors: [{ pointer: '/period', detail: `not within ${EARLIEST_DATE}..${LATEST_DATE}` }] });
  }
  return { scheme: 'free', id, from, to };
}

function monthsOf(part: string | undefined): readonly [number, number] {
  if (part === undefined) return [1, 12];
  if (part === '6M') return [1, 6];
  if (part === '9M') return [1, 9];
  if (part.startsWith('Q')) return [Number(part[1]) * 3 - 2, Number(part[1]) * 3];
  return [Number(part), Number(part)];
}

/** Months outside 1–12 carry over into the neighbouring year. */
function dayOfMonth(year: number, month: number, day: number): CivilDate {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Months, quarters and years mean nothing there. */
function notFree(id: string): AppError {
  return new AppError(
    'PARAMETER_INVALID',
    `The period "${id.slice(0, 40)}" is not one of the scheme free: write two dates, the first not after the second, as 2023-12-15..2024-03-14.`,
    { errors: [{ pointer: '/period', detail: 'not a range of two dates' }] },
  );
}

function unreadable(id: string): AppError {
  return new AppError(
    'PARAMETER_INVALID',
    `The period "${id.slice(0, 40)}" cannot be read: write 2024-Q1, 2024-03, 2024-6M, 2024-9M, 2024, or two dates as 2023-12-15..2024-03-14.`,
    { errors: [{ pointer: '/period', detail: 'not a period' }] },
  );
}
