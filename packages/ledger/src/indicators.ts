import { ratePartsOf } from './figures.ts';
import type { Figures } from './figures.ts';
import type { FigureId } from './definitions.ts';
import { portalOnTimeRate } from './rates.ts';
import type { RateDefinition, RateId } from './rates.ts';

/**
 * Chỉ số chấm điểm: a rate that earns points. It is counted in the book of the rate's lateness rule and derived when it is
 * shown, never stored.
 */
export type IndicatorDefinition = {
  readonly id: string;
  readonly version: number;
  /** Tên chỉ số, as printed. */
  readonly label: string;
  /** The definition that it takes its share from; `rule`, `numerator` and `denominator` are that one's. */
  readonly rate: RateId;
  readonly rule: string;
  readonly numerator: RateDefinition<FigureId>['numerator'];
  readonly denominator: RateDefinition<FigureId>['denominator'];
  /** The points of 100 per cent. */
  readonly maximumPoints: number;
  readonly source: string;
};

/** What a node achieves: dossiers, per cent and points with two decimals; no rate and no points where there is nothing to divide by. */
export type Indicator = { readonly numerator: number; readonly denominator: number; readonly ratePercent: number | null; readonly points: number | null };

/** Chỉ số: every indicator that is derived from figures. */
export const indicatorDefinitions = [
  {
    id: 'portalOnTime', version: 1, label: 'Tỷ lệ hồ sơ xử lý đúng hạn', rate: portalOnTimeRate.id, rule: portalOnTimeRate.rule,
    numerator: portalOnTimeRate.numerator, denominator: portalOnTimeRate.denominator, maximumPoints: 20, source: 'Quyết định 766/QĐ-TTg năm 2022, chỉ số 2.1',
  },
] as const satisfies readonly IndicatorDefinition[];

/** The id of one of {@link indicatorDefinitions}. */
export type IndicatorId = (typeof indicatorDefinitions)[number]['id'];

/** @param figures - Of a node and period, in the book of the definition's rule. */
export function indicatorOf(definition: IndicatorDefinition, figures: Figures): Indicator {
  const { numerator, denominator, percent } = ratePartsOf(definition, figures);
  return { numerator, denominator, ratePercent: percent, points: points(numerator, denominator, definition.maximumPoints) };
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
