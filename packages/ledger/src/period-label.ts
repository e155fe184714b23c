import { formatCivilDate, periodName } from '@motcua/kernel';
import type { Period, PeriodName, PeriodScheme } from '@motcua/kernel';

/** `Quý I năm 2024 (15/12/2023–14/03/2024)`. */
export function periodLabel(period: Period): string {
  const dates = `${formatCivilDate(period.from)}–${formatCivilDate(period.to)}`;
  return periodName(period) === undefined ? dates : `${periodTitle(period)} (${dates})`;
}

/** `Quý I năm 2024`; of a free range `từ 15/12/2023 đến hết 14/03/2024`. */
export function periodTitle(period: Period): string {
  const name = periodName(period);
  return name === undefined ? `từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)}` : titleOf(name);
}

/** How a scheme cuts the year, for officials. */
export const schemeLabels = {
  'vpcp-15-14': 'từ ngày 15 tháng trước đến hết ngày 14, theo báo cáo kiểm soát thủ tục hành chính',
  calendar: 'theo tháng dương lịch',
  free: 'hai ngày tự chọn',
} as const satisfies Record<PeriodScheme, string>;

const ROMAN = ['I', 'II', 'III', 'IV'] as const;

function titleOf({ unit, year, number }: PeriodName): string {
  switch (unit) {
    case 'month': return `Tháng ${number} năm ${year}`;
    case 'quarter': return `Quý ${ROMAN[number - 1] ?? number} năm ${year}`;
    case 'six_months': return `6 tháng đầu năm ${year}`;
    case 'nine_months': return `9 tháng đầu năm ${year}`;
    case 'year': return `Năm ${year}`;
  }
}
