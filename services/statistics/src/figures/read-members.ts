import { assertScope, legBatches, legsPage, memberBatches, membersOf } from '@motcua/database';
import type { AsOf, LegKey, Member } from '@motcua/database';
import type { ListSource } from '../lists/whole-list.ts';
import { pageOf } from '../paging.ts';
import type { Cursors } from '@motcua/http';
import type { CountId } from '@motcua/ledger';
import type { KnownSnapshot } from './as-of.ts';
import { cellLegs, figureShown } from './cell.ts';
import type { FigureCell } from './cell.ts';
import { eventsShown } from './event-rows.ts';
import type { EventRow, FigureEvents } from './event-rows.ts';
import { keyOfLeg } from './leg-key.ts';
import { pin } from './pinned-key.ts';

/** What is said of the figure above a page of what is behind it. */
type Opened = { readonly asOf: AsOf; readonly figure: CountId; readonly label: string; readonly version: number; readonly next: string | null };
export type DossiersAnswer = Opened & { readonly dossiers: readonly Member[] };
export type EventsAnswer = Opened & { readonly events: readonly EventRow[] };

/** Which page of a list. */
type Page<Key> = { readonly after?: Key | undefined; readonly limit: number; readonly cursors: Pick<Cursors, 'write'> };

/** The columns of the list of dossiers as CSV. */
export const memberColumns = ['dossier', 'amount'] as const;

/**
 * A page of the dossiers behind a number, by code. Over all pages their amounts add up to it.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readFigureDossiers({ tx, asOf, upTo }: KnownSnapshot, cell: FigureCell, { after, limit, cursors }: Page<string>): Promise<DossiersAnswer> {
  await assertScope(tx, cell.table.scope, upTo);
  const { page, next } = pageOf(await membersOf(tx, { ...cellLegs(cell, { asOf, upTo }), after, limit: limit + 1 }), limit, cursors, ({ dossier }) => pin(asOf.position, [dossier]));
  return { asOf, ...figureShown(cell.figure), dossiers: page, next };
}

/** All of them, for a list that is given whole. */
export async function allFigureDossiers({ tx, asOf, upTo }: KnownSnapshot, cell: FigureCell): Promise<ListSource> {
  await assertScope(tx, cell.table.scope, upTo);
  return { asOf, definition: definitionOf(cell), batches: memberBatches(tx, cellLegs(cell, { asOf, upTo })) };
}

/**
 * A page of the legs behind a number, each with the event that it follows from. Over all pages their amounts add up to it.
 *
 * @param log - Where the events are read.
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readFigureEvents({ tx, asOf, upTo }: KnownSnapshot, log: FigureEvents, cell: FigureCell, { after, limit, cursors }: Page<LegKey>): Promise<EventsAnswer> {
  await assertScope(tx, cell.table.scope, upTo);
  const { page, next } = pageOf(await legsPage(tx, { ...cellLegs(cell, { asOf, upTo }), after, limit: limit + 1 }), limit, cursors, (leg) => pin(asOf.position, keyOfLeg(leg)));
  return { asOf, ...figureShown(cell.figure), events: await eventsShown(log, page, asOf), next };
}

/** All of them, for a list that is given whole. */
export async function allFigureEvents({ tx, asOf, upTo }: KnownSnapshot, cell: FigureCell, log: FigureEvents): Promise<ListSource> {
  await assertScope(tx, cell.table.scope, upTo);
  const legs = legBatches(tx, cellLegs(cell, { asOf, upTo }));
  return { asOf, definition: definitionOf(cell), batches: (async function* () {
    for await (const batch of legs) yield eventsShown(log, batch, asOf);
  })() };
}

function definitionOf({ figure }: FigureCell): string {
  return `${figure}@${figureShown(figure).version}`;
}
