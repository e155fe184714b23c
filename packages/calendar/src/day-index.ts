import { AppError, civilDateOf, EARLIEST_INSTANT, formatInstant, LATEST_INSTANT, UTC_OFFSET_MINUTES } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';

export const MINUTES_A_DAY = 1440;
const MINUTE_MS = 60_000;
export const DAY_MS = MINUTES_A_DAY * MINUTE_MS;

/** Days from 1990-01-01 to 2099-12-31; each has an index from 0. */
export const DAYS = (LATEST_INSTANT - EARLIEST_INSTANT) / DAY_MS;

const FIRST_DAY_NUMBER = (EARLIEST_INSTANT + UTC_OFFSET_MINUTES * MINUTE_MS) / DAY_MS;

/** 1990-01-01 was a Monday, so no offset is needed. Monday is 0. */
export function weekdayOf(index: number): number {
  return index % 7;
}

/**
 * The index of a civil date. Read digit by digit: no text is made on the way.
 *
 * @throws AppError `PARAMETER_INVALID` for what is no date, or lies outside 1990–2099.
 */
export function indexOf(date: CivilDate): number {
  const index = dayNumberOf(date) - FIRST_DAY_NUMBER;
  if (index >= 0 && index < DAYS) return index;
  throw new AppError('PARAMETER_INVALID', `"${date.slice(0, 20)}" is not a date from 1990-01-01 to 2099-12-31.`);
}

/** The civil date of an index. */
export function dateAt(index: number): CivilDate {
  return civilDateOf(EARLIEST_INSTANT + index * DAY_MS);
}

/**
 * Milliseconds from the midnight that began 1990-01-01 to an instant.
 *
 * @throws AppError `PARAMETER_INVALID` outside 1990–2099.
 */
export function sinceFirstDay(instant: Instant): number {
  if (!(instant >= EARLIEST_INSTANT && instant < LATEST_INSTANT)) throw outOfRange(instant);
  return instant - EARLIEST_INSTANT;
}

/** Minutes from the midnight that began 1990-01-01 to an instant; seconds are cut. */
export function localMinuteOf(instant: Instant): number {
  return (sinceFirstDay(instant) / MINUTE_MS) | 0;
}

/** The instant of a minute counted from the midnight that began 1990-01-01. */
export function instantOf(localMinute: number): Instant {
  return EARLIEST_INSTANT + localMinute * MINUTE_MS;
}

function outOfRange(instant: Instant): AppError {
  const told = Math.abs(instant) < 8e15 ? formatInstant(instant) : String(instant);
  return new AppError('PARAMETER_INVALID', `The instant ${told} does not lie between 1990 and 2099.`);
}

/** Days since 1970-01-01, NaN for what is no date. Years begin in March here, so that the leap day comes last. */
function dayNumberOf(date: CivilDate): number {
  const year = digits(date, 0, 4);
  const month = digits(date, 5, 7);
  const day = digits(date, 8, 10);
  if (date.length !== 10 || !(month >= 1 && month <= 12) || !(day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  const years = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + dayOfYear - 719_468;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
