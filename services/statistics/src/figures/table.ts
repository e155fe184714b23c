import { CHANNELS, LEVELS, UNKNOWN } from '@motcua/dossier';
import type { AsOf, AuthorityName, FieldName, NodeSum, ProcedureName } from '@motcua/database';
import { addDays } from '@motcua/kernel';
import type { CivilDate, Period } from '@motcua/kernel';
import { figuresOf, ratesOf } from '@motcua/ledger';
import type { Dimension, Figures, Rates, Sum } from '@motcua/ledger';
import { figureLinks } from './links.ts';
import type { FigureLinks } from './links.ts';
import { countedDays } from './query.ts';
import type { FiguresQuery } from './query.ts';

/** What a row stands for; which members it has depends on what the table is split by. `name`: null when never declared. */
export type RowHead = {
  readonly level?: string;
  readonly authority?: string;
  readonly field?: string;
  readonly procedure?: string;
  readonly channel?: string;
  readonly day?: string;
  readonly name?: string | null;
};

/** Every figure and every rate of one node, and where they open. By day, opening and closing are those of the day. */
export type FiguresRow = RowHead & FiguresCells;
type FiguresCells = Figures & Rates & { readonly links: FigureLinks };

/** Bảng số liệu của kỳ: one table of the period, cut at the end of the day `until`, and as of which position of the log it is. */
export type FiguresTable = {
  readonly scope: string;
  readonly period: Period;
  readonly until: CivilDate;
  /** The day whose structure every dossier stands in, if one was asked for. */
  readonly structureOn?: CivilDate;
  readonly asOf: AsOf;
  readonly by: Dimension;
  readonly rule: string;
  readonly rows: readonly FiguresRow[];
  /** The whole scope over the whole period; its flows are those of the rows together. */
  readonly total: FiguresCells;
};

/** Names for the codes of a table; a table needs only those that its rows have. */
export type Names = {
  readonly authorities: ReadonlyMap<string, AuthorityName>;
  readonly procedures: ReadonlyMap<string, ProcedureName>;
  readonly fields: ReadonlyMap<string, FieldName>;
};

/** The table of a query from the sums that the ledger has for it. Pure. */
export function figuresTable(query: FiguresQuery, asOf: AsOf, sums: readonly NodeSum[], names: Names): FiguresTable {
  const { scope, period, by, rule, structureOn } = query;
  const days = countedDays(query);
  const linked: Linked = (row) => figureLinks(query, asOf, row);
  const rows = by === 'day' ? dayRows(sums, days, linked) : nodeRows(sums, by, names, linked);
  return { scope, period, until: days.to, ...(structureOn === undefined ? {} : { structureOn }), asOf, by, rule, rows, total: { ...lines(sums, by), links: linked() } };
}

/** Where a row opens. */
type Linked = (row?: string) => FigureLinks;

function lines(sums: Iterable<Sum>, by: Dimension): Figures & Rates {
  const figures = figuresOf(sums, by);
  return { ...figures, ...ratesOf(figures) };
}

function nodeRows(sums: readonly NodeSum[], by: Exclude<Dimension, 'day'>, names: Names, linked: Linked): readonly FiguresRow[] {
  const nodes = Map.groupBy(sums, ({ node }) => node);
  return [...nodes.keys()]
    .map((node) => ({ node, rank: rankOf(by, node, names) }))
    .toSorted((a, b) => a.rank - b.rank || (a.node < b.node ? -1 : 1))
    .map(({ node }) => ({ ...headOf(by, node, names), ...lines(nodes.get(node) ?? [], by), links: linked(node) }));
}

function headOf(by: Exclude<Dimension, 'day'>, node: string, names: Names): RowHead {
  switch (by) {
    case 'level': return { level: node };
    case 'authority': return { authority: node, name: names.authorities.get(node)?.name ?? null, level: names.authorities.get(node)?.level ?? UNKNOWN };
    case 'field': return { field: node, name: names.fields.get(node)?.name ?? null };
    case 'procedure': return { procedure: node, name: names.procedures.get(node)?.name ?? null, field: names.procedures.get(node)?.field ?? UNKNOWN };
    case 'channel': return { channel: node };
  }
}

/** Province, district, commune; then by code; whatever is unknown stands last. */
function rankOf(by: Exclude<Dimension, 'day'>, node: string, names: Names): number {
  switch (by) {
    case 'level': return rank(LEVELS, node);
    case 'authority': return rank(LEVELS, names.authorities.get(node)?.level ?? UNKNOWN);
    case 'channel': return rank(CHANNELS, node);
    case 'field': case 'procedure': return node === UNKNOWN ? 1 : 0;
  }
}

function rank(order: readonly string[], value: string): number {
  return order.includes(value) ? order.indexOf(value) : order.length;
}

/** Each day opens with what the day before closed with, also a day on which nothing happened. */
function dayRows(sums: readonly NodeSum[], { from, to }: Pick<Period, 'from' | 'to'>, linked: Linked): readonly FiguresRow[] {
  const days = Map.groupBy(sums, ({ node }) => node);
  const stock = new Map<string, Sum>();
  const rows: FiguresRow[] = [];
  for (const sum of days.get('') ?? []) addTo(stock, sum);
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const sum of days.get(day) ?? []) addTo(stock, sum);
    rows.push({ day, ...lines(stock.values(), 'day'), links: linked(day) });
    for (const [key, sum] of stock) stock.set(key, { ...sum, opening: sum.opening + sum.flow, flow: 0 });
  }
  return rows;
}

/** The sums of one kind may come in parts: from the base book and from what another rule has otherwise. */
function addTo(stock: Map<string, Sum>, sum: Sum): void {
  const before = stock.get(kindKey(sum)) ?? { ...sum, opening: 0, flow: 0 };
  stock.set(kindKey(sum), { ...before, opening: before.opening + sum.opening, flow: before.flow + sum.flow });
}

function kindKey(sum: Sum): string {
  return `${sum.class} ${sum.cause} ${sum.side} ${sum.channel}`;
}
