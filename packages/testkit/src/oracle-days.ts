import type { CivilDate, Instant } from '@motcua/kernel';

const vietnam = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });
const days = new Map<number, CivilDate>();

/** The civil date in Vietnam; by the time-zone database, not by arithmetic. */
export function dayOf(at: Instant): CivilDate {
  const minute = Math.floor(at / 60_000);
  const known = days.get(minute) ?? vietnam.format(at);
  days.set(minute, known);
  return known;
}
