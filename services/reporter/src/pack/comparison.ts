import { decimalText, integerText, percentText } from '@motcua/documents';
import type { Cell, FormDocument, Part, Row, Table } from '@motcua/documents';
import { countChange, levelLabel, periodTitle, rateChange, ratesOf } from '@motcua/ledger';
import type { EditionContent, FigureId, RateDistance, RateId } from '@motcua/ledger';
import { LEVEL_ORDER, linesOf } from './edition-rows.ts';
import type { Counts } from './edition-rows.ts';
import { paperOf } from './pack.ts';
import type { OtherPeriod, Pack } from './pack.ts';
import { rateDistanceIn } from './targets.ts';

/** The lines of the comparison, with the words of the report. */
const LINES = [
  { figure: 'received', label: 'Tiếp nhận trong kỳ' }, { figure: 'receivedOnline', label: 'Trong đó nộp trực tuyến' }, { rate: 'onlineRatePercent', label: 'Tỷ lệ nộp trực tuyến' },
  { figure: 'resolved', label: 'Đã giải quyết' }, { figure: 'resolvedOnTime', label: 'Trước hạn và đúng hạn' }, { figure: 'resolvedLate', label: 'Quá hạn' },
  { rate: 'onTimeRatePercent', label: 'Tỷ lệ trước hạn và đúng hạn' }, { figure: 'closingReceived', label: 'Đang giải quyết cuối kỳ' },
  { figure: 'overdue', label: 'Đang giải quyết, quá hạn' }, { figure: 'awaitingReception', label: 'Chờ tiếp nhận cuối kỳ' },
] as const satisfies readonly ({ readonly label: string } & ({ readonly figure: FigureId } | { readonly rate: RateId }))[];

/** How the periods to compare with are called. */
const NAMES = { previous: { name: 'Kỳ trước', with: 'kỳ trước' }, last_year: { name: 'Cùng kỳ năm trước', with: 'cùng kỳ năm trước' } } as const satisfies Record<OtherPeriod['kind'], object>;

/** So sánh với kỳ trước và cùng kỳ năm trước: each from the edition that stood when this one was made; where there was none, that is said. */
export function comparisonForm(pack: Pack): FormDocument {
  return {
    ...paperOf(pack, ['SO SÁNH VỚI KỲ TRƯỚC VÀ CÙNG KỲ NĂM TRƯỚC']), orientation: 'portrait',
    parts: pack.others.flatMap((other): readonly Part[] => other.content === undefined
      ? [{ type: 'paragraphs', heading: headingOf(other), texts: [noneSentence(other)] }]
      : [comparisonTable(pack, other, other.content)]),
    notes: ['Chênh lệch tỷ lệ tính bằng điểm phần trăm, từ các tỷ lệ như đã in; ô trống: không có gì để chia.', 'So với chỉ tiêu là tỷ lệ trừ chỉ tiêu của kỳ ấy, bằng điểm phần trăm; số âm là chưa đạt.'],
  };
}

/** A sentence for each period to compare with. */
export function comparisonSentences(pack: Pack): readonly string[] {
  return pack.others.map((other) => {
    if (other.content === undefined) return noneSentence(other);
    const [before, after] = [linesOf(other.content, 'level').total, linesOf(pack.content, 'level').total];
    const rate = rateChange(rateIn(other.content, before, 'onTimeRatePercent'), rateIn(pack.content, after, 'onTimeRatePercent'));
    const counts = [['tiếp nhận', 'received'], ['đã giải quyết', 'resolved'], ['đang giải quyết quá hạn', 'overdue']] as const;
    const said = counts.map(([words, id]) => `số hồ sơ ${words} ${movedText(before[id] ?? 0, after[id] ?? 0)}`).join('; ');
    const onTime = rate.differencePoints === null ? '' : `; tỷ lệ đúng hạn ${rate.differencePoints === 0 ? 'không đổi' : `${rate.differencePoints > 0 ? 'tăng' : 'giảm'} ${decimalText(Math.abs(rate.differencePoints), 2)} điểm phần trăm`}`;
    return `So với ${NAMES[other.kind].with} (${periodTitle(other.period)}), ${said}${onTime}.`;
  });
}

function movedText(before: number, after: number): string {
  const { difference, percentChange } = countChange(before, after);
  if (difference === 0) return `không đổi (${integerText(after)})`;
  return `${difference > 0 ? 'tăng' : 'giảm'} ${integerText(Math.abs(difference))}${percentChange === null ? '' : ` (${percentText(Math.abs(percentChange))})`}`;
}

function headingOf({ kind, period, edition }: OtherPeriod): string {
  return `${NAMES[kind].name}: ${periodTitle(period)}${edition === undefined ? '' : ` (ấn bản ${edition})`}`;
}

function noneSentence({ kind, period }: OtherPeriod): string {
  return `Chưa có ấn bản của ${NAMES[kind].with} (${periodTitle(period)}) khi chốt kỳ này, nên không so sánh.`;
}

function comparisonTable({ content }: Pack, other: OtherPeriod, before: EditionContent): Table {
  const [then, now] = [linesOf(before, 'level'), linesOf(content, 'level')];
  const levels = LEVEL_ORDER.filter((level) => [...then.rows, ...now.rows].some(({ node }) => node === level));
  const rowsOf = (was: Counts | undefined, is: Counts | undefined): readonly Row[] => LINES.flatMap((line) => {
    if (!('rate' in line)) return [{ cells: [line.label, ...countCells(was?.[line.figure], is?.[line.figure])], indent: 1 }];
    const [earlier, later] = [was && rateIn(before, was, line.rate), is && rateIn(content, is, line.rate)];
    const distances = [rateDistanceIn(before, line.rate, earlier ?? null), rateDistanceIn(content, line.rate, later ?? null)];
    return [{ cells: [line.label, ...rateCells(earlier, later)], indent: 1 }, ...targetRows(distances)];
  });
  const section = (label: string, was: Counts | undefined, is: Counts | undefined): readonly Row[] => [{ cells: [label, null, null, null, null], emphasis: 'subtotal' }, ...rowsOf(was, is)];
  return {
    type: 'table', name: NAMES[other.kind].name, caption: headingOf(other), unit: 'Đơn vị tính: hồ sơ, %, điểm phần trăm',
    headings: [
      { id: 'line', label: 'Chỉ tiêu', kind: 'text', width: 34 }, { id: 'before', label: periodTitle(other.period), kind: 'integer' }, { id: 'after', label: 'Kỳ này', kind: 'integer' },
      { id: 'difference', label: 'Chênh lệch', kind: 'integer' }, { id: 'change', label: 'Tăng, giảm (%)', kind: 'percent' },
    ],
    rows: [...levels.flatMap((level) => section(levelLabel(level), find(then.rows, level), find(now.rows, level))), ...section('Tổng cộng', then.total, now.total)],
  };
}

function find(rows: readonly { readonly node: string; readonly counts: Counts }[], level: string): Counts | undefined {
  return rows.find(({ node }) => node === level)?.counts;
}

/** A level without a row has no dossiers. */
function countCells(was = 0, is = 0): readonly Cell[] {
  const { difference, percentChange } = countChange(was, is);
  return [was, is, difference, percentChange];
}

function rateCells(was: number | null = null, is: number | null = null): readonly Cell[] {
  const { differencePoints } = rateChange(was, is);
  return [{ kind: 'percent', value: was }, { kind: 'percent', value: is }, { kind: 'decimal', value: differencePoints }, null];
}

/** How far the rate of either period was from the target of that period, which the name of the row tells; nothing where neither has one. */
function targetRows(distances: readonly (RateDistance | null)[]): readonly Row[] {
  const targets = [...new Set(distances.flatMap((distance) => distance === null ? [] : [percentText(distance.targetPercent)]))];
  if (targets.length === 0) return [];
  return [{ cells: [`So với chỉ tiêu ${targets.join(' và ')}`, ...distances.map((distance): Cell => ({ kind: 'decimal', value: distance?.differencePoints ?? null })), null, null], indent: 2 }];
}

/** By the edition's own definition; null where it has none. */
export function rateIn({ definitions }: EditionContent, counts: Counts, id: RateId): number | null {
  return ratesOf<string>(counts, { rates: definitions.rates.filter((rate) => rate.id === id) })[id] ?? null;
}
