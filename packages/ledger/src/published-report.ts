import type { CivilDate } from '@motcua/kernel';
import thuaThienHue2024Q1 from '../data/published/thua-thien-hue-2024-q1.json' with { type: 'json' };
import type { FigureId } from './definitions.ts';
import type { RateId } from './rates.ts';

/** What one row of a published report prints: counts of dossiers and per cents, as far as it prints them. */
export type PublishedFigures = Readonly<Partial<Record<FigureId | RateId, number>>>;

/** The node of a published report that stands for all the others together. */
export const WHOLE = 'all';

/**
 * Báo cáo đã công bố: figures exactly as printed, errors of print included. Nothing in one is ever corrected.
 *
 * `scope`: the authority's code that its totals stand for. `levels`: {@link WHOLE} and the rows under it.
 */
export type PublishedReport = {
  readonly scope: string;
  readonly source: string;
  readonly period: { readonly from: CivilDate; readonly to: CivilDate };
  readonly levels: Readonly<Record<string, PublishedFigures>>;
};

/** The published reports that the project ships, each with its source. */
export const publishedReports: readonly PublishedReport[] = [
  { scope: 'H57', source: thuaThienHue2024Q1.source, period: thuaThienHue2024Q1.period, levels: thuaThienHue2024Q1.levels },
];

/** The shipped report of exactly this scope and these dates, or undefined. */
export function publishedReportOf(scope: string, period: { readonly from: CivilDate; readonly to: CivilDate }): PublishedReport | undefined {
  return publishedReports.find((report) => report.scope === scope && report.period.from === period.from && report.period.to === period.to);
}
