import { formatInstant, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { CalendarDay, CalendarEdition, DayInterval, WeeklyHours } from '@motcua/calendar';

/** `2024-02-07 16:59` on the clocks of Vietnam. */
export function at(text: string): Instant {
  const instant = parseInstant(`${text.replace(' ', 'T')}:00+07:00`);
  if (instant === undefined) throw new Error(`"${text}" is no time`);
  return instant;
}

/** The other way round. */
export function clock(instant: Instant): string {
  return formatInstant(instant + 7 * 3_600_000).slice(0, 16).replace('T', ' ');
}

export const FULL: readonly DayInterval[] = [{ from: 420, to: 690 }, { from: 810, to: 1020 }];
/** 07:00–11:00: exactly half of a full day. */
export const MORNING: readonly DayInterval[] = [{ from: 420, to: 660 }];
/** A counter that is open on Saturday mornings. */
export const SATURDAYS: WeeklyHours = [FULL, FULL, FULL, FULL, FULL, MORNING, []];

export function edition(code: string, position: number, rest: Partial<CalendarEdition> = {}): CalendarEdition {
  return { code, position, days: [], ...rest };
}

export function off(date: string, name = 'Nghỉ', rest: Partial<CalendarDay> = {}): CalendarDay {
  return { date, kind: 'off', name, verified: 'verified', source: 'Thông báo của cơ quan', ...rest };
}

export function work(date: string, hours?: readonly DayInterval[]): CalendarDay {
  return { date, kind: 'work', name: 'Làm việc', verified: 'verified', source: 'Thông báo của cơ quan', ...(hours === undefined ? {} : { hours }) };
}
