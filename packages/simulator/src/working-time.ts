import { addDays, formatInstant, instantAt } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';

/** The quarter that is played, both dates included. */
export const SAMPLE_PERIOD = { from: '2023-12-15', to: '2024-03-14' } as const;

/** Working minutes of a day: 07:00–11:30 and 13:30–17:00. */
export const DAY = 480;

/**
 * Days off, Monday to Friday, from the oldest dossier of the opening stock to the last due date. The Monday of 29 April 2024
 * is not among them: its exchange with a Saturday was announced only in April, so no due date of the quarter knew of it.
 *
 * @source Bộ luật Lao động 2019, Điều 111 and 112, and the yearly announcements for National Day 2023 and Tết Giáp Thìn 2024.
 */
const DAYS_OFF: ReadonlySet<CivilDate> = new Set([
  '2023-09-01', '2023-09-04', '2024-01-01', '2024-02-08', '2024-02-09', '2024-02-12', '2024-02-13', '2024-02-14',
  '2024-04-18', '2024-04-30', '2024-05-01',
]);

/** The working days that the simulator knows, in order. A *working day number* is an index into it. */
const WORKING_DAYS: readonly CivilDate[] = workingDays('2023-09-01', '2024-07-31');

/** Working day number of the period's first and last working day. */
export const FIRST_DAY = WORKING_DAYS.findIndex((date) => date >= SAMPLE_PERIOD.from);
export const LAST_DAY = WORKING_DAYS.findLastIndex((date) => date <= SAMPLE_PERIOD.to);

const MIDNIGHTS: readonly Instant[] = WORKING_DAYS.map((date) => instantAt(date, 0));
const DUE_TEXTS: readonly string[] = WORKING_DAYS.map((date) => `${date}T17:00:00+07:00`);
const MINUTE_MS = 60_000;

/**
 * The instant at which a working minute begins.
 *
 * @param workingMinute - `DAY` × working day number + minutes worked on that day before it.
 */
export function instantOfMinute(workingMinute: number): Instant {
  const minute = workingMinute % DAY;
  return midnight(Math.floor(workingMinute / DAY)) + (minute < 270 ? 420 + minute : 540 + minute) * MINUTE_MS;
}

/** 17:00 of a working day: when a limit that ends on it runs out. */
export function dueInstant(day: number): Instant {
  return midnight(day) + 17 * 60 * MINUTE_MS;
}

/** The same as a counter writes it, with its offset. */
export function dueText(day: number): string {
  return DUE_TEXTS[day] ?? formatInstant(dueInstant(day));
}

function midnight(day: number): Instant {
  const instant = MIDNIGHTS[day];
  if (instant === undefined) throw new RangeError(`Working day ${day} lies outside the simulated calendar`);
  return instant;
}

function workingDays(from: CivilDate, to: CivilDate): readonly CivilDate[] {
  const dates: CivilDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) if (isWorkingDay(date)) dates.push(date);
  return dates;
}

function isWorkingDay(date: CivilDate): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !DAYS_OFF.has(date);
}
