import { ND61 } from '@motcua/dossier';
import type { CivilDate, Period } from '@motcua/kernel';
import { STOCK_CLASSES } from '@motcua/ledger';
import type { Dimension } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import { CARRYING } from '../projection/recount.ts';
import type { ReadModel } from '../schema.ts';
import { legSource } from './leg-source.ts';
import type { Known, LegSource } from './leg-source.ts';
import { declaredCtes, memberCtes, WHOLE_COUNTRY } from './scope.ts';
import { holdingCtes } from './succession.ts';

/**
 * What is counted at once. `rules`: whose books; the question's own unless told. `dimensions`: of the tables in which a leg stands in a row each, `node` is
 * the list of these rows then; the question's own unless told. By level moves what does not move otherwise, so that stands alone.
 */
export type Together = { readonly rules?: readonly string[] | undefined; readonly dimensions?: readonly Dimension[] | undefined };

/** Which legs to count, and what the rows of the table are. */
export type LegsQuery = {
  readonly scope: string;
  readonly period: Pick<Period, 'from' | 'to'>;
  /** The id of a lateness rule. */
  readonly rule: string;
  readonly dimension: Dimension;
  /** The row of the table of which legs are wanted; other rows may be left out. Every row unless told. */
  readonly node?: string | undefined;
  /** Which legs were known; all that are posted unless told. */
  readonly known?: Known;
  /** The last position whose declarations of authorities count; `known.upTo` unless told. */
  readonly declaredUpTo?: number | undefined;
  /** Every leg stands where its authority stands on this day, whatever its own: for comparing across a reorganisation. */
  readonly structureOn?: CivilDate | undefined;
};

/**
 * The CTE `counted (node, channel, kind, succession, effective_on, amount)`, and when the legs come from the journal also
 * `place, dossier, position, movement, event_id, inverted, leg_on` (the leg's own day): every leg of a scope up to the period's end, in the row of the table in which it counts. Sums of a table and the
 * dossiers behind them come from this one text, so they cannot differ.
 *
 * Level and scope are those of the authority that answers on each leg's day: the responsible one, or its successor once it has
 * ended. On the day on which it comes to another level (in a table by level), into the scope or out of it, or gives way to a
 * successor, its open dossiers move along (`succession` 1 and −1): so a stock stands where its authority stands.
 */
export function countedCtes(query: LegsQuery, source: LegSource | 'journal', { rules = [query.rule], dimensions }: Together = {}): RawBuilder<unknown> {
  const { period, known = {} } = query;
  const read: LegSource = source === 'journal' ? { from: 'journal', reach: sql`true` } : source;
  const legs = legSource(read, known, period);
  const [before, leg] = isOnceRead(read) ? [sql`reached_leg as materialized ${legs},`, sql`reached_leg`]
    : read.from === 'balance' && isMerged(dimensions) ? [mergedCtes(legs, period), sql`merged_leg`] : [sql``, legs];
  const dossier = read.from === 'journal' ? sql`, leg.place, leg.dossier, leg.position, leg.movement, leg.event_id, leg.inverted, leg.effective_on as leg_on` : sql``;
  // Where nothing moves, which is nearly everywhere, the legs are not even looked at.
  const [lastComing, lastGoing] = [sql`(select max(first_on) from located where first_on <= ${period.to}::date)`, sql`(select max(last_on) from located where last_on < ${period.to}::date)`];
  return sql`
    ${locatedCtes(query, read, dimensions)},
    ${bookCtes(rules)},
    ${before}
    counted as (
      select located.node, located.channel, leg.kind, 0 as succession, leg.effective_on, leg.amount${dossier}
      from ${leg} leg
      join located on located.place = leg.place and case when leg.effective_on between located.first_on and located.last_on then true else false end
      where leg.effective_on <= ${period.to}::date
      union all
      select located.node, located.channel, leg.kind, 1, located.first_on, leg.amount${dossier}
      from ${leg} leg
      join located on located.place = leg.place and leg.effective_on < located.first_on and located.first_on <= ${period.to}::date
      where ${lastComing} > '-infinity' and leg.effective_on < ${lastComing} and leg.kind in (select kind from open_kind)
      union all
      select located.node, located.channel, leg.kind, -1, located.last_on + 1, -leg.amount${dossier}
      from ${leg} leg
      join located on located.place = leg.place and leg.effective_on <= located.last_on and located.last_on < ${period.to}::date
      where ${lastGoing} is not null and leg.effective_on <= ${lastGoing} and leg.kind in (select kind from open_kind)
    )`;
}

/** Worth it where each leg comes into several tables; a single one is counted as fast without. In a table by day each day stands alone. */
function isMerged(dimensions: readonly Dimension[] = []): boolean {
  return dimensions.length > 1 && !dimensions.includes('day');
}

/**
 * `merged_leg`: sums of legs of days between which nothing changes of where they count, as one on the first of them. A balance has a row for every
 * day, and of a quarter's days hardly any changes anything; adding them up before they are given their rows leaves a small part of them.
 */
function mergedCtes(legs: RawBuilder<unknown>, { from, to }: Pick<Period, 'from' | 'to'>): RawBuilder<unknown> {
  return sql`
    turning (days) as (
      select array_agg(distinct day order by day) from (
        select ${from}::date as day
        union all select first_on from located where first_on > '-infinity' and first_on <= ${to}::date
        union all select last_on + 1 from located where last_on < ${to}::date
      ) turn
    ), merged_leg as materialized (
      select place, kind, min(effective_on) as effective_on, sum(amount)::integer as amount
      from ${legs} leg group by place, kind, width_bucket(effective_on, (select days from turning)) having sum(amount) <> 0
    ),`;
}

/** The recursive CTE `located (place, channel, node, first_on, last_on)`: on which days the legs of a place count, and in which row. */
function locatedCtes(query: LegsQuery, source: LegSource, dimensions: Together['dimensions']): RawBuilder<unknown> {
  const { period, dimension, node } = query;
  const isCounted = source.from === 'journal' ? sql`true` : sql`days.last_on >= ${period.from}::date - 1`;
  const inRow = node === undefined || dimension === 'day' ? sql`true` : sql`${placeNode(dimension)} = ${node}`;
  // What a place tells by itself is a way to find it; a level is not.
  const [narrowing, further] = dimension === 'level' ? [sql`true`, inRow] : [inRow, sql`true`];
  return sql`
    ${stretchCtes(query)},
    ${holdingCtes()},
    located as (
      select holding.place, holding.channel, ${dimensions === undefined ? placeNode(dimension) : sql`array[${sql.join(dimensions.map(placeNode))}]`} as node, days.first_on, days.last_on
      from holding ${isEverything(query) ? sql`cross join stretch` : sql`join stretch using (code)`} cross join lateral (${daysOf(query)}) days
      where ${isOnceRead(source) ? sql`holding.place in (select place from reached_leg)` : sql`true`} and ${narrowing}
        -- One condition for the planner, which would take each comparison for a chance to be wrong, expect hardly a row and join row by row.
        and case when days.first_on <= days.last_on and days.first_on <= ${period.to}::date and ${isCounted} and ${further} then true else false end
    )`;
}

/** Whether the legs are `reached_leg`, once for all that is asked of them. */
function isOnceRead(source: LegSource): boolean {
  return source.from === 'journal' && source.isSmall === true;
}

/** Where no day changes what is shown of any authority, and none is outside. */
function isEverything({ scope, dimension, structureOn }: LegsQuery): boolean {
  return scope === WHOLE_COUNTRY && dimension !== 'level' && structureOn === undefined;
}

/**
 * The places of which a question counts any legs; undefined for more than are worth looking up one by one.
 *
 * @param most - So many are.
 */
export async function placesOf(db: Kysely<ReadModel>, query: LegsQuery, most: number): Promise<readonly number[] | undefined> {
  const { rows } = await sql<{ readonly place: number }>`
    with recursive ${locatedCtes(query, { from: 'journal', reach: sql`true` }, undefined)} select distinct place from located limit ${most + 1}`.execute(db);
  return rows.length > most ? undefined : rows.map(({ place }) => place);
}

/** The row of a leg of `counted`: in a table by day that follows from its date, '' for all before the period. */
export function legNode(dimension: Dimension, from: string): RawBuilder<unknown> {
  return dimension === 'day'
    ? sql`case when effective_on < ${from}::date then '' else effective_on::text end`
    : sql`node`;
}

/**
 * `book`: the kinds of legs of the rules' books, each of which is the base rule's and what the rule has otherwise, and the kind under which
 * what they leave open is carried forward. `open_kind`: those that make a stock.
 */
function bookCtes(rules: readonly string[]): RawBuilder<unknown> {
  return sql`
  book as (
    select kind.kind, kind.rule, kind.class, kind.cause, kind.side, carrying.carried
    from kind left join (${sql.raw(CARRYING)}) carrying using (kind)
    where kind.rule in (${sql.join([ND61.id, ...rules])})
  ), open_kind as (
    select kind from book where class in (${sql.join([...STOCK_CLASSES])})
  )`;
}

/** `stretch`: the members' days, joined where nothing changes that the table shows; a mere renaming moves nobody. Of everything one stretch is enough. */
function stretchCtes(query: LegsQuery): RawBuilder<unknown> {
  const { scope, dimension, structureOn, known = {}, declaredUpTo = known.upTo } = query;
  if (isEverything(query)) return sql`${declaredCtes(declaredUpTo)}, stretch as (select '-infinity'::date as first_on, 'infinity'::date as last_on)`;
  if (structureOn !== undefined) {
    return sql`
  ${memberCtes(scope, declaredUpTo)},
  stretch as (
    select code, level, '-infinity'::date as first_on, 'infinity'::date as last_on from member where ${structureOn}::date between first_on and last_on
  )`;
  }
  const shown = dimension === 'level' ? sql`level` : sql`''::text`;
  return sql`
  ${memberCtes(scope, declaredUpTo)},
  step as (
    select code, first_on, last_on, ${shown} as level,
      lag(last_on) over days is distinct from (first_on - 1)::date or lag(${shown}) over days is distinct from ${shown} as is_new
    from member window days as (partition by code order by first_on)
  ), numbered as (
    select step.*, count(*) filter (where is_new) over (partition by code order by first_on) as number from step
  ), stretch as (
    select code, level, min(first_on) as first_on, max(last_on) as last_on from numbered group by code, level, number
  )`;
}

/** The days on which a place stands in a stretch of its authority: all, when every leg stands as on one day. */
function daysOf({ structureOn }: LegsQuery): RawBuilder<unknown> {
  return structureOn === undefined
    ? sql`select greatest(stretch.first_on, holding.first_on) as first_on, least(stretch.last_on, holding.last_on) as last_on`
    : sql`select stretch.first_on, stretch.last_on where ${structureOn}::date between holding.first_on and holding.last_on`;
}

function placeNode(dimension: Dimension): RawBuilder<unknown> {
  switch (dimension) {
    case 'level': return sql`stretch.level`;
    case 'authority': return sql`holding.code`;
    case 'field': return sql`holding.field`;
    case 'procedure': return sql`holding.procedure`;
    case 'channel': return sql`holding.channel`;
    case 'day': return sql`''`;
  }
}

