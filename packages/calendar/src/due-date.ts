import { AppError } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { DAY_MS, DAYS, instantOf, localMinuteOf, MINUTES_A_DAY, sinceFirstDay } from './day-index.ts';
import { SHAPE_WIDTH } from './day-shape.ts';
import { rankReaching } from './sum-index.ts';
import { WHOLE_DAY } from './timetable.ts';
import type { Timetable } from './timetable.ts';
import type { Limit } from './types.ts';

// Numbers in, numbers out, tables in between: nothing here makes an object or a text. `| 0` keeps indexes small integers, which
// halves the time of a due date.

/** The end of a limit; {@link WorkingTime.dueAt} has the rules. */
export function dueAt(table: Timetable, start: Instant, { amount, unit }: Limit): Instant {
  if (!(amount >= 0 && amount < Infinity)) throw notAnAmount(amount);
  switch (unit) {
    case 'working_days': return afterWorkingDays(table, start, amount);
    case 'calendar_days': return afterCalendarDays(table, start, amount);
    case 'hours': return afterHours(table, localMinuteOf(start), Math.round(amount * 60));
  }
}

/** Working minutes from the first day to a minute. */
export function workedBefore({ minutes, rankOf, shapeOf, shapes }: Timetable, minute: number): number {
  const index = (minute / MINUTES_A_DAY) | 0;
  const today = shapes.worked[((shapeOf[index] ?? 0) * SHAPE_WIDTH + minute - index * MINUTES_A_DAY) | 0] ?? 0;
  return (minutes.sums[rankOf[index] ?? 0] ?? 0) + today;
}

/**
 * The minute at whose beginning so many more minutes have been worked.
 *
 * @param minutes - At least 1.
 */
export function minuteAfter(table: Timetable, minute: number, minutes: number): number {
  const target = workedBefore(table, minute) + minutes;
  const rank = rankReaching(table.minutes, target);
  if (rank < 0) noWorkLeft();
  const index = table.dayOfRank[rank] ?? 0;
  const today = target - (table.minutes.sums[rank] ?? 0);
  return index * MINUTES_A_DAY + (table.shapes.endOf[((table.shapeOf[index] ?? 0) * SHAPE_WIDTH + today) | 0] ?? 0);
}

export function notAnAmount(amount: number): AppError {
  return new AppError('PARAMETER_INVALID', `${amount} is no length of time that can be counted here.`);
}

export function noWorkLeft(): never {
  throw new AppError('LIMIT_BEYOND_CALENDAR', 'The working time of this calendar ends before the limit does, at the end of 2099 at the latest.');
}

/** No day counts more than a whole one: where so many days are enough, no earlier one is, and nothing has to be searched. */
function afterWorkingDays(table: Timetable, start: Instant, days: number): Instant {
  const { rankOf, credits, dueOfRank } = table;
  // The rank of a day off is that of the next working day.
  const first = rankOf[dayZero(table, start)] ?? 0;
  const earliest = first + Math.ceil(days);
  if (earliest >= dueOfRank.length) noWorkLeft();
  const target = (credits.sums[first + 1] ?? 0) + days * WHOLE_DAY;
  const rank = (credits.sums[(earliest + 1) | 0] ?? 0) >= target ? earliest : rankReaching(credits, target);
  if (rank < 0) noWorkLeft();
  return dueOfRank[rank | 0] ?? 0;
}

function afterCalendarDays(table: Timetable, start: Instant, days: number): Instant {
  if (days % 1 !== 0) throw notAnAmount(days);
  const last = dayZero(table, start) + days;
  if (last >= DAYS) noWorkLeft();
  const rank = table.rankOf[last | 0] ?? 0;
  if (rank >= table.dueOfRank.length) noWorkLeft();
  return table.dueOfRank[rank] ?? 0;
}

/** The date of an instant, or the next one after closing time. */
function dayZero({ closedFrom }: Timetable, start: Instant): number {
  const since = sinceFirstDay(start);
  const index = (since / DAY_MS) | 0;
  return since - index * DAY_MS >= (closedFrom[index] ?? 0) ? index + 1 : index;
}

/** No hours at all end where they would begin: now, or at the next opening. */
function afterHours(table: Timetable, minute: number, minutes: number): Instant {
  return instantOf(minutes === 0 ? minuteAfter(table, minute, 1) - 1 : minuteAfter(table, minute, minutes));
}
