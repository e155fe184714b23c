import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { halfStart, spansBefore } from '../spans.ts';
import { knownBy } from './scope.ts';

/** Legs by when they became known: behind a position (0) and up to one; without one, to the end of what is posted. */
export type Known = { readonly after?: number | undefined; readonly upTo?: number | undefined };

/**
 * Where legs are read. `journal`: leg by leg, of those that a condition reaches, and of some dossiers only where `dossiers` selects their codes. `balance`: summed by place, kind and effective_on, and what
 * lies before the period as one stock, effective on the day before it; `head`: the last position that is posted.
 */
export type LegSource = Reach & { readonly from: 'journal' } | { readonly from: 'balance'; readonly head: number };

/** Conditions on legs: `dossiers` is a question with one column, each code once. */
export type Reach = { readonly reach: RawBuilder<unknown>; readonly dossiers?: RawBuilder<unknown> | undefined };

/**
 * The legs of a rule's book (CTE `book`) as a table.
 *
 * Balances are of the present. As known at a position near the head, the legs behind it are taken away from them; as known
 * near the beginning, or as news behind a position, the legs are summed from the journal.
 */
export function legSource(source: LegSource, known: Known, { from, to }: Pick<Period, 'from' | 'to'>): RawBuilder<unknown> {
  if (source.from === 'journal') return legByLeg(source, known);
  const { after, upTo = source.head } = known;
  if (after !== undefined || upTo < source.head / 2) return sql`(${journalSums(isKnown(known), 1, from, to)})`;
  const balances = sql`${stockBefore(from)} union all ${balancesIn(from, to)}`;
  return known.upTo === undefined ? sql`(${balances})` : sql`(${balances} union all ${journalSums(sql`position > ${upTo}::bigint`, -1, from, to)})`;
}

/**
 * Dossier by dossier through the index, however large the journal is: `offset 0` keeps the planner from reading all of it because it takes
 * dossiers for fewer, and their legs for more, than they are.
 */
function legByLeg({ reach, dossiers }: Reach, known: Known): RawBuilder<unknown> {
  const wanted = sql`${isKnown(known)} and ${reach} and kind in (select kind from book)`;
  if (dossiers === undefined) return sql`(select * from journal where ${wanted})`;
  return sql`(select leg.* from (${dossiers}) reached (dossier) cross join lateral (select * from journal where journal.dossier = reached.dossier and ${wanted} offset 0) leg)`;
}

/** What was open at the end of the day before the period, carried forward by spans and from there on by days. */
function stockBefore(from: CivilDate): RawBuilder<unknown> {
  const spans = spansBefore(from);
  return sql`
    select place, kind, ${from}::date - 1 as effective_on, sum(amount * sign)::integer as amount
    from (
      select place, kind, amount, sign
      from unnest(${spans.map(({ size }) => size)}::smallint[], ${spans.map(({ span }) => span)}::smallint[], ${spans.map(({ sign }) => sign)}::integer[]) as spans(size, span, sign)
      join stock using (size, span)
      where amount <> 0 and kind in (select kind from book)
      ${halfStart(from) === from ? sql`` : sql`union all
      select place, carried, amount, 1 from balance join book using (kind) where effective_on >= ${halfStart(from)}::date and effective_on < ${from}::date and carried is not null`}
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
