import { AppError } from '@motcua/kernel';
import { legsOf } from '@motcua/ledger';
import type { Leg } from '@motcua/ledger';
import type pg from 'pg';
import { plainArray, textArray } from './arrays.ts';
import type { JournalEntry } from './batch.ts';
import { idsOf } from './ids.ts';
import type { IdCache } from './ids.ts';
import { HALF } from '../spans.ts';
import { CARRYING, SIZES } from './recount.ts';

/**
 * Writes the legs into the journal and adds their sums to the balances of their days, and to the stocks of the spans in which they
 * lie, by one statement, so that all always agree.
 *
 * @param sums - `later`: the journal only; whoever wants sums counts them again from it (`recount`).
 */
export async function writeJournal(client: pg.ClientBase, cache: IdCache, entries: readonly JournalEntry[], sums: 'now' | 'later' = 'now'): Promise<void> {
  if (entries.length === 0) return;
  const legs = entries.flatMap((entry) => legsIn(entry).map((leg) => ({ leg, movement: entry.posting.movement })));
  const ids = await idsOf(client, cache, legs);
  const side = (offset: 0 | 1): readonly string[] => {
    const places: number[] = [], kinds: number[] = [], amounts: number[] = [];
    for (let at: number = offset; at < legs.length; at += 2) {
      places.push(ids[at]?.place ?? NaN);
      kinds.push(ids[at]?.kind ?? NaN);
      amounts.push(legs[at]?.leg.amount ?? NaN);
    }
    return [plainArray(places), plainArray(kinds), plainArray(amounts)];
  };
  const statement = sums === 'now' ? { name: 'post-entries', text: POST } : { name: 'post-legs', text: POST_LEGS };
  await client.query({ ...statement, values: [
    plainArray(entries.map(({ position }) => position)),
    plainArray(entries.map(({ movement }) => movement)),
    plainArray(entries.map(({ posting }) => posting.movement.effectiveOn)),
    textArray(entries.map(({ dossier }) => dossier)),
    plainArray(entries.map(({ posting }) => posting.movement.eventId)),
    plainArray(entries.map(({ posting }) => posting.kind === 'inverted')),
    ...side(0), ...side(1),
  ] });
}

/** `from` first, then `to`. */
function legsIn(entry: JournalEntry): readonly [Leg, Leg] {
  const legs = legsOf(entry.posting);
  if (legs[0].amount + legs[1].amount !== 0) throw new AppError('LEDGER_UNBALANCED', `The legs of the movement at position ${entry.position} do not sum to 0.`);
  return legs;
}

const LEGS = `
  legs as (
    select m.position, m.event_id, m.effective_on, m.movement, l.place, l.kind, l.amount, m.inverted, m.dossier
    from unnest($1::bigint[], $2::integer[], $3::date[], $4::text[], $5::uuid[], $6::boolean[],
        $7::integer[], $8::smallint[], $9::smallint[], $10::integer[], $11::smallint[], $12::smallint[])
      as m(position, movement, effective_on, dossier, event_id, inverted,
        from_place, from_kind, from_amount, to_place, to_kind, to_amount)
    cross join lateral (values (m.from_place, m.from_kind, m.from_amount), (m.to_place, m.to_kind, m.to_amount)) as l(place, kind, amount)
  )`;

const INTO_JOURNAL = `
    insert into journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
    select * from legs`;

const POST_LEGS = `with ${LEGS} ${INTO_JOURNAL}`;

const POST = `
  with ${LEGS}, posted as (${INTO_JOURNAL}
  ), daily as (
    select effective_on, place, kind, sum(amount)::integer as amount from legs group by 1, 2, 3
  ), balanced as (
    insert into balance as b (effective_on, place, kind, amount)
    select * from daily order by 1, 2, 3
    on conflict (effective_on, place, kind) do update set amount = b.amount + excluded.amount
  )
  insert into stock as s (size, span, place, kind, amount)
  select size, (half / size)::smallint, place, carried, sum(amount)::integer
  from (
    select place, carried, ${HALF} as half, sum(amount) as amount
    from daily join (${CARRYING}) carrying using (kind) group by 1, 2, 3 having sum(amount) <> 0
  ) opened cross join ${SIZES}
  group by 1, 2, 3, 4 having sum(amount) <> 0 order by 1, 2, 3, 4
  on conflict (size, span, place, kind) do update set amount = s.amount + excluded.amount`;
