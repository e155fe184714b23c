import type { CivilDate } from '@motcua/kernel';
import type { Calendars } from './calendars.ts';
import { layerCodes } from './layers.ts';
import { isProven } from './national.ts';
import type { CalendarDay } from './types.ts';

/** Where a date that does not follow the weekly hours is from. `counts`: false while nobody has announced what was found unproven. */
export type DayEntry = { readonly day: CalendarDay; readonly code: string; readonly position: number; readonly announcedOn: CivilDate | undefined; readonly counts: boolean };

/**
 * The entry that decides about a date in the calendar of an authority, as announced by a day, or else one that would if it were proven.
 */
export function dayEntry(calendars: Calendars, code: string, date: CivilDate, announcedBy: CivilDate): DayEntry | undefined {
  const entries = layerCodes(code).toReversed().flatMap((layer) => calendars.editions(layer).toReversed().flatMap((edition) =>
    edition.days.filter((day) => day.date === date).map((day): DayEntry => ({
      day, code: layer, position: edition.position, announcedOn: day.announcedOn ?? edition.announcedOn, counts: isProven(day, edition.position),
    }))));
  const announced = entries.filter(({ announcedOn }) => announcedOn === undefined || announcedOn <= announcedBy);
  return announced.find(({ counts }) => counts) ?? announced[0];
}
