import { formatCivilDate } from '@motcua/kernel';
import { schemeLabels } from '@motcua/ledger';
import type { PeriodsAnswer } from '../periods/list-periods.ts';
import { textTable } from './text-table.ts';
import { LINE_MAX, wrap } from './text.ts';

/** The periods of a year for officials: what to write for --period, the name with its dates, and the period before. */
export function renderPeriods({ scheme, year, periods }: PeriodsAnswer): string {
  const row = ({ id, label, previous }: PeriodsAnswer['periods'][number]) => [label, id, previous];
  const sections = [
    periods.filter(({ unit }) => unit === 'month'), periods.filter(({ unit }) => unit === 'quarter'),
    periods.filter(({ unit }) => unit !== 'month' && unit !== 'quarter'),
  ].map((part) => part.map(row));
  return [
    `CÁC KỲ BÁO CÁO NĂM ${year}`, ...wrap(`Cách chia kỳ: ${scheme}, ${schemeLabels[scheme]}.`, LINE_MAX, '  '), '',
    ...textTable({ headings: ['Kỳ', '--period', 'kỳ trước'], sections, firstColumnMax: 60 }), '',
    ...wrap(note(periods), LINE_MAX, '  '),
  ].join('\n');
}

function note(periods: PeriodsAnswer['periods']): string {
  const [first] = periods;
  return `Hai ngày đều thuộc kỳ; năm bắt đầu ngày ${formatCivilDate(first?.from ?? '')}. Kỳ trước của 6 tháng, 9 tháng và năm là kỳ cùng tên của năm trước.`;
}
