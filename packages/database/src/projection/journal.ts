import { AppError } from '@motcua/kernel';
import { legsOf } from '@motcua/ledger';
import type { Leg } from '@motcua/ledger';
import type pg from 'pg';
import { plainArray, textArray } from './arrays.ts';
import type { JournalEntry } from './batch.ts';
import { idsOf } from './ids.ts';
import type { IdCache } from './ids.ts';

/** Writes the legs into the journal and adds their sums to the balances, by one statement, so that both always agree. */
export async function writeJournal(client: pg.ClientBase, cache: IdCache, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const ids = await idsOf(client, cache, entries, legsIn);
  const rows = entries.map((entry) => ({ ...entry, movementOrdinal: entry.movement, movement: entry.posting.movement, legs: legsIn(entry) }));
  await client.query({ name: 'post-entries', text: POST, values: [
    plainArray(rows.map(({ position }) => position)),
    plainArray(rows.map(({ movementOrdinal }) => movementOrdinal)),
    plainArray(rows.map(({ movement }) => movement.effectiveOn)),
    textArray(rows.map(({ dossier }) => dossier)),
    plainArray(rows.map(({ movement }) => movement.eventId)),
    plainArray(rows.map(({ posting }) => posting.kind === 'inverted')),
    ...([0, 1] as const).flatMap((side) => [
      plainArray(rows.map(({ legs }) => ids.placeOf(legs[side].placement))),
      plainArray(rows.map(({ legs, movement }) => ids.kindOf(movement, legs[side]))),
      plainArray(rows.map(({ legs }) => legs[side].amount)),
    ]),
  ] });
}

function legsIn(entry: JournalEntry): readonly [Leg, Leg] {
  const legs = legsOf(entry.posting);
  if (legs[0].amount + legs[1].amount !== 0) throw new AppError('LEDGER_UNBALANCED', `The legs of the movement at position ${entry.position} do not sum to 0.`);
  return legs;
}

const POST = `
  with legs as (
    select m.position, m.event_id, m.effective_on, m.movement, l.place, l.kind, l.amount, m.inverted, m.dossier
    from unnest($1::bigint[], $2::integer[], $3::date[], $4::text[], $5::uuid[], $6::boolean[],
        $7::integer[], $8::smallint[], $9::smallint[], $10::integer[], $11::smallint[], $12::smallint[])
      as m(position, movement, effective_on, dossier, event_id, inverted,
        from_place, from_kind, from_amount, to_place, to_kind, to_amount)
    cross join lateral (values (m.from_place, m.from_kind, m.from_amount), (m.to_place, m.to_kind, m.to_amount)) as l(place, kind, amount)
  ), posted as (
    insert into ledger.journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
    select * from legs
  )
  insert into ledger.balance as b (place, kind, effective_on, amount)
  select place, kind, effective_on, sum(amount)::integer from legs group by 1, 2, 3 order by 1, 2, 3
  on conflict (place, kind, effective_on) do update set amount = b.amount + excluded.amount`;
