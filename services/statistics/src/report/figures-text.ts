import { formatCivilDate } from '@motcua/kernel';
import { distanceTo, indicatorOf, rowLabel, rowRates, shippedTargets, tableIndicators, targetOf } from '@motcua/ledger';
import type { Dimension, FigureId, RowRateId } from '@motcua/ledger';
import type { FiguresRow, FiguresTable } from '../figures/table.ts';
import { ruleLabel } from '../labels.ts';
import { definitionsNote } from './definitions-note.ts';
import { targetsText } from './targets-text.ts';
import { textTable } from './text-table.ts';
import { asOfText, count, LINE_MAX, percentText, pointsText, scopeText, wrap } from './text.ts';

/** The columns of the quarterly report, in its order; a heading has at most four short lines, so that the distances from targets have room. */
const COLUMNS: readonly (readonly [FigureId | RowRateId, string])[] = [
  ['received', 'Tiếp\nnhận'], ['receivedOnline', 'Trực\ntuyến'], ['onlineRatePercent', 'Trực\ntuyến\n%'],
  ['resolved', 'Đã\ngiải\nquyết'], ['resolvedOnTime', 'Trước,\nđúng\nhạn'], ['onTimeRatePercent', 'Đúng\nhạn\n%'], ['resolvedLate', 'Quá\nhạn'],
  ['inProgress', 'Đang\ngiải\nquyết'], ['awaitingReception', 'Chờ\ntiếp\nnhận'],
];

/** Over how far the rate before it is from its target. */
const DISTANCE = 'So\nchỉ\ntiêu';

const HEADINGS = {
  level: 'Cấp', authority: 'Cơ quan giải quyết', field: 'Lĩnh vực', procedure: 'Thủ tục hành chính', channel: 'Kênh tiếp nhận', day: 'Ngày',
} as const satisfies Record<Dimension, string>;

/** The widest that the column of a table's rows may be. */
export const FIRST_COLUMN_MAX = 36;

const DISTANCE_NOTE = '"So chỉ tiêu" là tỷ lệ trừ chỉ tiêu, tính bằng điểm phần trăm; số âm là chưa đạt.';

/** The table for officials, in Vietnamese, with the distance of every rate that has a target: at most 120 columns wide, without a line break at the end. */
export function renderFigures(table: FiguresTable): string {
  const measured = COLUMNS.flatMap(([id]) => isRate(id) && table.targets.some(({ rate }) => rate === id) ? [id] : []);
  const lines = textTable({
    headings: [rowHeading(table.by), ...COLUMNS.flatMap(([id, heading]) => measured.some((rate) => rate === id) ? [heading, DISTANCE] : [heading])],
    sections: [table.rows.map((row) => [rowLabel(row), ...cells(row, measured)]), [['Tổng cộng', ...cells(table.total, measured)]]],
    firstColumnMax: FIRST_COLUMN_MAX,
  });
  const shown = table.targets.filter(({ rate }) => measured.some((id) => id === rate));
  return [...tableTitle('KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH', table), '', ...lines, ...(shown.length === 0 ? [] : ['', ...targetsText(shown), DISTANCE_NOTE]), ...indicatorLines(table)].join('\n');
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
function indicatorLines({ rule, total, scope, period }: FiguresTable): readonly string[] {
  return tableIndicators.filter((definition) => definition.rule === rule).flatMap((definition) => {
    const { numerator, denominator, ratePercent, points } = indicatorOf(definition, total);
    const target = targetOf(shippedTargets, { indicator: definition.id, scope, on: period.to });
    const measured = target === undefined ? '' : `; chỉ tiêu được giao ${percentText(target.percent)} %, ${pointsText(distanceTo(target, ratePercent).differencePoints)} điểm phần trăm, theo ${target.source}`;
    const text = `${definition.label} (${definition.source}): ${percentText(ratePercent)} % = ${count(numerator)}/${count(denominator)}, đạt ${percentText(points)} trên ${definition.maximumPoints} điểm${measured}`;
    return ['', ...wrap(text, LINE_MAX, '  ')];
  });
}

/** `measured`: the rates behind which their distance stands. */
function cells(row: Omit<FiguresRow, 'day'>, measured: readonly RowRateId[]): readonly string[] {
  return COLUMNS.flatMap(([id]) => {
    if (!isRate(id)) return [count(row[id])];
    return measured.includes(id) ? [percentText(row[id]), pointsText(row.distances[id]?.differencePoints)] : [percentText(row[id])];
  });
}

function isRate(id: FigureId | RowRateId): id is RowRateId {
  return rowRates.some((rate) => rate.id === id);
}
