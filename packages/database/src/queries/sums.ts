import { OPEN_CLASSES } from '@motcua/dossier';
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
 * Level and scope are those of the responsible authority on each leg's day. On the day on which an authority comes to
 * another level (in a table by level), into the scope or out of it, its open dossiers move along, cause `succession`: so
 * a stock stands where its authority stands. Sums that are 0 may be missing or not, and one key may come in parts.
 */
export async function sumsOf(db: Kysely<ReadModel>, { scope, period, rule, dimension }: SumsQuery): Promise<readonly NodeSum[]> {
  const { rows } = await sql<NodeSum>`
    with recursive ${memberCtes(scope)},
    ${stretchCtes(dimension)},
    located as (
      select place.place, place.channel, ${placeNode(dimension)} as node, stretch.first_on, stretch.last_on
      from ledger.place join stretch on stretch.code = place.authority
    ),
    counted as (
      select located.node, located.channel, balance.kind, 0 as succession, balance.effective_on, balance.amount
      from ledger.balance
      join located on located.place = balance.place and balance.effective_on between located.first_on and located.last_on
      where balance.effective_on <= ${period.to}::date
      union all
      select located.node, located.channel, balance.kind, 1, located.first_on, balance.amount
      from ledger.balance
      join located on located.place = balance.place and balance.effective_on < located.first_on and located.first_on <= ${period.to}::date
      where balance.effective_on < (select max(first_on) from located where first_on <= ${period.to}::date) and balance.kind in (select kind from open_kind)
      union all
      select located.node, located.channel, balance.kind, -1, located.last_on + 1, -balance.amount
      from ledger.balance
      join located on located.place = balance.place and balance.effective_on <= located.last_on and located.last_on < ${period.to}::date
      where balance.effective_on <= (select max(last_on) from located where last_on < ${period.to}::date) and balance.kind in (select kind from open_kind)
    ),
    summed as (
      select ${legNode(dimension, period.from)} as node, kind, succession, channel,
        coalesce(sum(amount) filter (where effective_on < ${period.from}::date), 0) as opening,
        coalesce(sum(amount) filter (where effective_on >= ${period.from}::date), 0) as flow
      from counted
      group by 1, 2, 3, 4
    )
    select node, class, case succession when 0 then cause else 'succession' end as cause,
      case succession when 0 then side when 1 then 'to' else 'from' end as side, channel, opening, flow
    from summed join ledger.kind using (kind) where rule = ${rule}`.execute(db);
  return rows;
}

/**
 * `stretch`: the members' days, joined where nothing changes that the table shows; a mere renaming moves nobody.
 * `open_kind`: the kinds of legs that make a stock.
 */
function stretchCtes(dimension: Dimension): RawBuilder<unknown> {
  const shown = dimension === 'level' ? sql`level` : sql`''::text`;
  return sql`
  step as (
    select code, first_on, last_on, ${shown} as level,
      lag(last_on) over days is distinct from (first_on - 1)::date or lag(${shown}) over days is distinct from ${shown} as is_new
    from member window days as (partition by code order by first_on)
  ), numbered as (
    select step.*, count(*) filter (where is_new) over (partition by code order by first_on) as number from step
  ), stretch as (
    select code, level, min(first_on) as first_on, max(last_on) as last_on from numbered group by code, level, number
  ), open_kind as (
    select kind from ledger.kind where class in (${sql.join([...OPEN_CLASSES])})
  )`;
}

function placeNode(dimension: Dimension): RawBuilder<unknown> {
  switch (dimension) {
    case 'level': return sql`stretch.level`;
    case 'authority': return sql`place.authority`;
    case 'field': return sql`place.field`;
    case 'procedure': return sql`place.procedure`;
    case 'channel': return sql`place.channel`;
    case 'day': return sql`''`;
  }
}

function legNode(dimension: Dimension, from: string): RawBuilder<unknown> {
  return dimension === 'day'
    ? sql`case when effective_on < ${from}::date then '' else effective_on::text end`
    : sql`node`;
}
