import type { Sum } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes, legNode } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import { readAsOf } from './snapshot.ts';

/** A sum of legs of one row of the table. `node`: a level, a code, a channel or a date; by day, '' for all before the period. */
export type NodeSum = Sum & { readonly node: string };

/**
 * The legs of a scope up to the period's end, summed by node, class, cause, side and channel: everything that the
 * figures of a table need. What lies before the period is summed where it is open only, without what brought it there: its cause is
 * `succession`, its side `to`. Sums that are 0 may be missing or not, and one key may come in parts.
 */
export async function sumsOf(db: Kysely<ReadModel>, query: LegsQuery): Promise<readonly NodeSum[]> {
  const { from } = query.period;
  const { rows } = await sql<NodeSum>`
    with recursive ${countedCtes(query, { from: 'balance', head: await headOf(db, query) })},
    summed as (
      select ${legNode(query.dimension, from)} as node, kind, succession, channel,
        coalesce(sum(amount) filter (where effective_on < ${from}::date), 0) as opening,
        coalesce(sum(amount) filter (where effective_on >= ${from}::date), 0) as flow
      from counted
      group by 1, 2, 3, 4
    )
    select node, class, case succession when 0 then cause else 'succession' end as cause,
      case succession when 0 then side when 1 then 'to' else 'from' end as side, channel, opening, flow
    from summed join book using (kind)`.execute(db);
  return rows;
}

/** Only a question about the past needs to know how far behind the head it lies. */
async function headOf(db: Kysely<ReadModel>, { known }: LegsQuery): Promise<number> {
  return known?.upTo === undefined ? 0 : (await readAsOf(db)).position;
}
