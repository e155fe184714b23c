import { addDays } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { indexOf, weekdayOf } from './day-index.ts';
import type { CalendarDay } from './types.ts';

const LAW = 'Bộ luật Lao động 2019, Điều 112';
const MOVED = 'Bộ luật Lao động 2019, Điều 111 khoản 3';

/** The holidays that Điều 112 gives a date of the solar year. The others follow the moon or are announced every year. */
const HOLIDAYS = [['01-01', 'Tết Dương lịch'], ['04-30', 'Ngày Chiến thắng'], ['05-01', 'Quốc tế Lao động'], ['09-02', 'Quốc khánh']] as const;

const SATURDAY = 5;

/**
 * The days off of a year that need no announcement, by date: the holidays of fixed date, and for each that falls on a Saturday
 * or Sunday the next working day after it that is not off already.
 */
export function fixedDaysOff(year: number): readonly CalendarDay[] {
  const holidays = HOLIDAYS.map(([date, name]) => off(`${year}-${date}`, name, LAW));
  const days = holidays.reduce<readonly CalendarDay[]>(
    (taken, { date, name }) => (isWeekend(date) ? [...taken, off(freeDayAfter(date, taken), `Nghỉ bù ${name}`, MOVED)] : taken), holidays);
  return days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

function freeDayAfter(date: CivilDate, taken: readonly CalendarDay[]): CivilDate {
  const next = addDays(date, 1);
  return isWeekend(next) || taken.some((day) => day.date === next) ? freeDayAfter(next, taken) : next;
}

function isWeekend(date: CivilDate): boolean {
  return weekdayOf(indexOf(date)) >= SATURDAY;
}

function off(date: CivilDate, name: string, source: string): CalendarDay {
  return { date, kind: 'off', name, verified: 'verified', source };
}
