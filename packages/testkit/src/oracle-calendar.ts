import { NATIONAL_CALENDAR } from '@motcua/calendar';
import type { CalendarDay, DayInterval, Limit } from '@motcua/calendar';
import { referenceEventData } from '@motcua/dossier';
import type { ReferenceRecord } from '@motcua/dossier';
import type { CivilDate, Instant } from '@motcua/kernel';
import { dayOf } from './oracle-days.ts';

/** What counts: announced by a day, and recorded before a position. */
export type Known = { readonly by: CivilDate; readonly before: number };

/** The calendar of an authority as a clerk would read it from the announcements on the wall. */
export type OracleCalendar = {
  /** The end of a limit. */
  readonly end: (authority: string, known: Known, start: Instant, limit: Limit) => Instant;
  readonly minutesWorked: (authority: string, known: Known, from: Instant, to: Instant) => number;
  /** When so many minutes have been worked since; at once for none. */
  readonly later: (authority: string, known: Known, from: Instant, minutes: number) => Instant;
  /** The limit of a procedure for what is received on a day. */
  readonly limitOf: (procedure: string, on: CivilDate, before: number) => Limit | undefined;
};

type Course = readonly DayInterval[];
type Told<T> = { readonly layer: string; readonly position: number; readonly announcedOn: CivilDate; readonly what: T };

const OFFICE_DAY: Course = [{ from: 7 * 60, to: 11 * 60 + 30 }, { from: 13 * 60 + 30, to: 17 * 60 }];
const OFFICE_WEEK: readonly Course[] = [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, [], []];
const MINUTE_MS = 60_000;

/**
 * A calendar that knows nothing but what was announced and looks it up anew for every day. Slow.
 *
 * @param records - What the log holds of announcements and procedures; the national table that is shipped is added.
 */
export function oracleCalendar(records: readonly ReferenceRecord[]): OracleCalendar {
  const days = Map.groupBy([...shippedDays(), ...records.flatMap(daysIn)], ({ what }) => what.date);
  const weeks = records.flatMap(weeksIn);
  const limits = records.flatMap(limitsIn);
  const counts = (authority: string, known: Known) => (told: Told<unknown>): boolean =>
    holdsFor(told.layer, authority) && told.announcedOn <= known.by && told.position < known.before;

  const weekOn = (authority: string, known: Known, day: CivilDate): readonly Course[] =>
    weeks.filter(counts(authority, known)).filter(({ what }) => what.validFrom <= day)
      .toSorted((a, b) => nearness(a) - nearness(b) || order(a.what.validFrom, b.what.validFrom) || a.position - b.position).at(-1)?.what.weekly ?? OFFICE_WEEK;

  const entriesOn = (authority: string, known: Known, day: CivilDate): readonly CalendarDay[] =>
    (days.get(day) ?? []).filter(counts(authority, known))
      .toSorted((a, b) => nearness(a) - nearness(b) || a.position - b.position).map(({ what }) => what);

  const courseBy = (entry: CalendarDay | undefined, week: readonly Course[], day: CivilDate): Course => {
    if (entry?.kind === 'off') return [];
    if (entry?.kind === 'work') return entry.hours ?? longest(week);
    return week[weekday(day)] ?? [];
  };

  const courseOn = (authority: string, known: Known, day: CivilDate): Course =>
    courseBy(entriesOn(authority, known, day).at(-1), weekOn(authority, known, day), day);

  /** Of a day off: the earliest closing of all that was ever said of it; of a day of rest, that of the longest day. */
  const closingOn = (authority: string, known: Known, day: CivilDate): number => {
    const own = courseOn(authority, known, day).at(-1);
    if (own !== undefined) return own.to;
    const week = weekOn(authority, known, day);
    const said = [week[weekday(day)] ?? [], ...entriesOn(authority, known, day).map((entry) => courseBy(entry, week, day))];
    const closings = said.flatMap((course) => course.at(-1)?.to ?? []);
    return closings.length > 0 ? Math.min(...closings) : longest(week).at(-1)?.to ?? 0;
  };

  const nextWorkingDay = (authority: string, known: Known, from: CivilDate): CivilDate => {
    let day = from;
    while (courseOn(authority, known, day).length === 0) day = plusDays(day, 1);
    return day;
  };

  const later = (authority: string, known: Known, from: Instant, minutes: number): Instant => {
    if (minutes === 0) return from;
    let left = minutes;
    for (let day = dayOf(from), start = minuteOfDay(from); ; day = plusDays(day, 1), start = 0) {
      for (const { from: opens, to } of courseOn(authority, known, day)) {
        const begin = Math.max(opens, start);
        if (to - begin >= left) return instantOn(day, begin + left);
        left -= Math.max(0, to - begin);
      }
    }
  };

  return {
    later,
    minutesWorked: (authority, known, from, to) => {
      let sum = 0;
      for (let day = dayOf(from); day <= dayOf(to); day = plusDays(day, 1)) {
        const first = day === dayOf(from) ? minuteOfDay(from) : 0;
        const last = day === dayOf(to) ? minuteOfDay(to) : 24 * 60;
        for (const course of courseOn(authority, known, day)) sum += Math.max(0, Math.min(course.to, last) - Math.max(course.from, first));
      }
      return sum;
    },
    end: (authority, known, start, { amount, unit }) => {
      if (unit === 'hours') return later(authority, known, start, amount * 60);
      const afterClosing = minuteOfDay(start) > closingOn(authority, known, dayOf(start));
      const dayZero = afterClosing ? plusDays(dayOf(start), 1) : dayOf(start);
      let day = unit === 'calendar_days' ? plusDays(dayZero, amount) : nextWorkingDay(authority, known, dayZero);
      for (let done = 0; unit === 'working_days' && done < amount - 1e-9;) {
        day = nextWorkingDay(authority, known, plusDays(day, 1));
        done += Math.min(1, length(courseOn(authority, known, day)) / length(longest(weekOn(authority, known, day))));
      }
      const last = nextWorkingDay(authority, known, day);
      return instantOn(last, closingOn(authority, known, last));
    },
    limitOf: (procedure, on, before) => {
      const versions = limits.filter((version) => version.procedure === procedure && version.position < before && version.validFrom <= on);
      const version = versions.toSorted((a, b) => order(a.validFrom, b.validFrom) || a.position - b.position).at(-1);
      return version?.validTo !== undefined && version.validTo < on ? undefined : version?.limit;
    },
  };
}

/** The table of 2023–2026 as it is shipped, without the days that lack proof; for other years the holidays of fixed date. */
function shippedDays(): readonly Told<CalendarDay>[] {
  const table = NATIONAL_CALENDAR.days.filter(({ date, verified }) => isInTable(date) && verified !== 'unverified');
  const fixed = Array.from({ length: 110 }, (_, index) => String(1990 + index)).filter((year) => !isInTable(year)).flatMap(fixedHolidays);
  return [...table, ...fixed].map((day) => ({ layer: 'VN', position: 0, announcedOn: day.announcedOn ?? '0000-00-00', what: day }));
}

function isInTable(date: string): boolean {
  return date >= '2023' && date < '2027';
}

/** Rest days are owed for what falls on a weekend, and taken on the first days after it that are free. */
function fixedHolidays(year: string): readonly CalendarDay[] {
  const holidays = ['01-01', '04-30', '05-01', '09-02'].map((day) => `${year}-${day}`);
  const off = new Set(holidays);
  for (const holiday of holidays.filter((day) => weekday(day) > 4)) {
    let day = holiday;
    while (off.has(day) || weekday(day) > 4) day = plusDays(day, 1);
    off.add(day);
  }
  return [...off].map((date) => ({ date, kind: 'off', name: 'Nghỉ lễ', verified: 'verified', source: 'Điều 112' }));
}

function daysIn({ type, subject, position, data }: ReferenceRecord): readonly Told<CalendarDay>[] {
  if (type !== 'CalendarAnnounced') return [];
  const { announcedOn, days } = referenceEventData.CalendarAnnounced.parse(data);
  return days.map((what) => ({ layer: subject, position, announcedOn, what }));
}

function weeksIn({ type, subject, position, data }: ReferenceRecord): readonly Told<{ readonly weekly: readonly Course[]; readonly validFrom: CivilDate }>[] {
  if (type !== 'CalendarAnnounced') return [];
  const { announcedOn, hours } = referenceEventData.CalendarAnnounced.parse(data);
  return hours === undefined ? [] : [{ layer: subject, position, announcedOn, what: hours }];
}

type Version = { readonly procedure: string; readonly position: number; readonly validFrom: CivilDate; readonly validTo: CivilDate | undefined; readonly limit: Limit | undefined };

function limitsIn({ type, subject, position, data }: ReferenceRecord): readonly Version[] {
  if (type !== 'ProcedureDeclared') return [];
  const { validFrom, validTo, limit } = referenceEventData.ProcedureDeclared.parse(data);
  return [{ procedure: subject, position, validFrom, validTo, limit }];
}

function holdsFor(layer: string, authority: string): boolean {
  return layer === 'VN' || layer === authority || authority.startsWith(`${layer}.`);
}

/** The country is farthest; of the others, the longer code is nearer. */
function nearness({ layer }: Told<unknown>): number {
  return layer === 'VN' ? 0 : layer.split('.').length;
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function longest(week: readonly Course[]): Course {
  return week.reduce((best, course) => (length(course) > length(best) ? course : best), []);
}

function length(course: Course): number {
  return course.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Monday is 0. */
function weekday(day: CivilDate): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function plusDays(day: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
}

function minuteOfDay(at: Instant): number {
  return Math.floor((at - instantOn(dayOf(at), 0)) / MINUTE_MS);
}

function instantOn(day: CivilDate, minute: number): Instant {
  return Date.parse(`${day}T00:00:00+07:00`) + minute * MINUTE_MS;
}
