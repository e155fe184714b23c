/** Ngày làm việc quy đổi: elapsed and exceeded time is told in days of 8 hours, however long the days were. */
export const WORKING_DAY_MINUTES = 8 * 60;

/**
 * `2 ngày 3 giờ`, `15 phút`, `0 phút`: in days of 8 hours, without the parts that are zero.
 *
 * @param minutes - A whole number ≥ 0.
 */
export function formatWorkingDuration(minutes: number): string {
  const [days, hours] = [Math.floor(minutes / WORKING_DAY_MINUTES), Math.floor((minutes % WORKING_DAY_MINUTES) / 60)];
  const parts = [[days, 'ngày'], [hours, 'giờ'], [minutes % 60, 'phút']] as const;
  const told = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return told.length === 0 ? '0 phút' : told.join(' ');
}
