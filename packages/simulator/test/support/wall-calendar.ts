/** Days off from Monday to Friday, read off a wall calendar as it hung there in the first quarter of 2024. */
const DAYS_OFF: ReadonlySet<string> = new Set([
  '2023-09-01', '2023-09-04', '2024-01-01', '2024-02-08', '2024-02-09', '2024-02-12', '2024-02-13', '2024-02-14',
  '2024-04-18', '2024-04-30', '2024-05-01',
]);

/** All working days from September 2023 to July 2024. */
const WORKING_DAYS: readonly string[] = Array.from({ length: 335 }, (_, index) => new Date(Date.UTC(2023, 8, 1 + index)))
  .filter((date) => date.getUTCDay() % 6 !== 0).map((date) => date.toISOString().slice(0, 10)).filter((date) => !DAYS_OFF.has(date));

const NUMBERS: ReadonlyMap<string, number> = new Map(WORKING_DAYS.map((date, number) => [date, number]));

/** Whether it is a moment of office hours, written with the offset of Việt Nam. */
export function isWorkingTime(time: string): boolean {
  const clock = time.slice(11, 16);
  const atWork = (clock >= '07:00' && clock < '11:30') || (clock >= '13:30' && clock < '17:00');
  return time.endsWith('+07:00') && NUMBERS.has(time.slice(0, 10)) && atWork;
}

/** 17:00 of the n-th working day after the day of a moment, in milliseconds. */
export function closingAfter(time: string, days: number): number {
  return Date.parse(`${WORKING_DAYS[numberOf(time) + days] ?? ''}T17:00:00+07:00`);
}

/** How many working days lie between the days of two moments. */
export function daysBetween(from: string, to: string): number {
  return numberOf(to) - numberOf(from);
}

function numberOf(time: string): number {
  return NUMBERS.get(time.slice(0, 10)) ?? Number.NaN;
}
