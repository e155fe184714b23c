import { formatCivilDate } from '@motcua/kernel';
import { rowLabel } from '@motcua/ledger';
import type { IndicatorCell, IndicatorTable } from '../indicators/read-indicators.ts';
import { definitionsNote } from './definitions-note.ts';
import { FIRST_COLUMN_MAX, rowHeading } from './figures-text.ts';
import { sourcesText, TARGET_HEADINGS } from './targets-text.ts';
import { textTable } from './text-table.ts';
import { asOfText, LINE_MAX, percentText, pointsText, scopeText, signed, wrap } from './text.ts';

const HEADINGS = ['Tử số', 'Mẫu số', 'Tỷ lệ %', 'Điểm', ...TARGET_HEADINGS] as const;

/**
 * Chỉ số for officials, in Vietnamese: all of them of the whole scope, or one of them row by row; at most 120 columns wide, without a
 * line break at the end.
 */
export function renderIndicators(table: IndicatorTable): string {
  const { scope, period, until, asOf, definitions, rows, total, by } = table;
  const [only, another] = definitions;
  const single = another === undefined ? only : undefined;
  const cut = until === period.to ? '' : `, cắt ở cuối ngày ${formatCivilDate(until)}`;
  const sections = single === undefined
    ? [definitions.map(({ id, label }) => [label, ...cells(total.indicators[id])])]
    : [rows.map((row) => [rowLabel(row), ...cells(row.indicators[single.id])]), [['Tổng cộng', ...cells(total.indicators[single.id])]]];
  return [
    single === undefined ? 'CHỈ SỐ CỦA KỲ' : single.label.toLocaleUpperCase('vi'),
    ...wrap(`${scopeText(scope)} · kỳ ${period.id}, từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)}${cut}`, LINE_MAX, '  '),
    asOfText(asOf), '',
    ...textTable({ headings: [single === undefined ? 'Chỉ số' : rowHeading(by), ...HEADINGS], sections, firstColumnMax: single === undefined ? LABEL_MAX : FIRST_COLUMN_MAX }), '',
    ...targetLines(table), ...definitionsNote(definitions.map(({ id }) => id)),
  ].join('\n');
}

const LABEL_MAX = 46;

function cells(cell: IndicatorCell | undefined): readonly string[] {
  if (cell === undefined) return HEADINGS.map(() => '');
  const { numerator, denominator, ratePercent, points, target } = cell;
  return [signed(numerator), signed(denominator), percentText(ratePercent), percentText(points), percentText(target?.percent ?? null), pointsText(target?.differencePoints)];
}

/** Each document that sets a target which is shown. */
function targetLines({ total }: IndicatorTable): readonly string[] {
  const sources = sourcesText(Object.values(total.indicators).flatMap(({ target }) => (target === null ? [] : [target])));
  return sources.length === 0 ? [] : [...sources, ''];
}
