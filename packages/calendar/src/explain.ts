import { addDays, civilDateOf } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { dateAt, indexOf, localMinuteOf, MINUTES_A_DAY } from './day-index.ts';
import { totalMinutes } from './day-shape.ts';
import type { Timetable } from './timetable.ts';
import type { CountedDay, DayInterval, Limit, LimitExplanation, SkippedDay, WorkingTime } from './types.ts';

/** Tells the dates behind a due date. It walks over them: made for one dossier at a time. */
export function explainLimit(time: WorkingTime, { entries }: Timetable, start: Instant, limit: Limit): LimitExplanation {
  const dueAt = time.dueAt(start, limit);
  const [startsOn, endsOn] = [civilDateOf(start), civilDateOf(dueAt)];
  const countsFrom = dayZero(time, start, limit);
  const skippedDay = (date: CivilDate): SkippedDay => ({
    date, name: time.dayName(date) ?? '', verified: entries.get(indexOf(date))?.verified ?? 'verified',
  });
  const daysOff = (from: CivilDate, to: CivilDate): readonly SkippedDay[] => datesThrough(from, to).filter((date) => !time.isWorkingDay(date)).map(skippedDay);
  const lastDate = limit.unit === 'calendar_days' ? addDays(countsFrom, limit.amount) : endsOn;
  return {
    start, countsFrom, shifted: shiftOf(time, startsOn, countsFrom), limit, dueAt,
    counted: countedDays(time, limit, { start, dueAt, countsFrom, lastDate }),
    skipped: limit.unit === 'calendar_days' ? [] : daysOff(startsOn, endsOn),
    rolledForward: daysOff(lastDate, endsOn).map(({ date, name }) => ({ date, name })),
    beyondAnnounced: time.unannouncedYears(startsOn, endsOn).length > 0,
    calendar: time.version,
  };
}

/** The date that the start counts as. */
function dayZero(time: WorkingTime, start: Instant, { unit }: Limit): CivilDate {
  const date = civilDateOf(start);
  if (unit !== 'calendar_days') return civilDateOf(time.dueAt(start, { amount: 0, unit }));
  return localMinuteOf(start) > localMinuteOf(time.endOfDay(date)) ? addDays(date, 1) : date;
}

function shiftOf(time: WorkingTime, startsOn: CivilDate, countsFrom: CivilDate): LimitExplanation['shifted'] {
  if (startsOn === countsFrom) return 'none';
  return time.isWorkingDay(startsOn) ? 'after_closing' : 'day_off';
}

type Span = Pick<LimitExplanation, 'start' | 'dueAt' | 'countsFrom'> & { readonly lastDate: CivilDate };

function countedDays(time: WorkingTime, { unit }: Limit, { start, dueAt, countsFrom, lastDate }: Span): readonly CountedDay[] {
  switch (unit) {
    case 'working_days': return datesThrough(addDays(countsFrom, 1), lastDate).filter((date) => time.isWorkingDay(date)).map((date) => countedDay(date, time.intervalsOf(date)));
    case 'calendar_days': return datesThrough(addDays(countsFrom, 1), lastDate).map((date) => countedDay(date, time.intervalsOf(date)));
    case 'hours': {
      const [from, to] = [localMinuteOf(start), localMinuteOf(dueAt)];
      return datesThrough(countsFrom, lastDate)
        .map((date) => countedDay(date, clipped(time.intervalsOf(date), from - indexOf(date) * MINUTES_A_DAY, to - indexOf(date) * MINUTES_A_DAY)))
        .filter(({ minutes }) => minutes > 0);
    }
  }
}

function countedDay(date: CivilDate, intervals: readonly DayInterval[]): CountedDay {
  return { date, intervals, minutes: totalMinutes(intervals) };
}

/** The parts of the intervals within [from, to), in minutes of the day. */
function clipped(intervals: readonly DayInterval[], from: number, to: number): readonly DayInterval[] {
  return intervals
    .map((interval) => ({ from: Math.max(interval.from, from), to: Math.min(interval.to, to) }))
    .filter((interval) => interval.from < interval.to);
}

function datesThrough(from: CivilDate, to: CivilDate): readonly CivilDate[] {
  const first = indexOf(from);
  return Array.from({ length: Math.max(0, indexOf(to) - first + 1) }, (_, offset) => dateAt(first + offset));
}
