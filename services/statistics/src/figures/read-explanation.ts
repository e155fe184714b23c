import { legsOf, sumsOf } from '@motcua/database';
import type { CellLinks } from '@motcua/http';
import { definitions, factDefinitions, figuresOf, isFactId } from '@motcua/ledger';
import type { Definition, FactDefinition, FactId } from '@motcua/ledger';
import type { KnownSnapshot } from './as-of.ts';
import { cellLegs } from './cell.ts';
import type { FigureCell } from './cell.ts';
import { eventsShown } from './event-rows.ts';
import type { EventRow, FigureEvents } from './event-rows.ts';
import { readFigures } from './read-figures.ts';
import { readFigureDossiers, readFigureEvents } from './read-members.ts';
import { rowLinks } from './table.ts';
import type { FiguresRow, FiguresTable } from './table.ts';

/** A dossier behind a number, and the last event that brought it there; null when the log does not have it. */
export type ExplainedDossier = { readonly dossier: string; readonly amount: number; readonly broughtBy: EventRow | null };

/**
 * One number of a table with what is behind it: `value` is what the table has, and `dossiers`, or else `events`, are the first of those
 * that it counts. `isAll`: there are no more. `links`: where the whole lists are.
 */
export type Explanation = Pick<FiguresTable, 'scope' | 'period' | 'until' | 'asOf' | 'by' | 'rule'> & {
  readonly row: FiguresRow | undefined;
  readonly figure: FigureCell['figure'];
  readonly label: string;
  readonly definition: Definition | FactDefinition;
  readonly value: number;
  readonly links: CellLinks;
  readonly isAll: boolean;
  readonly dossiers?: readonly ExplainedDossier[];
  readonly events?: readonly EventRow[];
};

/** Whether there is another page is told, where it begins is not. */
const NONE = { write: () => '' };

export type ExplanationOptions = { readonly limit: number; readonly list: 'dossiers' | 'events' };

/**
 * Reads a number and the first of what is behind it, within a snapshot.
 *
 * @param log - Where the events are read.
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readExplanation(snapshot: KnownSnapshot, log: FigureEvents, cell: FigureCell, { limit, list }: ExplanationOptions): Promise<Explanation> {
  const { figure } = cell;
  const { scope, period, until, asOf, by, rule, rows, total } = await readFigures(snapshot, cell.table);
  const row = cell.row === undefined ? undefined : rows.find((one) => one[by] === cell.row);
  const definition = [...definitions, ...factDefinitions].find(({ id }) => id === figure);
  if (definition === undefined) throw new RangeError(`there is no figure ${figure}`);
  const value = isFactId(figure) ? await factOf(snapshot, cell, figure) : cell.row === undefined ? total[figure] : row?.[figure] ?? 0;
  const links = rowLinks(cell.table, snapshot.asOf, cell.row);
  const listed = list === 'dossiers' ? await dossiersOf(snapshot, log, cell, limit) : await eventsOf(snapshot, log, cell, limit);
  return {
    scope, period, until, asOf, by, rule, row, figure, label: definition.label, definition, value,
    links: { dossiers: links.dossiers.replace('{figure}', figure), events: links.events.replace('{figure}', figure) }, ...listed,
  };
}

async function factOf(snapshot: KnownSnapshot, cell: FigureCell, fact: FactId): Promise<number> {
  const { row, table: { by } } = cell;
  const sums = await sumsOf(snapshot.tx, cellLegs(cell, snapshot));
  return figuresOf(row === undefined || by === 'day' ? sums : sums.filter(({ node }) => node === row), by, { figures: factDefinitions })[fact];
}

async function dossiersOf(snapshot: KnownSnapshot, log: FigureEvents, cell: FigureCell, limit: number): Promise<Pick<Explanation, 'dossiers' | 'isAll'>> {
  const { dossiers, next } = await readFigureDossiers(snapshot, cell, { limit, cursors: NONE });
  const legs = await legsOf(snapshot.tx, cellLegs(cell, snapshot), dossiers.map(({ dossier }) => dossier));
  const events = Map.groupBy(await eventsShown(log, legs, snapshot.asOf), ({ dossier }) => dossier);
  return { dossiers: dossiers.map((member) => ({ ...member, broughtBy: lastOf(events.get(member.dossier) ?? []) })), isAll: next === null };
}

async function eventsOf(snapshot: KnownSnapshot, log: FigureEvents, cell: FigureCell, limit: number): Promise<Pick<Explanation, 'events' | 'isAll'>> {
  const { events, next } = await readFigureEvents(snapshot, log, cell, { limit, cursors: NONE });
  return { events, isAll: next === null };
}

/** Of the legs that add to the figure and were not taken back, the one with the latest day; among those of a day the last to become known. */
function lastOf(events: readonly EventRow[]): EventRow | null {
  return events.filter(({ amount, inverted }) => amount > 0 && !inverted)
    .reduce<EventRow | null>((last, event) => last === null || event.effectiveOn >= last.effectiveOn ? event : last, null);
}
