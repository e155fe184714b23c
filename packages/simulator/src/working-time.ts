import { Calendars, NATIONAL_CODE } from '@motcua/calendar';
import { addDays, formatInstant, instantAt } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';

/** The quarter that is played, both dates included. */
export const SAMPLE_PERIOD = { from: '2023-12-15', to: '2024-03-14' } as const;

/**
 * The national calendar as it was known when the period ended, which is what it was when the oldest dossier was received:
 * the exchange of 29 April 2024 with a Saturday was announced later, so no due date of the quarter knows of it.
 */
const CALENDAR = new Calendars().workingTime(NATIONAL_CODE, SAMPLE_PERIOD.to);

/** From the oldest dossier of the opening stock to the last due date and re-appointment, in order. A *working day number* is an index into it. */
const WORKING_DAYS: readonly CivilDate[] = workingDays('2023-09-01', '2024-07-31');

/** Working day number of the period's first and last working day. */
export const FIRST_DAY = WORKING_DAYS.findIndex((date) => date >= SAMPLE_PERIOD.from);
export const LAST_DAY = WORKING_DAYS.findLastIndex((date) => date <= SAMPLE_PERIOD.to);

/** All working days have the same hours: 07:00–11:30 and 13:30–17:00. */
const HOURS = CALENDAR.intervalsOf(SAMPLE_PERIOD.from);
const MINUTE_MS = 60_000;

/** The minute after midnight of each working minute of a day. */
const CLOCK_MINUTES: readonly number[] = HOURS.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index));
const MIDNIGHTS: readonly Instant[] = WORKING_DAYS.map((date) => instantAt(date, 0));
const CLOSINGS: readonly Instant[] = WORKING_DAYS.map((date) => CALENDAR.endOfDay(date));

/** Working minutes of a day. */
export const DAY = CLOCK_MINUTES.length;

/**
 * The instant at which a working minute begins.
 *
 * @param workingMinute - `DAY` × working day number + minutes worked on that day before it.
 */
export function instantOfMinute(workingMinute: number): Instant {
  return onDay(MIDNIGHTS, Math.floor(workingMinute / DAY)) + (CLOCK_MINUTES[workingMinute % DAY] ?? 0) * MINUTE_MS;
}

/** The end of a working day, when a limit that ends on it runs out. */
export function closingOf(day: number): Instant {
  return onDay(CLOSINGS, day);
}

/** The same as an event says it. */
export function closingText(day: number): string {
  return formatInstant(closingOf(day));
}

function onDay(instants: readonly Instant[], day: number): Instant {
  const instant = instants[day];
  if (instant === undefined) throw new RangeError(`Working day ${day} lies outside the simulated calendar`);
  return instant;
}

function workingDays(from: CivilDate, to: CivilDate): readonly CivilDate[] {
  const dates: CivilDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) if (CALENDAR.isWorkingDay(date)) dates.push(date);
  return dates;
}
