import { AppError } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { readEdition } from '@motcua/ledger';
import type { EditionContent, PeriodClosedData } from '@motcua/ledger';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';

/** Ấn bản: what made an edition. `position`, `recordedAt`: of its closing in the log; `closed.position`: as of which it was counted. */
export type Edition = { readonly position: number; readonly recordedAt: string; readonly closed: PeriodClosedData };

/** Which editions; of every scope, scheme or period without one. `after`: the position of the last one of the page before. */
export type EditionsQuery = {
  readonly scope?: string | undefined; readonly scheme?: string | undefined; readonly period?: string | undefined;
  readonly after?: number | undefined; readonly limit: number;
  /** In the order in which they were made, unless told; `after` goes with it. */
  readonly order?: 'newest_first' | undefined;
};

/** A part of an edition: the event that holds it, and how much of the content is in it. */
export type EditionPartSize = { readonly part: number; readonly position: number; readonly bytes: number };

/** A page of editions. */
export async function editionsPage(db: Kysely<ReadModel>, { scope, scheme, period, after, limit, order }: EditionsQuery): Promise<readonly Edition[]> {
  let query = editions(db);
  if (after !== undefined) query = query.where('position', order === undefined ? '>' : '<', after);
  if (scope !== undefined) query = query.where('scope', '=', scope);
  if (scheme !== undefined) query = query.where('scheme', '=', scheme);
  if (period !== undefined) query = query.where('period', '=', period);
  return (await query.orderBy('position', order === undefined ? 'asc' : 'desc').limit(limit).execute()).map(editionOf);
}

/** One edition by its id; undefined when there is none, whatever parts of it are there. */
export async function edition(db: Kysely<ReadModel>, id: string): Promise<Edition | undefined> {
  const row = await editions(db).where('edition', '=', id).executeTakeFirst();
  return row && editionOf(row);
}

/**
 * One edition by its id.
 *
 * @throws AppError `EDITION_UNKNOWN`.
 */
export async function knownEdition(db: Kysely<ReadModel>, id: string): Promise<Edition> {
  const made = await edition(db, id);
  if (made !== undefined) return made;
  throw new AppError('EDITION_UNKNOWN', `There is no edition "${id.slice(0, 160)}": /v1/editions lists those there are.`, { errors: [{ pointer: '/id', detail: 'not known' }] });
}

/**
 * The last edition of a period of a scope: the one that stands.
 *
 * @param upTo - Or that stood when the log was at this position.
 */
export async function standingEdition(
  db: Kysely<ReadModel>, { scope, scheme, period, upTo = Number.MAX_SAFE_INTEGER }: Pick<PeriodClosedData, 'scope' | 'scheme' | 'period'> & { readonly upTo?: number },
): Promise<Edition | undefined> {
  const row = await editions(db).where('scope', '=', scope).where('scheme', '=', scheme).where('period', '=', period).where('position', '<=', upTo)
    .orderBy('number', 'desc').limit(1).executeTakeFirst();
  return row && editionOf(row);
}

/**
 * The edition of a scope that ends on a day: of the same scheme before another, then the one that was made last.
 *
 * @param upTo - Only editions that were in the log up to this position.
 */
export async function editionEnding(
  db: Kysely<ReadModel>, { scope, scheme, on, upTo }: { readonly scope: string; readonly scheme: string; readonly on: CivilDate; readonly upTo: number },
): Promise<Edition | undefined> {
  const found = await editions(db).where('scope', '=', scope).where('to_on', '=', on).where('position', '<=', upTo).orderBy('position', 'desc').execute();
  const row = found.find((one) => one.data.scheme === scheme) ?? found[0];
  return row && editionOf(row);
}

/** The texts of an edition's parts in order: together its content. */
export async function editionTexts(db: Kysely<ReadModel>, { edition: id, sha256 }: Pick<PeriodClosedData, 'edition' | 'sha256'>): Promise<readonly string[]> {
  const rows = await db.selectFrom('edition_part').select('text').where('edition', '=', id).where('sha256', '=', sha256).orderBy('part').execute();
  return rows.map(({ text }) => text);
}

/**
 * The content of an edition that was made.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when its parts do not have the hash that closed it.
 */
export async function editionContentOf(db: Kysely<ReadModel>, { closed }: Pick<Edition, 'closed'>): Promise<EditionContent> {
  return readEdition(await editionTexts(db, closed), closed.sha256);
}

/** The parts of an edition in order. */
export async function editionParts(db: Kysely<ReadModel>, { edition: id, sha256 }: Pick<PeriodClosedData, 'edition' | 'sha256'>): Promise<readonly EditionPartSize[]> {
  return db.selectFrom('edition_part').select(({ fn }) => ['part', 'position', fn<number>('octet_length', ['text']).as('bytes')])
    .where('edition', '=', id).where('sha256', '=', sha256).orderBy('part').execute();
}

/** The last position of a part of an edition that nobody has made; undefined when there is none. */
export async function unfinishedPart(db: Kysely<ReadModel>, id: string): Promise<number | undefined> {
  const row = await db.selectFrom('edition_part').select(({ fn }) => fn.max('position').as('last')).where('edition', '=', id).executeTakeFirst();
  return row?.last ?? undefined;
}

/** Whether the operator has set an event aside: its id is used up in the log, and the read model holds nothing of it. */
export async function isSetAside(db: Kysely<ReadModel>, eventId: string): Promise<boolean> {
  return await db.selectFrom('quarantined').select('position').where('event_id', '=', eventId).executeTakeFirst() !== undefined;
}

function editions(db: Kysely<ReadModel>) {
  return db.selectFrom('edition').select(['position', 'recorded_at', 'data']);
}

function editionOf({ position, recorded_at: recordedAt, data: closed }: { readonly position: number; readonly recorded_at: string; readonly data: PeriodClosedData }): Edition {
  return { position, recordedAt, closed };
}
