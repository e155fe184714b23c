import { AppError } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { dateAt, DAYS, indexOf, instantOf, localMinuteOf, MINUTES_A_DAY, weekdayOf } from './day-index.ts';
import { SHAPE_WIDTH } from './day-shape.ts';
import { explainLimit } from './explain.ts';
import { rankReaching } from './sum-index.ts';
import { WHOLE_DAY } from './timetable.ts';
import type { Timetable } from './timetable.ts';
import type { DayInterval, Limit, LimitExplanation, WorkingTime } from './types.ts';

const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'] as const;

/** Working time read from compiled tables: lookups and due dates take constant time and allocate nothing. */
export class CompiledWorkingTime implements WorkingTime {
  readonly version: string;
  readonly #table: Timetable;

  constructor(table: Timetable) {
    this.version = table.version;
    this.#table = table;
  }

  intervalsOf(date: CivilDate): readonly DayInterval[] {
    return this.#table.shapes.intervals[this.#shape(date)] ?? [];
  }

  minutesOf(date: CivilDate): number {
    return this.#table.shapes.minutes[this.#shape(date)] ?? 0;
  }

  isWorkingDay(date: CivilDate): boolean {
    return this.#shape(date) !== 0;
  }

  dayName(date: CivilDate): string | undefined {
    const index = indexOf(date);
    const entry = this.#table.entries.get(index);
    if (entry !== undefined && entry.kind !== 'weekly') return entry.name;
    return this.#table.shapeOf[index] === 0 ? WEEKDAYS[weekdayOf(index)] : undefined;
  }

  countDays(from: CivilDate, to: CivilDate): number {
    return Math.max(0, this.#rank(indexOf(to) + 1) - this.#rank(indexOf(from)));
  }

  minutesBetween(a: Instant, b: Instant): number {
    return Math.max(0, this.#workedBefore(localMinuteOf(b)) - this.#workedBefore(localMinuteOf(a)));
  }

  advance(at: Instant, minutes: number): Instant {
    if (!(Number.isInteger(minutes) && minutes >= 0)) throw notAnAmount(minutes);
    const from = localMinuteOf(at);
    return minutes === 0 ? at : instantOf(this.#minuteAfter(from, minutes));
  }

  addWorkingDays(date: CivilDate, days: number): CivilDate {
    if (!Number.isInteger(days)) throw notAnAmount(days);
    const index = indexOf(date);
    if (days === 0) return date;
    const rank = days > 0 ? this.#rank(index + 1) + days - 1 : this.#rank(index) + days;
    return dateAt(this.#table.dayOfRank[rank] ?? noWorkLeft());
  }

  endOfDay(date: CivilDate): Instant {
    const index = indexOf(date);
    return instantOf(index * MINUTES_A_DAY + (this.#table.closingOf[index] ?? 0));
  }

  dueAt(start: Instant, limit: Limit): Instant {
    const { amount, unit } = limit;
    if (!(amount >= 0 && amount < Infinity)) throw notAnAmount(amount);
    const from = localMinuteOf(start);
    switch (unit) {
      case 'working_days': return this.#closing(this.#rankAfter(this.#firstRank(from), amount));
      case 'calendar_days': return this.#closing(this.#rank(this.#firstDate(from) + wholeDays(amount)));
      case 'hours': return instantOf(this.#afterHours(from, Math.round(amount * 60)));
    }
  }

  explain(start: Instant, limit: Limit): LimitExplanation {
    return explainLimit(this, this.#table, start, limit);
  }

  #shape(date: CivilDate): number {
    return this.#table.shapeOf[indexOf(date)] ?? 0;
  }

  #rank(index: number): number {
    return this.#table.rankOf[index] ?? noWorkLeft();
  }

  /** The rank of day 0 of a limit in working days. */
  #firstRank(minute: number): number {
    const index = Math.floor(minute / MINUTES_A_DAY);
    const late = minute - index * MINUTES_A_DAY > (this.#table.closingOf[index] ?? 0);
    // The rank of a day off is that of the next working day.
    return this.#rank(late ? index + 1 : index);
  }

  /** Day 0 of a limit in calendar days. */
  #firstDate(minute: number): number {
    const index = Math.floor(minute / MINUTES_A_DAY);
    return minute - index * MINUTES_A_DAY > (this.#table.closingOf[index] ?? 0) ? index + 1 : index;
  }

  #rankAfter(firstRank: number, days: number): number {
    const { credits } = this.#table;
    const before = credits.sums[firstRank + 1] ?? noWorkLeft();
    return days === 0 ? firstRank : rankReaching(credits, before + days * WHOLE_DAY);
  }

  #closing(rank: number): Instant {
    return instantOf(this.#table.closingOfRank[rank] ?? noWorkLeft());
  }

  #workedBefore(minute: number): number {
    const { minutes, shapeOf, shapes } = this.#table;
    const index = Math.floor(minute / MINUTES_A_DAY);
    const today = shapes.worked[(shapeOf[index] ?? 0) * SHAPE_WIDTH + minute - index * MINUTES_A_DAY] ?? 0;
    return (minutes.sums[this.#rank(index)] ?? 0) + today;
  }

  /** @param minutes - At least 1. */
  #minuteAfter(minute: number, minutes: number): number {
    const { minutes: index, dayOfRank, shapeOf, shapes } = this.#table;
    const target = this.#workedBefore(minute) + minutes;
    const rank = rankReaching(index, target);
    const day = dayOfRank[rank] ?? noWorkLeft();
    const end = shapes.endOf[(shapeOf[day] ?? 0) * SHAPE_WIDTH + target - (index.sums[rank] ?? 0)] ?? 0;
    return day * MINUTES_A_DAY + end;
  }

  /** No hours at all end at the next opening, as they would begin there. */
  #afterHours(minute: number, minutes: number): number {
    return minutes === 0 ? this.#minuteAfter(minute, 1) - 1 : this.#minuteAfter(minute, minutes);
  }
}

function wholeDays(amount: number): number {
  if (!Number.isInteger(amount)) throw notAnAmount(amount);
  return Math.min(amount, DAYS + 1);
}

function notAnAmount(amount: number): AppError {
  return new AppError('PARAMETER_INVALID', `${amount} is no length of time that can be counted here.`);
}

function noWorkLeft(): never {
  throw new AppError('LIMIT_BEYOND_CALENDAR', 'The working time of this calendar ends before the limit does, at the end of 2099 at the latest.');
}
