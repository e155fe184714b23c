import { formatCivilDate } from '@motcua/kernel';
import { indicatorOf, rowLabel, tableIndicators } from '@motcua/ledger';
import type { Dimension, FigureId, RowRateId } from '@motcua/ledger';
import type { FiguresRow, FiguresTable } from '../figures/table.ts';
import { ruleLabel } from '../labels.ts';
import { definitionsNote } from './definitions-note.ts';
import { textTable } from './text-table.ts';
import { asOfText, count, LINE_MAX, percentText, scopeText, wrap } from './text.ts';

/** The columns of the quarterly report, in its order; a heading has at most three short lines. */
const COLUMNS: readonly (readonly [FigureId | RowRateId, string])[] = [
  ['received', 'Tiếp\nnhận'], ['receivedOnline', 'Trực\ntuyến'], ['onlineRatePercent', 'Trực\ntuyến\n%'],
  ['resolved', 'Đã giải\nquyết'], ['resolvedOnTime', 'Trước,\nđúng hạn'], ['onTimeRatePercent', 'Đúng\nhạn\n%'], ['resolvedLate', 'Quá\nhạn'],
  ['inProgress', 'Đang giải\nquyết'], ['awaitingReception', 'Chờ tiếp\nnhận'],
];

const HEADINGS = {
  level: 'Cấp', authority: 'Cơ quan giải quyết', field: 'Lĩnh vực', procedure: 'Thủ tục hành chính', channel: 'Kênh tiếp nhận', day: 'Ngày',
} as const satisfies Record<Dimension, string>;

/** The widest that the column of a table's rows may be. */
export const FIRST_COLUMN_MAX = 36;

/** The table for officials, in Vietnamese: at most 120 columns wide, without a line break at the end. */
export function renderFigures(table: FiguresTable): string {
  const lines = textTable({
    headings: [rowHeading(table.by), ...COLUMNS.map(([, heading]) => heading)],
    sections: [table.rows.map((row) => [rowLabel(row), ...cells(row)]), [['Tổng cộng', ...cells(table.total)]]],
    firstColumnMax: FIRST_COLUMN_MAX,
  });
  return [...tableTitle('KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH', table), '', ...lines, ...indicatorLines(table)].join('\n');
}

/** The definitions of the printed lines, for under the table. */
export function figuresNote(): string {
  return definitionsNote(COLUMNS.map(([id]) => id)).join('\n');
}

/** What the rows of a table are. */
export function rowHeading(by: Dimension): string {
  return HEADINGS[by];
}

/** What a table shows, of what, under which rule and as of when. */
export function tableTitle(title: string, { scope, period, until, rule, asOf }: Pick<FiguresTable, 'scope' | 'period' | 'until' | 'rule' | 'asOf'>): readonly string[] {
  const cut = until === period.to ? '' : `, cắt ở cuối ngày ${formatCivilDate(until)}`;
  return [
    title,
    ...wrap(`${scopeText(scope)} · kỳ ${period.id}, từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)}${cut} · đơn vị: hồ sơ`, LINE_MAX, '  '),
    `Quy tắc tính hạn: ${ruleLabel(rule)} (${rule})`,
    asOfText(asOf),
  ];
}

/** Chỉ số chấm điểm that are counted in the book of this table's rule. */
function indicatorLines({ rule, total }: FiguresTable): readonly string[] {
  return tableIndicators.filter((definition) => definition.rule === rule).flatMap((definition) => {
    const { numerator, denominator, ratePercent, points } = indicatorOf(definition, total);
    const text = `${definition.label} (${definition.source}): ${percentText(ratePercent)} % = ${count(numerator)}/${count(denominator)}, đạt ${percentText(points)} trên ${definition.maximumPoints} điểm`;
    return ['', ...wrap(text, LINE_MAX, '  ')];
  });
}

function cells(row: Omit<FiguresRow, 'day'>): readonly string[] {
  return COLUMNS.map(([id]) => {
    const value = row[id];
    return isRate(id) ? percentText(value) : count(value ?? 0);
  });
}

function isRate(id: FigureId | RowRateId): boolean {
  return id.endsWith('Percent');
}
