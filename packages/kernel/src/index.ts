export { AppError, errorCatalogue, isAppError, toProblem } from './errors.ts';
export type { ErrorCode, InputError } from './errors.ts';
export { databaseFault } from './database-fault.ts';
export {
  addDays, civilDateOf, daysBetween, EARLIEST_INSTANT, formatCivilDate, formatInstant, instantAt, isCivilDate,
  LATEST_INSTANT, minuteOf, parseInstant, UTC_OFFSET_MINUTES,
} from './civil-date.ts';
export type { CivilDate, Instant } from './civil-date.ts';
export { canonicalJson } from './canonical-json.ts';
export { CLOCK_SOURCE, eventKey, overdueMarkId, uuidV5 } from './ids.ts';
export { LINE_MAX, wrappedLines } from './lines.ts';
export { parsePeriod, PERIOD_SCHEMES } from './period.ts';
export type { Period, PeriodScheme } from './period.ts';
export { followsOn, nextPeriod, PERIOD_UNITS, periodName, periodsOfYear, previousPeriod, reportingYear, samePeriodLastYear } from './period-sequence.ts';
export type { PeriodName, PeriodUnit } from './period-sequence.ts';
