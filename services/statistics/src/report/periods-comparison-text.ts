import { formatCivilDate } from '@motcua/kernel';
import { definitions, levelLabel, periodLabel, rowLabel, rowRates } from '@motcua/ledger';
import type { CountChange, FigureId, RateChange, RowRateId } from '@motcua/ledger';
import type { MappedAuthority, Mapping, Place, Target } from '../comparisons/mapping.ts';
import type { ComparedLines, Comparison, ComparisonRow } from '../comparisons/read-comparison.ts';
import { ruleLabel } from '../labels.ts';
import { definitionsNote } from './definitions-note.ts';
import { sourcesText } from './targets-text.ts';
import { textTable } from './text-table.ts';
import { asOfText, changeText, count, LINE_MAX, percentText, pointsText, scopeText, wrap } from './text.ts';

const COUNTS = ['received', 'receivedOnline', 'resolved', 'resolvedOnTime', 'resolvedLate', 'inProgress', 'awaitingReception'] as const satisfies readonly FigureId[];
const RATES = ['onlineRatePercent', 'onTimeRatePercent'] as const satisfies readonly RowRateId[];

/** The widest that names and lines may be. */
const LABEL_MAX = 60;

/** So sánh hai kỳ for officials, in Vietnamese: at most 120 columns wide, without a line break at the end. */
export function renderPeriodsComparison(comparison: Comparison): string {
  const { scope, before, after, rule, asOf, rows, total, mapping } = comparison;
  const table = textTable({
    headings: ['Chỉ tiêu', 'Kỳ so sánh', 'Kỳ báo cáo', '+/−', '%'],
    sections: [...rows.map((row) => section(rowLabel(row), row)), section('Tổng cộng', total)],
    firstColumnMax: LABEL_MAX,
  });
  return [
    'SO SÁNH HAI KỲ BÁO CÁO',
    ...wrap(`${scopeText(scope)} · đơn vị: hồ sơ`, LINE_MAX),
    `Kỳ báo cáo: ${periodLabel(after)}`, `Kỳ so sánh: ${periodLabel(before)}`,
    `Quy tắc tính hạn: ${ruleLabel(rule)} (${rule})`,
    asOfText(asOf),
    ...(mapping === null ? [] : wrap(mappedSentence(mapping), LINE_MAX)), '', ...table, '', ...notes(comparison).flatMap((note) => wrap(note, LINE_MAX, '  ')),
    ...sourcesText(comparison.targets.filter(({ rate }) => RATES.some((id) => id === rate))), ...definitionsNote([...COUNTS, ...RATES]),
  ].join('\n');
}

/** The lines of one row of the comparison, under its name. */
function section(name: string, changes: ComparedLines): readonly (readonly string[])[] {
  return [
    [name, '', '', '', ''],
    ...COUNTS.map((id) => [`  ${labelOf(id)}`, ...countCells(changes[id])]),
    ...RATES.flatMap((id) => [[`  ${labelOf(id)}, %`, ...rateCells(changes[id])], ...distanceLines(changes[id])]),
  ];
}

function countCells({ before, after, difference, percentChange }: CountChange): readonly string[] {
  return [shown(before), shown(after), changeText(difference), percentChange === null ? '–' : `${changeText(percentChange, grouped)} %`];
}

/** A rate has no growth in per cent of itself: that column is for counts. */
function rateCells({ before, after, differencePoints }: RateChange): readonly string[] {
  return [percentText(before), percentText(after), differencePoints === null ? '–' : `${changeText(differencePoints, percentText)} điểm %`, ''];
}

/** Under a rate: the target of each period and how far the rate was from it; nothing where neither period has one. */
function distanceLines({ distance: { before, after } }: ComparedLines[RowRateId]): readonly (readonly string[])[] {
  if (before === null && after === null) return [];
  return [
    ['    chỉ tiêu được giao, %', percentText(before?.targetPercent ?? null), percentText(after?.targetPercent ?? null), '', ''],
    ['    hơn, kém chỉ tiêu, điểm %', pointsText(before?.differencePoints), pointsText(after?.differencePoints), '', ''],
  ];
}

function shown(value: number | null): string {
  return value === null ? '–' : count(value);
}

/** `3.150,00`: growth has no end, unlike a rate. */
function grouped(size: number): string {
  return percentText(size).replace(/^\d+/, (whole) => count(Number(whole)));
}

function labelOf(id: FigureId | RowRateId): string {
  return [...definitions, ...rowRates].find((definition) => definition.id === id)?.label ?? id;
}

function notes({ rows, mapping, followsOn }: Comparison): readonly string[] {
  return [
    ...rows.flatMap(absenceSentence),
    ...(mapping?.authorities ?? []).map(mappedText),
    ...(followsOn ? ['Kỳ báo cáo nối liền kỳ so sánh: số chuyển sang đầu kỳ là số còn lại cuối kỳ so sánh.'] : []),
    '"%" là mức tăng giảm so với kỳ so sánh; "điểm %" (điểm phần trăm) là hiệu của hai tỷ lệ. Dấu – là không có để so sánh.',
  ];
}

function mappedSentence({ on, authorities }: Mapping): string {
  return `Đã quy đổi: hồ sơ của cả hai kỳ tính theo tổ chức ngày ${formatCivilDate(on)}, ${authorities.length} cơ quan được tính ở nơi khác với trước đây.`;
}

function mappedText({ from, into, leavesRest }: MappedAuthority): string {
  const rest = !leavesRest ? [] : [into.length === 0 ? 'không còn, chưa biết cơ quan kế thừa' : 'phần còn lại chưa biết cơ quan kế thừa'];
  return `Quy đổi: ${placeText(from)} → ${[...into.map(targetText), ...rest].join('; ')}.`;
}

function targetText({ fields = [], receivingUnits = [], ...place }: Target): string {
  const parts = [...(fields.length === 0 ? [] : [`lĩnh vực ${fields.join(', ')}`]), ...(receivingUnits.length === 0 ? [] : [`tại ${receivingUnits.join(', ')}`])];
  return parts.length === 0 ? placeText(place) : `${placeText(place)} với ${parts.join(' ')}`;
}

function placeText({ code, name, level, inScope }: Place): string {
  return `${code}${name === null ? '' : ` ${name}`} (${levelLabel(level).toLowerCase()}${inScope ? '' : ', ngoài phạm vi'})`;
}

function absenceSentence(row: ComparisonRow): readonly string[] {
  if (row.absent === null) return [];
  const { because, on } = row.absent;
  const day = on === null ? '' : formatCivilDate(on);
  return because === 'ended' ? [`${rowLabel(row)}: chỉ có đến hết ngày ${day}, không còn trong kỳ báo cáo.`] : [`${rowLabel(row)}: có từ ngày ${day}, chưa có trong kỳ so sánh.`];
}
