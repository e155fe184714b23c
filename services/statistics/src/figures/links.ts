import type { AsOf } from '@motcua/database';
import type { FiguresQuery } from './query.ts';

/** Where the cells of a row open: RFC 6570 templates; `{figure}` stands for the id of a figure of the row. */
export type FigureLinks = { readonly dossiers: string; readonly events: string };

/**
 * The links of a row of a table, pinned to what the table is as of: they give the members of what was shown, whatever is recorded later.
 *
 * @param row - A level, a code, a channel or a day; without one the whole scope.
 */
export function figureLinks({ scope, period, by, rule, until, structureOn }: FiguresQuery, { position }: AsOf, row?: string): FigureLinks {
  const asked = { scope, period: period.id, scheme: period.scheme, by, rule, until, structureOn, row, asOf: String(position) };
  const query = Object.entries(asked).flatMap(([name, value]) => value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]).join('&');
  return { dossiers: `/v1/figures/{figure}/dossiers?${query}`, events: `/v1/figures/{figure}/events?${query}` };
}
