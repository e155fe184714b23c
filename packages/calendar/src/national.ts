import type { CivilDate } from '@motcua/kernel';
import { fixedDaysOff } from './fixed-days.ts';
import { NATIONAL_DAYS } from './national-days.ts';
import type { CalendarDay, CalendarEdition, WeeklyHours } from './types.ts';

/** The layer above every authority: what holds in the whole country. */
export const NATIONAL_CODE = 'VN';

const WORKING_DAY = [{ from: 7 * 60, to: 11 * 60 + 30 }, { from: 13 * 60 + 30, to: 17 * 60 }] as const;

/** Giờ hành chính: Monday to Friday 07:00–11:30 and 13:30–17:00, 480 minutes; for every authority that announces nothing else. */
export const DEFAULT_WEEK: WeeklyHours = [WORKING_DAY, WORKING_DAY, WORKING_DAY, WORKING_DAY, WORKING_DAY, [], []];

const FIXED_DAYS: readonly CalendarDay[] = Array.from({ length: 110 }, (_, index) => 1990 + index).filter((year) => year < 2023 || year > 2026).flatMap(fixedDaysOff);
const ALWAYS_KNOWN: ReadonlySet<CalendarDay> = new Set(FIXED_DAYS);
const FIXED_DATES: ReadonlySet<string> = new Set(FIXED_DAYS.map(({ date }) => date));

/**
 * Lịch nghỉ lễ, Tết: the national calendar that is shipped, edition 0. All of 2023–2026; of every other year from 1990 to 2099
 * only what the law gives a date ({@link isFixedByLaw}).
 *
 * Days marked `unverified` are listed here and have no effect until an announced edition names them.
 */
export const NATIONAL_CALENDAR: CalendarEdition = { code: NATIONAL_CODE, position: 0, days: [...FIXED_DAYS, ...NATIONAL_DAYS].sort((a, b) => (a.date < b.date ? -1 : 1)) };

/** Whether a date is off in a year for which nothing is known but the holidays of fixed date. */
export function isFixedByLaw(date: CivilDate): boolean {
  return FIXED_DATES.has(date);
}

/** Whether an entry is one of those that the shipped calendar has by law alone: it stands in every calendar at every time. */
export function isAlwaysKnown(day: CalendarDay): boolean {
  return ALWAYS_KNOWN.has(day);
}

/** Whether an entry counts: what is shipped without proof waits for an announcement. */
export function isProven({ verified }: CalendarDay, position: number): boolean {
  return position > 0 || verified !== 'unverified';
}
