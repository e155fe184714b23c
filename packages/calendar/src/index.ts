export { Calendars } from './calendars.ts';
export { dayEntry } from './day-entry.ts';
export type { DayEntry } from './day-entry.ts';
export { DEFAULT_WEEK, NATIONAL_CALENDAR, NATIONAL_CODE } from './national.ts';
export { formatWorkingDuration, WORKING_DAY_MINUTES } from './duration.ts';
export { editionFaults } from './faults.ts';
export { unannouncedSentence } from './unannounced.ts';
export type { CalendarDay, CalendarEdition, DayInterval, Limit, LimitExplanation, LimitUnit, WeeklyHours, WorkingTime } from './types.ts';
