import { CHANNELS, LEVELS, UNKNOWN } from '@motcua/dossier';
import type { Dimension } from './definitions.ts';

/** What a row of a table stands for; which members it has depends on what the table is split by. `name`: null when never declared. */
export type RowHead = {
  readonly level?: string;
  readonly authority?: string;
  readonly field?: string;
  readonly procedure?: string;
  readonly channel?: string;
  readonly day?: string;
  readonly name?: string | null;
};

/** What is known of a row's code: the name that was declared for the period's end, null when never declared; the level of its last day on which one was declared; `field` of a procedure. */
export type CodeFacts = { readonly name?: string | null; readonly level?: string; readonly field?: string };

/** A row before it has its head. `node`: a level, a code or a channel. */
export type HeadlessRow = CodeFacts & { readonly node: string };

/** The head of a row of a table that is not by day. */
export function rowHead(by: Exclude<Dimension, 'day'>, { node, name = null, level = UNKNOWN, field = UNKNOWN }: HeadlessRow): RowHead {
  switch (by) {
    case 'level': return { level: node };
    case 'authority': return { authority: node, name, level };
    case 'field': return { field: node, name };
    case 'procedure': return { procedure: node, name, field };
    case 'channel': return { channel: node };
  }
}

/** In the order in which a table shows them: province, district, commune; channels in theirs; then by code, and whatever is unknown last. */
export function rowsInOrder<Row extends HeadlessRow>(by: Exclude<Dimension, 'day'>, rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => ({ row, rank: rankOf(by, row) })).toSorted((a, b) => a.rank - b.rank || (a.row.node < b.row.node ? -1 : 1)).map(({ row }) => row);
}

function rankOf(by: Exclude<Dimension, 'day'>, { node, level = UNKNOWN }: HeadlessRow): number {
  switch (by) {
    case 'level': return rank(LEVELS, node);
    case 'authority': return rank(LEVELS, level);
    case 'channel': return rank(CHANNELS, node);
    case 'field': case 'procedure': return node === UNKNOWN ? 1 : 0;
  }
}

function rank(order: readonly string[], value: string): number {
  return order.includes(value) ? order.indexOf(value) : order.length;
}
