/** A civil date in Asia/Ho_Chi_Minh, `YYYY-MM-DD`, proleptic Gregorian. Dates sort as text. */
export type CivilDate = string;

/** Milliseconds since 1970-01-01T00:00:00Z; what the log shows as an RFC 3339 text in UTC. */
export type Instant = number;

/**
 * Asia/Ho_Chi_Minh has been UTC+7 without daylight saving since 1975-06-13, and nothing before 1990 is accepted,
 * so a fixed offset is exact whatever time zone the machine has.
 */
export const UTC_OFFSET_MINUTES = 7 * 60;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const OFFSET_MS = UTC_OFFSET_MINUTES * MINUTE_MS;

/** Instants outside [EARLIEST_INSTANT, LATEST_INSTANT) are typing errors: no dossier is older or lies further ahead. */
export const EARLIEST_INSTANT: Instant = instantAt('1990-01-01', 0);
export const LATEST_INSTANT: Instant = instantAt('2100-01-01', 0);

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads an RFC 3339 instant; the offset is required, so 12:15 can never become 00:15.
 *
 * @returns Milliseconds since the epoch (finer digits are cut), or undefined for anything that is not a real instant
 *   (30 February, 24:61, a leap second, no offset).
 */
export function parseInstant(text: string): Instant | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, date = '', hour = '', minute = '', second = '', fraction = '', sign = '+', offsetHour = '00', offsetMinute = '00'] = match;
  if (!isCivilDate(date)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(offsetHour) > 18 || Number(offsetMinute) > 59) return undefined;
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const local = Date.UTC(year(date), month(date) - 1, day(date), Number(hour), Number(minute), Number(second), millis);
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * MINUTE_MS;
  return sign === '-' ? local + offset : local - offset;
}

/** RFC 3339 in UTC with milliseconds, the one form that the log and every answer use. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** The minute an instant lies in, counted from the epoch: instants are compared at this precision. */
export function minuteOf(instant: Instant): number {
  return Math.floor(instant / MINUTE_MS);
}

/** The civil date in Asia/Ho_Chi_Minh on which an instant falls. */
export function civilDateOf(instant: Instant): CivilDate {
  const dayNumber = Math.floor((instant + OFFSET_MS) / DAY_MS);
  const known = dateByDay.get(dayNumber);
  if (known !== undefined) return known;
  const date = new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
  dateByDay.set(dayNumber, date);
  return date;
}

/** A pure memo: about 40,000 days lie between the earliest and the latest instant. */
const dateByDay = new Map<number, CivilDate>();

/** The instant of `minutes` minutes after midnight of a civil date in Asia/Ho_Chi_Minh. */
export function instantAt(date: CivilDate, minutes: number): Instant {
  return Date.UTC(year(date), month(date) - 1, day(date)) - OFFSET_MS + minutes * MINUTE_MS;
}

/** Whether the text is a date that exists, `YYYY-MM-DD`. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  if (year(text) < 100) return false;
  const ofMonth = day(text);
  // Every month has 28 days: only the last ones need the calendar.
  if (ofMonth >= 1 && ofMonth <= 28) return month(text) >= 1 && month(text) <= 12;
  const date = new Date(Date.UTC(year(text), month(text) - 1, ofMonth));
  return date.getUTCMonth() === month(text) - 1 && date.getUTCDate() === ofMonth && date.getUTCFullYear() === year(text);
}

/** The civil date `days` days later (earlier when negative). */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.UTC(year(date), month(date) - 1, day(date) + days)).toISOString().slice(0, 10);
}

/** Days from one civil date to another; 0 when equal. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** `14/03/2024`, as Vietnamese readers expect it. */
export function formatCivilDate(date: CivilDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

function year(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

function month(date: CivilDate): number {
  return Number(date.slice(5, 7));
}

function day(date: CivilDate): number {
  return Number(date.slice(8, 10));
}
