import { addDays } from '@motcua/kernel';
import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { FIRST_DAY, halfStart, spansBefore } from '../spans.ts';
import { knownBy } from './scope.ts';

/** Legs by when they became known: behind a position (0) and up to one; without one, to the end of what is posted. */
export type Known = { readonly after?: number | undefined; readonly upTo?: number | undefined };

/**
 * Where legs are read. `journal`: leg by leg, of those that are reached. `balance`: summed by place, kind and effective_on, and what
 * lies before the period as one stock, effective on the day before it; `partedOn`: the last day of which the balances are read, where something was posted that was not known yet.
 */
export type LegSource = Reach & { readonly from: 'journal' } | { readonly from: 'balance'; readonly partedOn: CivilDate | undefined };

/** Which legs are reached: those on which a condition holds; of some kinds (of the books) and places only; and of some dossiers only, which a question with one column selects, each once. `isSmall`: few enough to be kept and read several times. */
export type Reach = {
  readonly reach: RawBuilder<unknown>;
  readonly kinds?: readonly number[] | undefined;
  readonly places?: readonly number[] | undefined;
  readonly dossiers?: RawBuilder<unknown> | undefined;
  readonly isSmall?: boolean | undefined;
};

/**
 * The legs of a rule's book (CTE `book`) as a table.
 *
 * Balances are of the present. As known at a position they are read up to some day: what became known behind the position and is effective
 * up to that day is taken away from them, and what was known and is effective behind it is added; both from the journal. News behind a
 * position are summed from the journal.
 */
export function legSource(source: LegSource, known: Known, { from, to }: Pick<Period, 'from' | 'to'>): RawBuilder<unknown> {
  if (source.from === 'journal') return legByLeg(source, known);
  if (known.after !== undefined) return sql`(${journalSums(isKnown(known), 1, from, to)})`;
  const { partedOn = to } = source;
  const last = partedOn < to ? partedOn : to;
  const balances = sql`${stockOf(last < from ? addDays(last, 1) : from, from)} union all ${balancesIn(from, last)}`;
  if (source.partedOn === undefined) return sql`(${balances})`;
  return sql`(
    ${balances}
    union all ${journalSums(sql`position > ${known.upTo}::bigint and effective_on <= ${last}::date`, -1, from, to)}
    union all ${journalSums(sql`position <= ${known.upTo}::bigint and effective_on > ${last}::date`, 1, from, to)})`;
}

/** The day before anything that the log accepts. */
const BEFORE_ALL = addDays(FIRST_DAY, -1);
/** So many legs of the journal show where to part it well enough. */
const LEGS_LOOKED_AT = 10_000;

/**
 * How the balances are read for what was known: parted on the day that leaves the fewest legs to be read from the journal, as far as some
 * of its pages show. Where dates follow positions, as they do in a log that grows day by day, that is hardly any; every day gives the same sums.
 */
export async function balanceSource(db: Kysely<ReadModel>, { upTo }: Known = {}): Promise<LegSource> {
  if (upTo === undefined) return { from: 'balance', partedOn: undefined };
  const { last } = await db.selectFrom('journal').select((told) => told.fn.coalesce(told.fn.max('position'), sql.lit(0)).as('last')).executeTakeFirstOrThrow();
  if (upTo >= last) return { from: 'balance', partedOn: undefined };
  const { rows: [best] } = await sql<{ readonly day: CivilDate }>`
    select day from (
      select effective_on as day, sum(sum(case when position > ${upTo}::bigint then 1 else -1 end)) over (order by effective_on) as more_to_read
      from journal tablesample system (${Math.min(100, 100 * LEGS_LOOKED_AT / last)}) repeatable (0) group by effective_on
      union all select ${BEFORE_ALL}::date, 0
    ) days order by more_to_read, day limit 1`.execute(db);
  return { from: 'balance', partedOn: best?.day };
}

/**
 * Dossier by dossier through the index, however large the journal is: `offset 0` keeps the planner from reading all of it because it takes
 * dossiers for fewer, and their legs for more, than they are.
 */
function legByLeg({ reach, kinds, places, dossiers }: Reach, known: Known): RawBuilder<unknown> {
  const wanted = sql`${isKnown(known)} and ${reach} and ${atPlaces(places)} and ${kinds === undefined ? sql`kind in (select kind from book)` : ofKinds(kinds)}`;
  if (dossiers === undefined) return sql`(select * from journal where ${wanted})`;
  return sql`(select leg.* from (${dossiers}) reached (dossier) cross join lateral (select * from journal where journal.dossier = reached.dossier and ${wanted} offset 0) leg)`;
}

/** Of legs, those of some kinds. */
export function ofKinds(kinds: readonly number[]): RawBuilder<unknown> {
  return sql`kind = any(${kinds}::smallint[])`;
}

/** Of rows with a place, those at some places; all unless told. */
export function atPlaces(places: readonly number[] | undefined): RawBuilder<unknown> {
  return places === undefined ? sql`true` : sql`place = any(${places}::integer[])`;
}

/** What is open at the end of the day before some day, carried forward by spans and from there on by days, as the stock with which the period begins. */
function stockOf(day: CivilDate, from: CivilDate): RawBuilder<unknown> {
  const spans = spansBefore(day);
  return sql`
    select place, kind, ${from}::date - 1 as effective_on, sum(amount * sign)::integer as amount
    from (
      select place, kind, amount, sign
      from unnest(${spans.map(({ size }) => size)}::smallint[], ${spans.map(({ span }) => span)}::smallint[], ${spans.map(({ sign }) => sign)}::integer[]) as spans(size, span, sign)
      join stock using (size, span)
      where amount <> 0 and kind in (select kind from book)
      ${halfStart(day) === day ? sql`` : sql`union all
      select place, carried, amount, 1 from balance join book using (kind) where effective_on >= ${halfStart(day)}::date and effective_on < ${day}::date and carried is not null`}
    ) open group by 1, 2 having sum(amount * sign) <> 0`;
}

function balancesIn(from: CivilDate, to: CivilDate): RawBuilder<unknown> {
  return sql`select place, kind, effective_on, amount from balance
    where effective_on between ${from}::date and ${to}::date and kind in (select kind from book)`;
}

/** Of the legs before the period only what they leave open. */
function journalSums(which: RawBuilder<unknown>, sign: 1 | -1, from: CivilDate, to: CivilDate): RawBuilder<unknown> {
  return sql`
    select place, case when effective_on < ${from}::date then carried else kind end as kind, greatest(effective_on, ${from}::date - 1) as effective_on,
      (${sql.lit(sign)} * sum(amount))::integer as amount
    from journal join book using (kind)
    where ${which} and effective_on <= ${to}::date and (effective_on >= ${from}::date or carried is not null)
    group by 1, 2, 3`;
}

function isKnown({ after, upTo }: Known): RawBuilder<unknown> {
  return after === undefined ? knownBy(upTo) : sql`position > ${after}::bigint and ${knownBy(upTo)}`;
}
