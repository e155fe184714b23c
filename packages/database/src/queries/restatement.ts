import type { RestatementReason } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes, legNode } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import { behindLeg } from './legs.ts';
import type { FigureLeg, LegKey } from './legs.ts';
import { legWeights, membersStatement, weighed, weightCte } from './members.ts';
import type { FigureQuery, Member } from './members.ts';
import type { NodeSum } from './sums.ts';

/** Why legs that the log made known between two positions count: by the event that made them known. */
export type NewsReason = Extract<RestatementReason, 'late_event' | 'correction' | 'calendar'>;

/** A sum of such legs. */
export type NewsSum = NodeSum & { readonly reason: NewsReason };

/**
 * The legs that became known behind `known.after` and up to `known.upTo`, summed as `sumsOf` does and by reason.
 */
export async function newsSums(db: Kysely<ReadModel>, query: LegsQuery): Promise<readonly NewsSum[]> {
  const { from } = query.period;
  const { rows } = await sql<NewsSum>`
    with recursive ${countedCtes(query, 'journal')},
    summed as (
      select ${legNode(query.dimension, from)} as node, kind, succession, channel, ${newsReason()} as reason,
        coalesce(sum(amount) filter (where effective_on < ${from}::date), 0) as opening,
        coalesce(sum(amount) filter (where effective_on >= ${from}::date), 0) as flow
      from counted
      group by 1, 2, 3, 4, 5
    )
    select node, class, case succession when 0 then cause else 'succession' end as cause,
      case succession when 0 then side when 1 then 'to' else 'from' end as side, channel, opening, flow, reason
    from summed join book using (kind)`.execute(db);
  return rows;
}

/** The reason of a leg of `counted` by its position. */
export function newsReason(): RawBuilder<unknown> {
  return sql`case
    when position in (select position from correction) then 'correction'
    when position in (select position from calendar_move) then 'calendar'
    else 'late_event' end`;
}

/** The place behind which a page of news begins. */
export type NewsKey = LegKey;

/** A leg that became known between two positions, with the reason why it counts. */
export type NewsLeg = FigureLeg & { readonly reason: NewsReason };

/** Which figure's news; all reasons unless told. */
export type NewsQuery = FigureQuery & { readonly reason?: NewsReason | undefined };

/**
 * A page of the legs of a figure that became known behind `known.after`, by dossier and then in the order of the log. Over all
 * pages the amounts add up to what the reason changed in the figure; those of a dossier that cancel out are no part of it.
 */
export async function newsPage(db: Kysely<ReadModel>, query: NewsQuery & { readonly after?: NewsKey | undefined; readonly limit: number }): Promise<readonly NewsLeg[]> {
  const { reason, after, limit } = query;
  const columns = sql`dossier, position, movement, kind, succession, event_id, effective_on, inverted, ${newsReason()} as reason`;
  const { rows } = await sql<NewsLeg>`
    with recursive ${countedCtes(query, 'journal')}, ${weightCte(await legWeights(db, query))},
    leg as (
      select *, sum(amount) over (partition by dossier, reason) as in_figure
      from (${weighed(query, columns)}) every_leg
      where ${reason ?? null}::text is null or reason = ${reason ?? null}
    ), shown as (
      select leg.*, class, cause, side, case side when 'from' then kind else kind + 32768 end as ordinal from leg join book using (kind)
    )
    select dossier, position, movement, ordinal, succession, event_id as "eventId", effective_on as "effectiveOn", class, inverted, amount::integer as amount, reason,
      case succession when 0 then cause else 'succession' end as cause, case succession when 0 then side when 1 then 'to' else 'from' end as side
    from shown
    where amount <> 0 and in_figure <> 0 ${behindLeg(after)}
    order by dossier, position, movement, ordinal, effective_on, succession limit ${limit}`.execute(db);
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
