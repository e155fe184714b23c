import { plus } from './definitions.ts';
import type { FigureId, FigureSum } from './definitions.ts';

/** What question a rate answers; rates of one kind may be taken for one another, so each is shown with its definition. */
export const RATE_KINDS = ['on-time', 'online', 'resolved'] as const;
export type RateKind = (typeof RATE_KINDS)[number];

/** How every rate is rounded for show. */
export const RATE_ROUNDING = 'half up to two decimals';

/**
 * Tỷ lệ: derived from counts when it is shown, rounded; no denominator, no rate. Plain JSON, so that an edition can carry it.
 *
 * `version`: whoever changes numerator, denominator, rounding or rule gives the next one. `isDefault`: what is answered when a rate
 * of its kind is asked for without a name; one of each kind.
 */
export type RateDefinition<Id extends string = string> = {
  readonly id: string;
  readonly version: number;
  readonly kind: RateKind;
  readonly isDefault: boolean;
  /** Tên tỷ lệ, as printed. */
  readonly label: string;
  readonly numerator: FigureSum<Id>;
  readonly denominator: FigureSum<Id>;
  readonly rounding: typeof RATE_ROUNDING;
  /** The lateness rule in whose book both are counted; without one, the rule that the question names. */
  readonly rule?: string;
  readonly source: string;
};

const REPORT = 'Báo cáo công tác cải cách hành chính hằng quý, mục Kết quả giải quyết TTHC';
const HALF_UP = { version: 1, rounding: RATE_ROUNDING } as const;
const ON_TIME = { ...HALF_UP, kind: 'on-time', isDefault: false } as const;

/** The rate that the service index gives points for. */
export const portalOnTimeRate = {
  ...ON_TIME, id: 'onTimeReceivedPortalPercent', label: 'Tỷ lệ đúng hạn trên hồ sơ tiếp nhận, theo quy tắc của Cổng Dịch vụ công quốc gia', rule: 'portal-766',
  // What is unfinished at the period's end counts as if it ended then.
  numerator: plus('resolvedOnTime', 'withinLimit'), denominator: plus('resolved', 'closingReceived'),
  source: 'Quyết định 766/QĐ-TTg năm 2022, chỉ số 2.1; sổ diễn giải: hồ sơ đã giải quyết trong kỳ và hồ sơ chưa xong cuối kỳ, không tính hồ sơ rút và dừng xử lý',
} as const satisfies RateDefinition<FigureId>;

/**
 * The rates; the on-time rate in the seven ways in which real reports count it, of which the last is two rates. A reading of
 * somebody's practice says that it is one.
 */
export const rateDefinitions = [
  { ...HALF_UP, id: 'onlineRatePercent', kind: 'online', isDefault: true, label: 'Tỷ lệ nộp trực tuyến', numerator: plus('receivedOnline'), denominator: plus('received'), source: REPORT },
  { ...HALF_UP, id: 'resolvedRatePercent', kind: 'resolved', isDefault: true, label: 'Tỷ lệ đã giải quyết trên tiếp nhận', numerator: plus('resolved'), denominator: plus('received'), source: REPORT },
  {
    ...ON_TIME, id: 'onTimeRatePercent', isDefault: true, label: 'Tỷ lệ trước hạn và đúng hạn trên đã giải quyết',
    numerator: plus('resolvedOnTime'), denominator: plus('resolved'), source: REPORT,
  },
  {
    ...ON_TIME, id: 'onTimeWithOthersPercent', label: 'Tỷ lệ đúng hạn, tính cả hồ sơ rút và hồ sơ không có hạn trả là đúng hạn',
    numerator: plus('resolvedOnTime', 'resolvedUndated', 'withdrawnAfterReception'), denominator: plus('resolved', 'withdrawnAfterReception'),
    source: 'Cách làm của một số phần mềm một cửa (sổ diễn giải theo thực tế, không theo một văn bản): hồ sơ rút sau tiếp nhận và hồ sơ không có hạn trả nằm trong cột đúng hạn',
  },
  {
    ...ON_TIME, id: 'onTimeDuePercent', label: 'Tỷ lệ đúng hạn trên hồ sơ đến hạn trong kỳ',
    numerator: plus('resolvedOnTime'), denominator: plus('resolvedOnTime', 'fellOverdue'),
    source: 'Cách tính thấy ở báo cáo của tỉnh Vĩnh Phúc; sổ diễn giải "đến hạn trong kỳ" là giải quyết trước hạn và đúng hạn trong kỳ cộng lỡ hạn trong kỳ',
  },
  {
    ...ON_TIME, id: 'notLatePercent', label: 'Tỷ lệ không trễ trên hồ sơ tiếp nhận mới và kỳ trước chuyển sang',
    numerator: plus('openingReceived', 'received', '-overdue', '-resolvedLate'), denominator: plus('openingReceived', 'received'),
    source: 'Cách tính thấy ở báo cáo của tỉnh Gia Lai (sổ diễn giải): 1 trừ tỷ lệ quá hạn, đang và đã giải quyết, trên hồ sơ tiếp nhận mới và kỳ trước chuyển sang',
  },
  portalOnTimeRate,
  {
    ...ON_TIME, id: 'onTimeReceivedPercent', label: 'Tỷ lệ trước hạn và đúng hạn trên tiếp nhận trong kỳ',
    numerator: plus('resolvedOnTime'), denominator: plus('received'), source: 'Nghị định 61/2018/NĐ-CP, Điều 30; sổ diễn giải cả tử số và mẫu số là của cùng kỳ',
  },
  {
    ...ON_TIME, id: 'earlyRatePercent', label: 'Tỷ lệ trước hạn trên đã giải quyết',
    numerator: plus('resolvedEarly'), denominator: plus('resolved'), source: 'Biểu II.06a/VPCP/KSTT, cột (8) trên cột (7); cách một số báo cáo in riêng trước hạn và đúng hạn',
  },
  {
    ...ON_TIME, id: 'onDueDateRatePercent', label: 'Tỷ lệ đúng hạn (trong ngày đến hạn) trên đã giải quyết',
    numerator: plus('resolvedOnDueDate'), denominator: plus('resolved'), source: 'Biểu II.06a/VPCP/KSTT, cột (9) trên cột (7); cách một số báo cáo in riêng trước hạn và đúng hạn',
  },
] as const satisfies readonly RateDefinition<FigureId>[];

/** The id of one of {@link rateDefinitions}. */
export type RateId = (typeof rateDefinitions)[number]['id'];

/** The rates that stand in every row of a table of figures; the others are asked for by name. */
export type RowRateId = 'onlineRatePercent' | 'resolvedRatePercent' | 'onTimeRatePercent';
export const rowRates: readonly (RateDefinition<FigureId> & { readonly id: RowRateId })[] = rateDefinitions.filter(isRowRate);

/** The rate that is meant when one of a kind is asked for without a name; undefined when the list has none of the kind. */
export function defaultRateOf<Rate extends RateDefinition>(kind: RateKind, rates: readonly Rate[]): Rate | undefined {
  return rates.find((rate) => rate.kind === kind && rate.isDefault);
}

function isRowRate<Rate extends { readonly id: RateId }>(rate: Rate): rate is Rate & { readonly id: RowRateId } {
  const names: readonly RateId[] = ['onlineRatePercent', 'resolvedRatePercent', 'onTimeRatePercent'] satisfies readonly RowRateId[];
  return names.includes(rate.id);
}
