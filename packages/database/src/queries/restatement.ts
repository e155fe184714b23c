import type { RestatementReason } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes, legNode } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import { legList } from './legs.ts';
import type { FigureLeg, LegKey } from './legs.ts';
import { legWeights, membersStatement, weighed, weightCte } from './members.ts';
import type { FigureQuery, Member } from './members.ts';
import { sumList } from './sums.ts';
import type { NodeSum } from './sums.ts';

/** Why legs that the log made known between two positions count: by the event that made them known. */
export type NewsReason = Extract<RestatementReason, 'late_event' | 'correction' | 'calendar'>;

/** A sum of such legs. */
export type NewsSum = NodeSum & { readonly reason: NewsReason };

/** The legs that became known behind `known.after` and up to `known.upTo`, summed as `sumsOf` does and by reason. */
export async function newsSums(db: Kysely<ReadModel>, query: LegsQuery): Promise<readonly NewsSum[]> {
  const { rows } = await sumList<NewsSum>(query, 'journal', { reason: newsReason() }).execute(db);
  return rows;
}

/** The reason of a leg of `counted` by its position. */
function newsReason(): RawBuilder<unknown> {
  return sql`case
    when position in (select position from correction) then 'correction'
    when position in (select position from calendar_move) then 'calendar'
    else 'late_event' end`;
}

/** A leg that became known between two positions, with the reason why it counts. */
export type NewsLeg = FigureLeg & { readonly reason: NewsReason };

/** Which figure's news; all reasons unless told. */
export type NewsQuery = FigureQuery & { readonly reason?: NewsReason | undefined };

/**
 * A page of the legs of a figure that became known behind `known.after`, by dossier and then in the order of the log. Over all
 * pages the amounts add up to what the reason changed in the figure; those of a dossier that cancel out are no part of it.
 */
export async function newsPage(db: Kysely<ReadModel>, query: NewsQuery & { readonly after?: LegKey | undefined; readonly limit: number }): Promise<readonly NewsLeg[]> {
  const { reason, after, limit } = query;
  const where = sql`(${reason ?? null}::text is null or reason = ${reason ?? null})`;
  const { rows } = await legList<NewsLeg>(query, await legWeights(db, query), { where, reason: newsReason(), after, limit }).execute(db);
  return rows;
}

/** A dossier that news made count otherwise in a row of a table; `node`: null for the whole scope. */
export type NewsDossier = { readonly node: string | null; readonly reason: NewsReason; readonly dossier: string };

/**
 * Of every row of a table and of the whole, the dossiers that count otherwise in a figure by what became known behind `known.after`,
 * by reason: the first of each by code.
 *
 * @param most - Of a row and reason.
 */
export async function newsDossiers(db: Kysely<ReadModel>, query: Omit<NewsQuery, 'node' | 'reason'>, most: number): Promise<readonly NewsDossier[]> {
  const columns = sql`${legNode(query.dimension, query.period.from)} as node, dossier, ${newsReason()} as reason`;
  const { rows } = await sql<NewsDossier>`
    with recursive ${countedCtes(query, 'journal')}, ${weightCte(await legWeights(db, query))},
    changed as (
      select node, reason, dossier from (${weighed(query, columns)}) leg
      group by grouping sets ((node, reason, dossier), (reason, dossier)) having sum(amount) <> 0
    )
    select node, reason, dossier from (select changed.*, row_number() over (partition by node, reason order by dossier) as number from changed) numbered
    where number <= ${most} order by node, reason, dossier`.execute(db);
  return rows;
}

/**
 * The dossiers that count otherwise in a figure by one question than by another, by code: `amount` is by how much. Over all pages
 * the amounts add up to the difference of the figure.
 */
export async function changedMembers(
  db: Kysely<ReadModel>, before: FigureQuery, after: FigureQuery, page: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly Member[]> {
  const [old, now] = [await membersStatement(db, before), await membersStatement(db, after)];
  const { rows } = await sql<Member>`
    select dossier, coalesce(now.amount, 0) - coalesce(old.amount, 0) as amount
    from (${old}) old full join (${now}) now using (dossier)
    where coalesce(now.amount, 0) <> coalesce(old.amount, 0) and dossier > ${page.after ?? ''}
    order by dossier limit ${page.limit}`.execute(db);
  return rows;
}
