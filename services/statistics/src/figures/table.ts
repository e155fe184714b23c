import type { AsOf, AuthorityName, FieldName, NodeSum, ProcedureName } from '@motcua/database';
import { cellLinks } from '@motcua/http';
import type { CellLinks } from '@motcua/http';
import { addDays } from '@motcua/kernel';
import type { CivilDate, Period } from '@motcua/kernel';
import { eachTargetOnce, figuresOf, rateDistancesOf, ratesOf, rateTargetsOf, rowHead, rowRates, rowsInOrder, shippedTargets } from '@motcua/ledger';
import type { CodeFacts, Dimension, Figures, RateDistance, Rates, RateTarget, RowHead, RowRateId, Sum } from '@motcua/ledger';
import { countedDays } from './query.ts';
import type { FiguresQuery } from './query.ts';

/** Every figure and every rate of one node, and where they open. By day, opening and closing are those of the day. */
export type FiguresRow = RowHead & FiguresCells;
type FiguresCells = Figures & Rates & { readonly distances: RateDistances; readonly links: CellLinks };

/** How far each rate of a row is from its target; null without one. */
export type RateDistances = Readonly<Record<RowRateId, RateDistance | null>>;

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
  /** Those that the rates of the rows and of the total are measured against. */
  readonly targets: readonly RateTarget[];
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
  const whole = rowTargets(query);
  const targetsAt = (node: string): readonly RateTarget[] => by === 'authority' ? rowTargets(query, node) : whole;
  const cells = (own: Iterable<Sum>, targets: readonly RateTarget[], node?: string): FiguresCells => ({ ...lines(own, by, targets), links: rowLinks(query, asOf, node) });
  const rows = by === 'day' ? dayRows(sums, days, (own, day) => cells(own, whole, day)) : nodeRows(sums, by, names, (own, node) => cells(own, targetsAt(node), node));
  return {
    scope, period, until: days.to, ...(structureOn === undefined ? {} : { structureOn }), asOf, by, rule,
    targets: eachTargetOnce([...whole, ...rows.flatMap(({ authority }) => authority === undefined ? [] : targetsAt(authority))]), rows, total: cells(sums, whole),
  };
}

/** Where a row opens; without one, the whole scope. */
export function rowLinks({ scope, period, by, rule, until, structureOn }: FiguresQuery, { position }: AsOf, row?: string): CellLinks {
  return cellLinks({ scope, period: period.id, scheme: period.scheme, by, rule, until, structureOn, row, asOf: position });
}

/** What the rates of a row are measured against; of the whole without one. */
export function rowTargets({ scope, by, period }: Pick<FiguresQuery, 'scope' | 'by' | 'period'>, row?: string, rates: readonly string[] = ROW_RATES): readonly RateTarget[] {
  return rateTargetsOf(shippedTargets, { rates, scope, authority: by === 'authority' ? row : undefined, on: period.to });
}

const ROW_RATES = rowRates.map(({ id }) => id);

function lines(sums: Iterable<Sum>, by: Dimension, targets: readonly RateTarget[]): Omit<FiguresCells, 'links'> {
  const figures = figuresOf(sums, by);
  const rates = ratesOf(figures);
  return { ...figures, ...rates, distances: rateDistancesOf(targets, rates) };
}

/** A row for every node that has sums, in order, with what is made of its sums. */
export function nodeRows<S extends NodeSum, Cells>(
  sums: readonly S[], by: Exclude<Dimension, 'day'>, names: Names, cellsOf: (own: readonly S[], node: string) => Cells,
): readonly (RowHead & Cells)[] {
  const nodes = Map.groupBy(sums, ({ node }) => node);
  return rowsInOrder(by, [...nodes].map(([node, own]) => ({ node, ...factsOf(by, node, names), own })))
    .map(({ own, ...row }) => ({ ...rowHead(by, row), ...cellsOf(own, row.node) }));
}

function factsOf(by: Exclude<Dimension, 'day'>, node: string, { authorities, fields, procedures }: Names): CodeFacts {
  switch (by) {
    case 'authority': return authorities.get(node) ?? {};
    case 'field': return fields.get(node) ?? {};
    case 'procedure': return procedures.get(node) ?? {};
    case 'level': case 'channel': return {};
  }
}

/** Each day opens with what the day before closed with, also a day on which nothing happened. */
function dayRows(sums: readonly NodeSum[], { from, to }: Pick<Period, 'from' | 'to'>, cells: (own: Iterable<Sum>, day: string) => FiguresCells): readonly FiguresRow[] {
  const days = Map.groupBy(sums, ({ node }) => node);
  const stock = new Map<string, Sum>();
  const rows: FiguresRow[] = [];
  for (const sum of days.get('') ?? []) addTo(stock, sum);
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const sum of days.get(day) ?? []) addTo(stock, sum);
    rows.push({ day, ...cells(stock.values(), day) });
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
