import type { Sum } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes, legNode } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import type { LegSource } from './leg-source.ts';
import { readAsOf } from './snapshot.ts';

/** A sum of legs of one row of the table. `node`: a level, a code, a channel or a date; by day, '' for all before the period. */
export type NodeSum = Sum & { readonly node: string };

/**
 * The legs of a scope up to the period's end, summed by node, class, cause, side and channel: everything that the
 * figures of a table need. What lies before the period is summed where it is open only, without what brought it there: its cause is
 * `succession`, its side `to`. Sums that are 0 may be missing or not, and one key may come in parts.
 */
export async function sumsOf(db: Kysely<ReadModel>, query: LegsQuery): Promise<readonly NodeSum[]> {
  const { rows } = await sumList<NodeSum>(query, { from: 'balance', head: await headOf(db, query) }).execute(db);
  return rows;
}

/** The sums of {@link sumsOf}, of legs from anywhere; with their `reason`, an expression over `counted`, where one is told. */
export function sumList<Row extends NodeSum>(query: LegsQuery, source: LegSource | 'journal', reason?: RawBuilder<unknown>): RawBuilder<Row> {
  const { dimension, period: { from } } = query;
  const [told, also] = reason === undefined ? [sql``, sql``] : [sql`, ${reason} as reason`, sql`, reason`];
  return sql<Row>`
    with recursive ${countedCtes(query, source)},
    summed as (
      select node, kind, succession, channel${also},
        coalesce(sum(amount) filter (where effective_on < ${from}::date), 0) as opening,
        coalesce(sum(amount) filter (where effective_on >= ${from}::date), 0) as flow
      from (select ${legNode(dimension, from)} as node, kind, succession, channel, effective_on, amount${told} from counted) leg
      group by node, kind, succession, channel${also}
    )
    select node, class, case succession when 0 then cause else 'succession' end as cause,
      case succession when 0 then side when 1 then 'to' else 'from' end as side, channel, opening, flow${also}
    from summed join book using (kind)`;
}

/** Only a question about the past needs to know how far behind the head it lies. */
async function headOf(db: Kysely<ReadModel>, { known }: LegsQuery): Promise<number> {
  return known?.upTo === undefined ? 0 : (await readAsOf(db)).position;
}
