import type { Period } from '@motcua/kernel';
import type { Dimension, Sum } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { memberCtes } from './scope.ts';

/** Which legs to sum, and what to split them by. `rule`: the id of a lateness rule. */
export type SumsQuery = {
  readonly scope: string;
  readonly period: Pick<Period, 'from' | 'to'>;
  readonly rule: string;
  readonly dimension: Dimension;
};

/** A sum of legs of one row of the table. `node`: a level, a code, a channel or a date; by day, '' for all before the period. */
export type NodeSum = Sum & { readonly node: string };

/**
 * The legs of a scope up to the period's end, summed by node, class, cause, side and channel: everything that the
 * figures of a table need, in one statement over the daily balance.
 *
 * Level and scope are those of the responsible authority on each leg's day. Sums that are 0 may be missing or not.
 */
export async function sumsOf(db: Kysely<ReadModel>, { scope, period, rule, dimension }: SumsQuery): Promise<readonly NodeSum[]> {
  const { rows } = await sql<NodeSum>`
    with recursive ${memberCtes(scope)},
    located as (
      select place.place, place.channel, ${placeNode(dimension)} as node, member.first_on, member.last_on
      from ledger.place join member on member.code = place.authority
    ),
    summed as (
      select ${legNode(dimension, period.from)} as node, balance.kind, located.channel,
        coalesce(sum(balance.amount) filter (where balance.effective_on < ${period.from}::date), 0) as opening,
        coalesce(sum(balance.amount) filter (where balance.effective_on >= ${period.from}::date), 0) as flow
      from ledger.balance
      join located on located.place = balance.place and balance.effective_on between located.first_on and located.last_on
      where balance.effective_on <= ${period.to}::date
      group by 1, 2, 3
    )
    select node, class, cause, side, channel, opening, flow from summed join ledger.kind using (kind) where rule = ${rule}`.execute(db);
  return rows;
}

function placeNode(dimension: Dimension): RawBuilder<unknown> {
  switch (dimension) {
    case 'level': return sql`member.level`;
    case 'authority': return sql`place.authority`;
    case 'field': return sql`place.field`;
    case 'procedure': return sql`place.procedure`;
    case 'channel': return sql`place.channel`;
    case 'day': return sql`''`;
  }
}

function legNode(dimension: Dimension, from: string): RawBuilder<unknown> {
  return dimension === 'day'
    ? sql`case when balance.effective_on < ${from}::date then '' else balance.effective_on::text end`
    : sql`located.node`;
}
