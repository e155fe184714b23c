import type { FigureId } from './definitions.ts';
import { percent } from './figures.ts';
import type { Figures } from './figures.ts';

/**
 * Chỉ số chấm điểm: a rate between two sums of figures of one node, which earns points. It is counted in the book of a lateness
 * rule of its own and derived when it is shown, never stored.
 */
export type IndicatorDefinition = {
  readonly id: string;
  readonly version: number;
  /** Tên chỉ số, as printed. */
  readonly label: string;
  /** The lateness rule whose book the figures are read from. */
  readonly rule: string;
  readonly numerator: readonly FigureId[];
  readonly denominator: readonly FigureId[];
  /** The points of 100 per cent. */
  readonly maximumPoints: number;
  readonly source: string;
};

/** What a node achieves: dossiers, per cent and points with two decimals; no rate and no points where there is nothing to divide by. */
export type Indicator = { readonly numerator: number; readonly denominator: number; readonly ratePercent: number | null; readonly points: number | null };

/** Chỉ số: every indicator that is derived from figures. */
export const indicatorDefinitions = [
  {
    id: 'portalOnTime', version: 1, label: 'Tỷ lệ hồ sơ xử lý đúng hạn', rule: 'portal-766',
    // What is unfinished at the period's end counts as if it ended then.
    numerator: ['resolvedOnTime', 'withinLimit'], denominator: ['resolved', 'closingReceived'],
    maximumPoints: 20, source: 'Quyết định 766/QĐ-TTg năm 2022, chỉ số 2.1',
  },
] as const satisfies readonly IndicatorDefinition[];

/** The id of one of {@link indicatorDefinitions}. */
export type IndicatorId = (typeof indicatorDefinitions)[number]['id'];

/** @param figures - Of a node and period, in the book of the definition's rule. */
export function indicatorOf({ numerator, denominator, maximumPoints }: IndicatorDefinition, figures: Figures): Indicator {
  const [part, whole] = [sumOf(numerator, figures), sumOf(denominator, figures)];
  return { numerator: part, denominator: whole, ratePercent: percent(part, whole), points: points(part, whole, maximumPoints) };
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

function sumOf(ids: readonly FigureId[], figures: Figures): number {
  return ids.reduce((sum, id) => sum + figures[id], 0);
}
