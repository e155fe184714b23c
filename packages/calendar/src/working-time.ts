import type { CivilDate, Instant } from '@motcua/kernel';
import { dateAt, indexOf, instantOf, localMinuteOf, MINUTES_A_DAY, weekdayOf } from './day-index.ts';
import { dueAt, minuteAfter, notAnAmount, noWorkLeft, workedBefore } from './due-date.ts';
import { explainLimit } from './explain.ts';
import type { Timetable } from './timetable.ts';
import type { DayInterval, Limit, LimitExplanation, WorkingTime } from './types.ts';

const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'] as const;

/** Working time read from compiled tables: lookups and due dates take constant time and allocate nothing. */
export class CompiledWorkingTime implements WorkingTime {
  readonly version: string;
  readonly #table: Timetable;

  constructor(version: string, table: Timetable) {
    this.version = version;
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

  unannouncedYears(from: CivilDate, to: CivilDate): readonly number[] {
    const [first, last] = [yearOf(from), yearOf(to)];
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset).filter((year) => !this.#table.announcedYears.has(year));
  }

  countDays(from: CivilDate, to: CivilDate): number {
    return Math.max(0, this.#rank(indexOf(to) + 1) - this.#rank(indexOf(from)));
  }

  minutesBetween(a: Instant, b: Instant): number {
    return Math.max(0, workedBefore(this.#table, localMinuteOf(b)) - workedBefore(this.#table, localMinuteOf(a)));
  }

  advance(at: Instant, minutes: number): Instant {
    if (!(Number.isInteger(minutes) && minutes >= 0)) throw notAnAmount(minutes);
    const from = localMinuteOf(at);
    return minutes === 0 ? at : instantOf(minuteAfter(this.#table, from, minutes));
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
    return dueAt(this.#table, start, limit);
  }

  explain(start: Instant, limit: Limit): LimitExplanation {
    return explainLimit(this, this.#table, start, limit);
  }

  #shape(date: CivilDate): number {
    return this.#table.shapeOf[indexOf(date)] ?? 0;
  }

  #rank(index: number): number {
    return this.#table.rankOf[index] ?? 0;
  }
}

/** Of a date within the calendar. */
function yearOf(date: CivilDate): number {
  return Number(dateAt(indexOf(date)).slice(0, 4));
}
