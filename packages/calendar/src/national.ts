import type { CalendarDay, CalendarEdition, WeeklyHours } from './types.ts';
import { NATIONAL_DAYS } from './national-days.ts';

/** The layer above every authority: what holds in the whole country. */
export const NATIONAL_CODE = 'VN';

const WORKING_DAY = [{ from: 7 * 60, to: 11 * 60 + 30 }, { from: 13 * 60 + 30, to: 17 * 60 }] as const;

/** Giờ hành chính: Monday to Friday 07:00–11:30 and 13:30–17:00, 480 minutes; for every authority that announces nothing else. */
export const DEFAULT_WEEK: WeeklyHours = [WORKING_DAY, WORKING_DAY, WORKING_DAY, WORKING_DAY, WORKING_DAY, [], []];

/**
 * Lịch nghỉ lễ, Tết 2023–2026: the national calendar that is shipped, edition 0.
 *
 * Days marked `unverified` are listed here and have no effect until an announced edition names them.
 */
export const NATIONAL_CALENDAR: CalendarEdition = { code: NATIONAL_CODE, position: 0, days: NATIONAL_DAYS };

/** Whether an entry counts: what is shipped without proof waits for an announcement. */
export function isProven({ verified }: CalendarDay, position: number): boolean {
  return position > 0 || verified !== 'unverified';
}
