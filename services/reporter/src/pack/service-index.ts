import { percentText } from '@motcua/documents';
import type { Cell, Column, FormDocument, Row, Table } from '@motcua/documents';
import { indicatorDefinitions, indicatorOf, levelLabel } from '@motcua/ledger';
import type { IndicatorDefinition } from '@motcua/ledger';
import { LEVEL_ORDER, linesOf } from './edition-rows.ts';
import type { Counts } from './edition-rows.ts';
import { paperOf } from './pack.ts';
import type { Pack } from './pack.ts';
import { distanceIn, distanceText } from './targets.ts';

/** Bộ chỉ số 766: the indicators that events can feed, by their numbers in the decision. */
const INDEX = [
  ['2.1', 'portalOnTime'], ['3.3', 'portalOnline'], ['3.6', 'portalFeePaidOnline'], ['4.1', 'portalElectronicResult'], ['4.2', 'portalDigitized'], ['4.3', 'portalReused'],
  ['5.2', 'portalFeedbackOnTime'], ['5.4', 'portalNotOverdue'],
] as const;

/** The shares that reform plans set targets for. */
const PLANS = [['1', 'onTimeShare'], ['2', 'onlineShare'], ['3', 'paymentsOnlineShare'], ['3a', 'proceduresPaidOnlineShare'], ['4', 'satisfiedShare'], ['5', 'slipsSignedShare']] as const;

type Numbered = readonly (readonly [number: string, indicator: string])[];

/** Chỉ số phục vụ người dân, doanh nghiệp: each with numerator, denominator, points and target, for the whole and level by level. */
export function serviceIndexForm(pack: Pack): FormDocument {
  return {
    ...paperOf(pack, ['CHỈ SỐ PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP TRONG GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH']),
    parts: [
      indicatorTable(pack, { name: 'Quyết định 766', caption: 'Các chỉ số của Quyết định 766/QĐ-TTg tính được từ sự kiện hồ sơ', of: INDEX, hasPoints: true }),
      indicatorTable(pack, { name: 'Chỉ tiêu kế hoạch', caption: 'Các chỉ tiêu của kế hoạch cải cách hành chính', of: PLANS, hasPoints: false }),
    ],
    notes: [
      'Tỷ lệ làm tròn đến hai chữ số thập phân; ô trống: không có gì để chia. Khoảng cách là tỷ lệ trừ chỉ tiêu, tính bằng điểm phần trăm.',
      'Tử số và mẫu số đều đếm theo ngày của sự việc, nên kết quả có sau kỳ giải quyết có thể làm tỷ lệ vượt 100%. Chỉ số chưa rõ điểm tối đa thì để trống điểm.',
      'Chỉ tiêu 3a đếm thủ tục, không đếm hồ sơ; thủ tục giải quyết ở nhiều cấp được tính một lần trong phần toàn bộ. Thủ tục đã triển khai mà trong kỳ chưa ai thanh toán trực tuyến thì sự kiện không cho biết.',
      'Chỉ số 5.2: trên số phản ánh, kiến nghị đã xử lý và số đang xử lý đã quá hạn.',
      'Chỉ số 5.4: mới trừ tỷ lệ hồ sơ quá hạn, chưa trừ tỷ lệ hồ sơ có phản ánh, kiến nghị, nên có thể cao hơn chỉ số của Quyết định. Sổ không ghi phản ánh, kiến nghị là về hồ sơ nào, vì mã hồ sơ sẽ cho biết ai phản ánh.',
    ],
  };
}

/** A sentence for each rate of the plans that has a target. */
export function targetSentences(pack: Pack): readonly string[] {
  return PLANS.flatMap(([, id]) => {
    const { definition, ratePercent, target } = indicatorIn(pack, id, undefined);
    const distance = target && distanceText({ ...target, targetPercent: target.percent });
    return ratePercent === null || distance === undefined ? [] : [`${definition.label} là ${percentText(ratePercent)}, ${distance}.`];
  });
}

/** `hasPoints`: of the decree; plans give none. */
function indicatorTable(pack: Pack, { name, caption, of, hasPoints }: { readonly name: string; readonly caption: string; readonly of: Numbered; readonly hasPoints: boolean }): Table {
  const levels = LEVEL_ORDER.filter((level) => linesOf(pack.content, 'level').rows.some(({ node }) => node === level));
  const headings: readonly Column[] = [
    { id: 'number', label: 'Chỉ số', kind: 'text', width: 7 }, { id: 'indicator', label: 'Tên chỉ số', kind: 'text', width: 40 },
    { id: 'numerator', label: 'Tử số', kind: 'integer' }, { id: 'denominator', label: 'Mẫu số', kind: 'integer' }, { id: 'rate', label: 'Tỷ lệ', kind: 'percent' },
    ...(hasPoints ? [{ id: 'maximumPoints', label: 'Điểm tối đa', kind: 'integer' }, { id: 'points', label: 'Điểm', kind: 'decimal' }] as const : []),
    { id: 'target', label: 'Chỉ tiêu', kind: 'percent' }, { id: 'distance', label: 'Khoảng cách', kind: 'decimal' }, { id: 'source', label: 'Cách tính', kind: 'text', width: 40 },
  ];
  const section = (label: string, level: string | undefined): readonly Row[] => [
    { cells: headings.map((_, index) => index === 0 ? '' : index === 1 ? label : null), emphasis: 'subtotal' },
    ...of.map(([number, id]): Row => ({ cells: [number, ...indicatorCells(indicatorIn(pack, id, level), hasPoints)], indent: 1 })),
  ];
  return { type: 'table', name, caption, headings, rows: [...section('Toàn bộ', undefined), ...levels.flatMap((level) => section(levelLabel(level), level))] };
}

type Counted = ReturnType<typeof indicatorIn>;

function indicatorCells({ definition, numerator, denominator, ratePercent, points, target }: Counted, hasPoints: boolean): readonly Cell[] {
  return [
    definition.label, numerator, denominator, ratePercent, ...(hasPoints ? [definition.maximumPoints ?? null, points] : []), target?.percent ?? null, target?.differencePoints ?? null, definition.source,
  ];
}

/**
 * An indicator of a level, or of all, and its target.
 *
 * @throws TypeError for an indicator that there is not.
 */
function indicatorIn(pack: Pack, id: string, level: string | undefined) {
  // What an edition defines itself is counted by its own definition.
  const definition: IndicatorDefinition<string> | undefined = [...pack.content.definitions.indicators, ...indicatorDefinitions].find((one) => one.id === id);
  if (definition === undefined) throw new TypeError(`There is no indicator ${id}`);
  const counted = indicatorOf<string>(definition, countsIn(pack, definition.rule, level), pack.facts.proceduresIn(id, level));
  return { ...counted, definition, target: distanceIn(pack, id, counted.ratePercent) };
}

/** The edition's figures of a level, or of all, in the book of a rule, and the facts; what has no row is 0. */
function countsIn({ content, facts }: Pack, rule: string, level: string | undefined): Counts {
  const { rows, total } = linesOf(content, 'level', rule);
  if (level === undefined) return { ...total, ...facts.total };
  const zeros = Object.fromEntries([...Object.keys(total), ...Object.keys(facts.total)].map((id) => [id, 0]));
  return { ...zeros, ...rows.find(({ node }) => node === level)?.counts, ...facts.byLevel.get(level) };
}
