import { DEFAULT_WEEK, NATIONAL_CALENDAR } from '@motcua/calendar';
import type { CalendarDay, DayInterval, WeeklyHours } from '@motcua/calendar';
import type { Instant } from '@motcua/kernel';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const VIETNAM = 7 * 60 * MINUTE;

const NATIONAL = NATIONAL_CALENDAR.days.filter(({ verified }) => verified !== 'unverified');

/** What an authority has announced itself: hours for all time, and days. */
export type OwnCalendar = { readonly weekly?: WeeklyHours | undefined; readonly days: readonly CalendarDay[] };

/** Working time day by day and minute by minute, as somebody with a wall calendar and a watch would find it. Slow, and on purpose unlike the package. */
export class NaiveTime {
  readonly #weekly: WeeklyHours;
  readonly #own: readonly CalendarDay[];
  /** Looked at again for every minute. */
  readonly #seen = new Map<string, readonly DayInterval[]>();

  constructor({ weekly, days }: OwnCalendar) {
    this.#weekly = weekly ?? DEFAULT_WEEK;
    this.#own = days;
  }

  intervals(date: string): readonly DayInterval[] {
    const intervals = this.#seen.get(date) ?? this.#intervals(date);
    this.#seen.set(date, intervals);
    return intervals;
  }

  minutesBetween(a: Instant, b: Instant): number {
    let count = 0;
    for (let minute = Math.floor(a / MINUTE); minute < Math.floor(b / MINUTE); minute += 1) if (this.#works(minute * MINUTE)) count += 1;
    return count;
  }

  countDays(from: string, to: string): number {
    let count = 0;
    for (let date = from; date <= to; date = next(date)) if (this.intervals(date).length > 0) count += 1;
    return count;
  }

  afterHours(start: Instant, hours: number): Instant {
    let [left, minute] = [hours * 60, Math.floor(start / MINUTE)];
    for (; left > 0; minute += 1) if (this.#works(minute * MINUTE)) left -= 1;
    return minute * MINUTE;
  }

  afterWorkingDays(start: Instant, days: number): Instant {
    let date = this.#workingDayFrom(this.#afterClosing(start) ? next(dateOf(start)) : dateOf(start));
    // In parts of a longest day, so that halves add up without rounding.
    for (let left = days * this.#whole(); left > 0;) {
      date = this.#workingDayFrom(next(date));
      left -= Math.min(this.#whole(), total(this.intervals(date)));
    }
    return this.#end(date);
  }

  afterCalendarDays(start: Instant, days: number): Instant {
    let date = this.#afterClosing(start) ? next(dateOf(start)) : dateOf(start);
    for (let day = 0; day < days; day += 1) date = next(date);
    return this.#end(this.#workingDayFrom(date));
  }

  #intervals(date: string): readonly DayInterval[] {
    const entry = this.#entries(date).at(-1);
    if (entry?.kind === 'off') return [];
    if (entry?.kind === 'work') return entry.hours ?? this.#longest();
    return this.#week(date);
  }

  #entries(date: string): readonly CalendarDay[] {
    return [...NATIONAL.filter((day) => day.date === date), ...this.#own.filter((day) => day.date === date)];
  }

  #week(date: string): readonly DayInterval[] {
    return this.#weekly[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? [];
  }

  #longest(): readonly DayInterval[] {
    return this.#weekly.reduce((a, b) => (total(b) > total(a) ? b : a));
  }

  #whole(): number {
    return total(this.#longest());
  }

  #works(instant: Instant): boolean {
    const minute = minuteOfDay(instant);
    return this.intervals(dateOf(instant)).some(({ from, to }) => from <= minute && minute < to);
  }

  /** A day off closes at the earliest time at which it would have closed without being off. */
  #afterClosing(start: Instant): boolean {
    const date = dateOf(start);
    const would = this.#entries(date).filter(({ kind }) => kind === 'work').map(({ hours }) => hours ?? this.#longest());
    const closings = [this.#week(date), ...would].flatMap((intervals) => intervals.slice(-1)).map(({ to }) => to);
    const closing = this.intervals(date).at(-1)?.to ?? (closings.length > 0 ? Math.min(...closings) : this.#longest().at(-1)?.to ?? 0);
    return minuteOfDay(start) > closing;
  }

  #workingDayFrom(date: string): string {
    return this.intervals(date).length > 0 ? date : this.#workingDayFrom(next(date));
  }

  #end(date: string): Instant {
    return Date.parse(`${date}T00:00:00Z`) - VIETNAM + (this.intervals(date).at(-1)?.to ?? 0) * MINUTE;
  }
}

function dateOf(instant: Instant): string {
  return new Date(instant + VIETNAM).toISOString().slice(0, 10);
}

function minuteOfDay(instant: Instant): number {
  return Math.floor(((instant + VIETNAM) % DAY) / MINUTE);
}

function next(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

function total(intervals: readonly DayInterval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}
