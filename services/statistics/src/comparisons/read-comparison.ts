import { scopeParts, standingsOf, WHOLE_COUNTRY } from '@motcua/database';
import type { CellLinks } from '@motcua/http';
import { followsOn } from '@motcua/kernel';
import type { Period } from '@motcua/kernel';
import { changesOf, eachTargetOnce, figuresOf, pairsOf, rateDistancesOf, ratesOf, rowRates } from '@motcua/ledger';
import type { Changes, Dimension, Figures, Pair, RateDistance, Rates, RateTarget, RowHead, RowRateId } from '@motcua/ledger';
import type { KnownSnapshot } from '../figures/as-of.ts';
import { readFigures } from '../figures/read-figures.ts';
import { rowTargets } from '../figures/table.ts';
import type { FiguresRow, FiguresTable } from '../figures/table.ts';
import { mappingOf } from './mapping.ts';
import type { Declared, Mapping } from './mapping.ts';
import { absenceOf, isEmpty } from './presence.ts';
import type { Absence, Standings } from './presence.ts';
import type { ComparisonQuery } from './query.ts';

/** Where the two sides of a row open; null where it is not there. */
export type ComparisonLinks = { readonly before: CellLinks | null; readonly after: CellLinks | null };

/** Every line of a row in both periods, and of each rate how far it was from the target of its own period; null where none is set or the row is not there. */
export type ComparedLines = Changes & Readonly<Record<RowRateId, { readonly distance: { readonly before: RateDistance | null; readonly after: RateDistance | null } }>>;

/** `absent`: why the row is not there in one of them. */
export type ComparisonRow = RowHead & ComparedLines & { readonly absent: Absence | null; readonly links: ComparisonLinks };

/** So sánh hai kỳ: a table of figures of two periods side by side, as of one position. */
export type Comparison = Pick<FiguresTable, 'scope' | 'asOf' | 'rule'> & {
  readonly by: Exclude<Dimension, 'day'>;
  readonly before: Period;
  readonly after: Period;
  /** Whether the later period begins on the day after the earlier one ends: then its opening stocks are the closing stocks of that. */
  readonly followsOn: boolean;
  readonly mapping: Mapping | null;
  /** Those that the rates of either period are measured against. */
  readonly targets: readonly RateTarget[];
  readonly rows: readonly ComparisonRow[];
  readonly total: ComparedLines & { readonly links: ComparisonLinks };
};

/**
 * Reads both periods within one snapshot.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readComparison(snapshot: KnownSnapshot, query: ComparisonQuery): Promise<Comparison> {
  const { scope, period } = query.after;
  const tables = { before: await readFigures(snapshot, query.before), after: await readFigures(snapshot, query.after) };
  const standings = { before: await standingsOf(snapshot.tx, scope, query.before.period, snapshot.upTo), after: await standingsOf(snapshot.tx, scope, period, snapshot.upTo) };
  const mapping = query.mapped ? mappingOf(await declared(snapshot, scope), { from: query.before.period.from, to: period.to }, period.to) : null;
  return comparisonOf(query, tables, standings, mapping);
}

type Tables = { readonly before: FiguresTable; readonly after: FiguresTable };

/** The comparison from the tables of both periods. Pure. */
export function comparisonOf(query: ComparisonQuery, tables: Tables, standings: Standings, mapping: Mapping | null): Comparison {
  const { before, after } = query;
  const { scope, rule, asOf, total } = tables.after;
  const rows = pairsOf(tables.before.rows, tables.after.rows, (row) => rowKey(after.by, row)).flatMap((pair) => rowOf(query, pair, standings));
  return {
    scope, before: before.period, after: after.period, followsOn: followsOn(before.period, after.period), asOf, by: after.by, rule, mapping,
    targets: eachTargetOnce([...tables.before.targets, ...tables.after.targets]),
    rows, total: { ...comparedLines(query, { before: tables.before.total, after: total }), links: { before: tables.before.total.links, after: total.links } },
  };
}

/** Nothing for a row in which nothing counts in either period. */
function rowOf(query: ComparisonQuery, { key, before, after }: Pair<FiguresRow>, standings: Standings): readonly ComparisonRow[] {
  const { by } = query.after;
  if (isEmpty(before) && isEmpty(after)) return [];
  const absent = absenceOf(by, key, { before, after }, standings) ?? null;
  const side = (row: FiguresRow | undefined, name: Absence['side']): Figures & Rates | undefined => absent?.side === name ? undefined : row ?? nothing(by);
  return [{
    ...headOf(after ?? before), ...comparedLines(query, { before: side(before, 'before'), after: side(after, 'after') }, key), absent,
    links: { before: before?.links ?? null, after: after?.links ?? null },
  }];
}

type Compared = { readonly [Side in 'before' | 'after']: (Figures & Rates) | undefined };

/** @param key - Of the row; the whole scope without one. */
function comparedLines(query: ComparisonQuery, { before, after }: Compared, key?: string): ComparedLines {
  const distancesAt = (side: keyof Compared, row: Rates | undefined) => row && rateDistancesOf(rowTargets(query[side], key), ratesIn(row));
  const [changes, then, now] = [changesOf(before, after), distancesAt('before', before), distancesAt('after', after)];
  const rates = rowRates.map(({ id }) => [id, { ...changes[id], distance: { before: then?.[id] ?? null, after: now?.[id] ?? null } }] as const);
  return { ...changes, ...Object.fromEntries(rates) as Pick<ComparedLines, RowRateId> };
}

function ratesIn(row: Rates): Rates {
  return Object.fromEntries(rowRates.map(({ id }) => [id, row[id]])) as Rates;
}

/** A row that a table does not have, although what it stands for was there. */
function nothing(by: Dimension): Figures & Rates {
  const figures = figuresOf([], by);
  return { ...figures, ...ratesOf(figures) };
}

/** What the row is called in the later period if it is there. */
function headOf(row: FiguresRow | undefined): RowHead {
  const names = ['level', 'authority', 'field', 'procedure', 'channel', 'name'] as const satisfies readonly (keyof RowHead)[];
  return Object.fromEntries(names.flatMap((name) => row?.[name] === undefined ? [] : [[name, row[name]]]));
}

function rowKey(by: Exclude<Dimension, 'day'>, row: RowHead): string {
  return row[by] ?? '';
}

async function declared({ tx, upTo }: KnownSnapshot, scope: string): Promise<Declared> {
  const inScope = await standingsOf(tx, scope, ALL_TIME, upTo);
  return { inScope, everywhere: await standingsOf(tx, WHOLE_COUNTRY, ALL_TIME, upTo), isWithin: (code) => isWithin(scope, code) };
}

/** On days without a declaration a code belongs to the scopes that it begins with. */
function isWithin(scope: string, code: string): boolean {
  return scopeParts(scope).some((part) => part === WHOLE_COUNTRY || code === part || code.startsWith(`${part}.`));
}

const ALL_TIME = { from: '0001-01-01', to: '9999-12-31' } as const;
