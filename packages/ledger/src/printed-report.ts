import type { FigureId } from './definitions.ts';
import { WHOLE } from './published-report.ts';
import type { PublishedFigures, PublishedReport } from './published-report.ts';
import { rateDefinitions } from './rates.ts';
import type { RateId } from './rates.ts';

/** Dòng của báo cáo: a count or a rate that a report may print for a node. */
export type LineId = FigureId | RateId;

/**
 * One node of a printed report: a level, a province, a unit. Counts are whole numbers >= 0, rates per cent, those below 0 that
 * {@link maybeNegative} names; what is not printed is missing.
 *
 * `id`: unique in the report. `parent`: the id of the node of which this one is a part; null at the top. The nodes under one
 * parent are taken for all of its parts. `decimals`: of rates whose trailing zeros are known to have been printed.
 */
export type PrintedNode = {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly figures: PublishedFigures;
  readonly decimals?: Readonly<Partial<Record<RateId, number>>>;
};

/** Whether a rate may be below 0: whether its definition takes counts off. */
export function maybeNegative(rate: RateId): boolean {
  return rateDefinitions.some(({ id, numerator }) => id === rate && numerator.some(({ sign }) => sign < 0));
}

/** Số liệu đã in: a tree of nodes of any names and any depth, in the order in which they are printed; no node is its own ancestor. */
export type PrintedReport = { readonly nodes: readonly PrintedNode[] };

/** A flat published report as a tree: its whole, and the rows under it. */
export function printedReportOf({ levels }: Pick<PublishedReport, 'levels'>): PrintedReport {
  const hasWhole = levels[WHOLE] !== undefined;
  return {
    nodes: Object.entries(levels).map(([id, figures]) => ({ id, name: id, parent: hasWhole && id !== WHOLE ? WHOLE : null, figures })),
  };
}
