import { isCivilDate } from '@motcua/kernel';
import type { InputError } from '@motcua/kernel';
import type { CalendarDay, CalendarEdition, DayInterval } from './types.ts';

/**
 * What is wrong with an edition: intervals that overlap or are empty, a week without seven days, hours on a day that
 * has none, two entries for one date, dates that do not exist.
 *
 * @returns Pointers into the edition; none when it can be used.
 */
export function editionFaults({ announcedOn, hours, days }: CalendarEdition): readonly InputError[] {
  return [
    ...dateFaults(announcedOn, '/announcedOn'),
    ...(hours === undefined ? [] : [
      ...dateFaults(hours.validFrom, '/hours/validFrom'),
      ...(hours.weekly.length === 7 ? [] : [{ pointer: '/hours/weekly', detail: 'a week has seven days, Monday first' }]),
      ...hours.weekly.flatMap((intervals, weekday) => intervalFaults(intervals, `/hours/weekly/${weekday}`)),
    ]),
    ...days.flatMap((day, index) => dayFaults(day, `/days/${index}`)),
    ...repeatedDates(days),
  ];
}

function dayFaults({ date, kind, hours, announcedOn }: CalendarDay, pointer: string): readonly InputError[] {
  return [
    ...dateFaults(date, `${pointer}/date`),
    ...dateFaults(announcedOn, `${pointer}/announcedOn`),
    ...(hours !== undefined && kind !== 'work' ? [{ pointer: `${pointer}/hours`, detail: 'only a day of work has hours' }] : []),
    ...(hours?.length === 0 ? [{ pointer: `${pointer}/hours`, detail: 'a day of work has at least one interval' }] : []),
    ...intervalFaults(hours ?? [], `${pointer}/hours`),
  ];
}

function intervalFaults(intervals: readonly DayInterval[], pointer: string): readonly InputError[] {
  return intervals.flatMap(({ from, to }, index) => {
    const earliest = intervals[index - 1]?.to ?? 0;
    const fits = Number.isInteger(from) && Number.isInteger(to) && earliest <= from && from < to && to <= 1440;
    return fits ? [] : [{ pointer: `${pointer}/${index}`, detail: 'intervals are whole minutes from 0 to 1440, ascending, and do not overlap' }];
  });
}

function dateFaults(date: string | undefined, pointer: string): readonly InputError[] {
  const usable = date === undefined || (isCivilDate(date) && date >= '1990-01-01' && date <= '2099-12-31');
  return usable ? [] : [{ pointer, detail: 'not a date from 1990-01-01 to 2099-12-31' }];
}

function repeatedDates(days: readonly CalendarDay[]): readonly InputError[] {
  const seen = new Set<string>();
  return days.flatMap(({ date }, index) => {
    if (!seen.has(date)) {
      seen.add(date);
      return [];
    }
    return [{ pointer: `/days/${index}/date`, detail: 'the date stands in the edition twice' }];
  });
}
