/** Ngày làm việc quy đổi: elapsed and exceeded time is told in days of 8 hours, however long the days were. */
export const WORKING_DAY_MINUTES = 8 * 60;

/** Whole numbers; hours 0–7, minutes 0–59. */
export type WorkingDuration = { readonly days: number; readonly hours: number; readonly minutes: number };

/**
 * Takes working minutes apart into days of 8 hours, hours and minutes.
 *
 * @param minutes - A whole number ≥ 0.
 */
export function workingDuration(minutes: number): WorkingDuration {
  return { days: Math.floor(minutes / WORKING_DAY_MINUTES), hours: Math.floor((minutes % WORKING_DAY_MINUTES) / 60), minutes: minutes % 60 };
}

/** `2 ngày 3 giờ`, `15 phút`, `0 phút`: in days of 8 hours, without the parts that are zero. */
export function formatWorkingDuration(minutes: number): string {
  const duration = workingDuration(minutes);
  const parts = [[duration.days, 'ngày'], [duration.hours, 'giờ'], [duration.minutes, 'phút']] as const;
  const told = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return told.length === 0 ? '0 phút' : told.join(' ');
}
