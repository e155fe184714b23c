import { formatInstant } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { instantOf } from './instant-of.ts';
import { answeredCtes } from './succession.ts';

/** A due date of a dossier; also the place behind which a page begins. */
export type DossierDue = { readonly dossier: string; readonly dueAt: Instant };

/** `before`: due dates before this instant, which is not included. `after`: the last entry of the page before. */
export type DossiersToMarkQuery = { readonly before: Instant; readonly limit: number; readonly after?: DossierDue | undefined };

/**
 * The dossiers of which some rule's due date passed and is not marked yet, each once with the earliest of these dates, oldest
 * first.
 */
export async function dossiersToMark(db: Kysely<ReadModel>, { before, limit, after }: DossiersToMarkQuery): Promise<readonly DossierDue[]> {
  const behind = after === undefined ? sql`` : sql`and (due_at, dossier) > (${formatInstant(after.dueAt)}::timestamptz, ${after.dossier})`;
  const { rows } = await sql<DueKeyRow>`
    select dossier, due_at from due
    where not is_overdue and due_at < ${formatInstant(before)}::timestamptz ${behind}
      and not exists (
        select from due as earlier
        where earlier.dossier = due.dossier and not earlier.is_overdue and (earlier.due_at, earlier.rule) < (due.due_at, due.rule)
      )
    order by due_at, dossier limit ${limit}`.execute(db);
  return rows.map(({ dossier, due_at }) => ({ dossier, dueAt: instantOf(due_at) }));
}

/** Whose dossiers: of the authorities that answer for them in a scope at the end of a day, as declared up to a position. */
export type UnmarkedQuery = { readonly scope: string; readonly on: CivilDate; readonly upTo: number; readonly before: Instant; readonly first: readonly string[]; readonly limit: number };

/**
 * What {@link dossiersToMark} lists, of one scope.
 *
 * @param question - `first`: the codes of dossiers that are listed before all others. `limit`: of these others.
 */
export async function unmarkedDossiers(db: Kysely<ReadModel>, { scope, on, upTo, before, first, limit }: UnmarkedQuery): Promise<readonly DossierDue[]> {
  const unmarked = sql`
    select due.dossier, dossier.authority, ${on}::date as day, min(due.due_at) as due_at from due join dossier on dossier.code = due.dossier
    where not is_overdue and due.due_at < ${formatInstant(before)}::timestamptz group by 1, 2, 3`;
  const { rows } = await sql<DueKeyRow>`
    with recursive ${answeredCtes(scope, unmarked, upTo)}
    select dossier, due_at from answered order by dossier <> all(${first}::text[]), due_at, dossier limit ${first.length + limit}`.execute(db);
  return rows.map(({ dossier, due_at }) => ({ dossier, dueAt: instantOf(due_at) }));
}

/** The earliest due date from an instant on (included) that is not marked, of all rules. Undefined when there is none. */
export async function nextDueAt(db: Kysely<ReadModel>, from: Instant): Promise<Instant | undefined> {
  const row = await db.selectFrom('due').select('due_at').where('is_overdue', '=', false).where('due_at', '>=', formatInstant(from))
    .orderBy('due_at').limit(1).executeTakeFirst();
  return row === undefined || row.due_at === null ? undefined : instantOf(row.due_at);
}

/** The dossiers that `due` has a date of for a rule, by code, those behind `after`. Under the base rule these are all that have one in force. */
export async function datedDossiers(db: Kysely<ReadModel>, { rule, after, limit }: { readonly rule: string; readonly after: string; readonly limit: number }): Promise<readonly string[]> {
  const rows = await db.selectFrom('due').select('dossier').where('rule', '=', rule).where('due_at', 'is not', null).where('dossier', '>', after)
    .orderBy('dossier').limit(limit).execute();
  return rows.map(({ dossier }) => dossier);
}

type DueKeyRow = { readonly dossier: string; readonly due_at: string };
