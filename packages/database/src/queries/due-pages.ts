import { ND61 } from '@motcua/dossier';
import { formatInstant } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { instantOf } from './instant-of.ts';
import { answeredCtes } from './succession.ts';

/** Whose open dossiers, under which rule. `on`: the day on which the authority that answers for them must belong to the scope. */
export type DueDatesQuery = { readonly scope: string; readonly rule: string; readonly on: CivilDate };

/** An open dossier with its due date in force; also the place behind which a page begins. */
export type OpenDue = { readonly dossier: string; readonly authority: string; readonly dueAt: Instant };
/** `dueAt` is undefined where the rule counts a dossier as late while its due date stands still. */
export type OverdueDossier = { readonly dossier: string; readonly authority: string; readonly dueAt: Instant | undefined };

type Page<Key> = { readonly after?: Key | undefined; readonly limit: number };

/** Sắp đến hạn: dossiers that are not overdue and whose due date lies before an instant (not included), the next ones first. */
export async function duesPage(
  db: Kysely<ReadModel>, query: DueDatesQuery & { readonly before: Instant } & Page<Pick<OpenDue, 'dossier' | 'dueAt'>>,
): Promise<readonly OpenDue[]> {
  const { after, limit } = query;
  const behind = after === undefined ? sql`` : sql`and (due_at, dossier) > (${formatInstant(after.dueAt)}::timestamptz, ${after.dossier})`;
  const { rows } = await sql<{ readonly dossier: string; readonly authority: string; readonly due_at: string }>`
    with recursive ${openCtes(query)}
    select dossier, authority, due_at from open where not is_overdue and due_at < ${formatInstant(query.before)}::timestamptz ${behind}
    order by due_at, dossier limit ${limit}`.execute(db);
  return rows.map(({ dossier, authority, due_at }) => ({ dossier, authority, dueAt: instantOf(due_at) }));
}

/** Quá hạn: the overdue dossiers, those overdue longest first; at the end those whose due date stands still. */
export async function overduePage(
  db: Kysely<ReadModel>, query: DueDatesQuery & Page<Pick<OverdueDossier, 'dossier' | 'dueAt'>>,
): Promise<readonly OverdueDossier[]> {
  const { after, limit } = query;
  const behind = after === undefined ? sql``
    : sql`and (coalesce(due_at, 'infinity'), dossier) > (${after.dueAt === undefined ? 'infinity' : formatInstant(after.dueAt)}::timestamptz, ${after.dossier})`;
  const { rows } = await sql<{ readonly dossier: string; readonly authority: string; readonly due_at: string | null }>`
    with recursive ${openCtes(query)}
    select dossier, authority, due_at from open where is_overdue ${behind}
    order by coalesce(due_at, 'infinity'), dossier limit ${limit}`.execute(db);
  return rows.map(({ dossier, authority, due_at }) => ({ dossier, authority, dueAt: due_at === null ? undefined : instantOf(due_at) }));
}

/** How many dossiers all pages of {@link overduePage} hold. */
export async function overdueCount(db: Kysely<ReadModel>, query: DueDatesQuery): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`with recursive ${openCtes(query)} select count(*)::integer as count from open where is_overdue`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The authorities that may answer for an open dossier: those that the ledger has it under, and whoever is named to take over. */
export async function dueAuthorities(db: Kysely<ReadModel>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly code: string }>`
    select authority as code from due union select jsonb_array_elements(successors)->>'authority' from authority where successors is not null`.execute(db);
  return rows.map(({ code }) => code);
}

/** The CTE `open`: a rule's row of each dossier of the scope; without one of its own, the base rule's holds. Its `authority` is who answers on the day. */
function openCtes({ scope, rule, on }: DueDatesQuery): RawBuilder<unknown> {
  const due = sql`
      select due.*, ${on}::date as day from due
      where rule = ${rule} or (rule = ${ND61.id} and not exists (select from due own where own.dossier = due.dossier and own.rule = ${rule}))`;
  return sql`
    ${answeredCtes(scope, due)},
    open as (
      select dossier, holder as authority, due_at, is_overdue from answered
    )`;
}
