import { ND61 } from '@motcua/dossier';
import { plus } from './definitions.ts';
import type { FigureId, FigureSum } from './definitions.ts';
import { factDefinitions } from './fact-definitions.ts';
import type { FactId } from './fact-definitions.ts';
import { percent, ratePartsOf } from './figures.ts';
import type { LegClass } from './movement.ts';
import { portalOnTimeRate, rateDefinitions } from './rates.ts';
import type { RateId } from './rates.ts';

/** The id of whatever is counted: a line of the quarter's table, or a fact. */
export type CountId = FigureId | FactId;

/**
 * Chỉ số: a share that is measured against a target, and may earn points. It is counted in the book of its lateness rule, facts in
 * their own, and derived when it is shown, never stored.
 */
export type IndicatorDefinition<Id extends string = CountId> = {
  readonly id: string;
  readonly version: number;
  /** Tên chỉ số, as printed. */
  readonly label: string;
  /** The definition that it takes its share from, when a rate has one; `rule`, `numerator` and `denominator` are that one's. */
  readonly rate?: RateId;
  readonly rule: string;
  /** Đếm thủ tục: numerator and denominator are how many procedures there are of which the sum of facts is more than 0; without it they are the sums themselves. */
  readonly countedBy?: 'procedure';
  readonly numerator: FigureSum<Id>;
  readonly denominator: FigureSum<Id>;
  /** The points of 100 per cent; none where it earns none, or nobody has said how many. */
  readonly maximumPoints?: number;
  readonly source: string;
};

/** What a node achieves: per cent and points with two decimals; no rate and no points where there is nothing to divide by. */
export type Indicator = { readonly numerator: number; readonly denominator: number; readonly ratePercent: number | null; readonly points: number | null };

/** The indicators that follow from the quarter's table alone: an edition carries them, and they stand under the table of their rule. */
export const tableIndicators = [
  {
    id: 'portalOnTime', version: 1, label: 'Tỷ lệ hồ sơ xử lý đúng hạn', rate: portalOnTimeRate.id, rule: portalOnTimeRate.rule,
    numerator: portalOnTimeRate.numerator, denominator: portalOnTimeRate.denominator, maximumPoints: 20, source: 'Quyết định 766/QĐ-TTg năm 2022, chỉ số 2.1',
  },
] as const satisfies readonly IndicatorDefinition<FigureId>[];

const READING = 'sổ diễn giải';

/** Chỉ số: every indicator, in the order in which they are shown. */
export const indicatorDefinitions: readonly IndicatorDefinition[] = [
  ...tableIndicators,
  portal('portalOnline', '3.3', 'Tỷ lệ hồ sơ trực tuyến', ['resultElectronicOnline'], plus('resolved'), `${READING}: hồ sơ nộp trực tuyến và có kết quả điện tử, trên hồ sơ đã giải quyết`),
  portal('portalFeePaidOnline', '3.6', 'Tỷ lệ hồ sơ thanh toán trực tuyến', ['feePaidOnline'], facts('feeDue'), `${READING}: trên hồ sơ có nghĩa vụ tài chính`),
  portal('portalElectronicResult', '4.1', 'Tỷ lệ hồ sơ có kết quả điện tử', ['resultElectronic'], plus('resolved'), `${READING}: trên hồ sơ đã giải quyết`),
  portal('portalDigitized', '4.2', 'Tỷ lệ hồ sơ được số hóa thành phần', ['inputDigitized'], plus('received'), `${READING}: trên hồ sơ tiếp nhận trong kỳ`),
  portal('portalReused', '4.3', 'Tỷ lệ khai thác, sử dụng lại dữ liệu số hóa', ['componentsReused'], facts('componentsDigitized'), `${READING}: thành phần dùng lại, trên thành phần ở dạng điện tử`),
  portal('portalFeedbackOnTime', '5.2', 'Tỷ lệ phản ánh, kiến nghị được xử lý đúng hạn', ['feedbackOnTime'], facts('feedbackProcessed', 'feedbackOverdue'), `${READING}: trên số đã xử lý và số đang xử lý đã quá hạn`),
  {
    ...share('portalNotOverdue', 'Mức độ hài lòng, chưa trừ tỷ lệ hồ sơ có phản ánh, kiến nghị', plus('resolved', 'closingReceived', '-resolvedLate', '-overdue'), plus('resolved', 'closingReceived'),
      `Quyết định 766/QĐ-TTg năm 2022, chỉ số 5.4; ${READING}: 100 % trừ tỷ lệ hồ sơ quá hạn; không trừ được tỷ lệ hồ sơ có phản ánh, kiến nghị, vì sổ không ghi phản ánh, kiến nghị là về hồ sơ nào`), rule: portalOnTimeRate.rule,
  },
  ofRate('onTimeShare', 'onTimeRatePercent'),
  ofRate('onlineShare', 'onlineRatePercent'),
  {
    // Paid online is among the payments, so no more procedures are in the numerator than in the denominator.
    ...share('proceduresPaidOnlineShare', 'Tỷ lệ thủ tục có nghĩa vụ tài chính đã có thanh toán trực tuyến', facts('paymentsOnline'), facts('feeDue', 'payments'),
      `Kế hoạch cải cách hành chính, chỉ tiêu triển khai thanh toán trực tuyến; ${READING}: thủ tục có giao dịch thanh toán trực tuyến trong kỳ, trên thủ tục có hồ sơ có nghĩa vụ tài chính hoặc giao dịch nộp phí, lệ phí trong kỳ`),
    countedBy: 'procedure',
  },
  share('paymentsOnlineShare', 'Tỷ lệ giao dịch thanh toán trực tuyến', facts('paymentsOnline'), facts('payments'), 'Kế hoạch cải cách hành chính, chỉ tiêu thanh toán trực tuyến'),
  share('satisfiedShare', 'Tỷ lệ lượt đánh giá hài lòng', facts('ratingsSatisfied'), facts('ratings'), 'Nghị định 61/2018/NĐ-CP, Điều 27; Kế hoạch cải cách hành chính, chỉ tiêu hài lòng'),
  share('slipsSignedShare', 'Tỷ lệ phiếu có chữ ký số', facts('slipsSigned'), facts('slipsOwed'), 'Phụ lục báo cáo cải cách hành chính, mục 3.5.6'),
];

/**
 * What a node achieves by an indicator.
 *
 * @param lines - Of the node and period: figures in the book of the definition's rule, and facts.
 * @param procedures - How many procedures there are in its numerator and denominator; needed where it is `countedBy` procedures, and else not looked at.
 */
export function indicatorOf<Id extends string>(definition: IndicatorDefinition<Id>, lines: Readonly<Record<Id, number>>, procedures?: Pick<Indicator, 'numerator' | 'denominator'>): Indicator {
  const { countedBy, maximumPoints } = definition;
  const counted = countedBy === 'procedure' ? procedures : ratePartsOf(definition, lines);
  if (counted === undefined) throw new TypeError(`Nobody has counted the procedures of ${definition.id}.`);
  const { numerator, denominator } = counted;
  return { numerator, denominator, ratePercent: percent(numerator, denominator), points: maximumPoints === undefined ? null : points(numerator, denominator, maximumPoints) };
}

/** By the classes of their facts, what makes a procedure count in an indicator that is `countedBy` procedures. */
export function factClassesOf(sum: FigureSum<string>): readonly LegClass[] {
  return sum.flatMap(({ figure }) => factDefinitions.find(({ id }) => id === figure)?.terms.flatMap(({ classes }) => classes) ?? []);
}

/**
 * The points that a rate earns: half-up to two decimals, exact in integers; null when there is nothing to divide by.
 *
 * @param maximum - The points of the whole, a whole number.
 */
export function points(numerator: number, denominator: number, maximum: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((numerator * maximum * 200 + denominator) / (2 * denominator)) / 100;
}

function facts(...ids: readonly FactId[]): FigureSum<CountId> {
  return ids.map((figure) => ({ figure, sign: 1 }));
}

function portal(id: string, number: string, label: string, numerator: readonly FactId[], denominator: FigureSum<CountId>, reading: string): IndicatorDefinition {
  return share(id, label, facts(...numerator), denominator, `Quyết định 766/QĐ-TTg năm 2022, chỉ số ${number}; ${reading}`);
}

function share(id: string, label: string, numerator: FigureSum<CountId>, denominator: FigureSum<CountId>, source: string): IndicatorDefinition {
  return { id, version: 1, label, rule: ND61.id, numerator, denominator, source };
}

function ofRate(id: string, rate: RateId): IndicatorDefinition {
  const { label, numerator, denominator, source } = rateDefinitions.find((one) => one.id === rate) ?? portalOnTimeRate;
  return { ...share(id, label, numerator, denominator, source), rate };
}
