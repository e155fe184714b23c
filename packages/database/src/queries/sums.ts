import { ND61 } from '@motcua/dossier';
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

/** The same under several rules, read at once: most of their books is one and the same. */
export async function sumsByRule(db: Kysely<ReadModel>, query: Omit<LegsQuery, 'rule'>, rules: readonly string[]): Promise<ReadonlyMap<string, readonly NodeSum[]>> {
  const asked = { ...query, rule: ND61.id };
  const { rows } = await sumList<NodeSum & { readonly rule: string }>(asked, { from: 'balance', head: await headOf(db, asked) }, { rules }).execute(db);
  return new Map(rules.map((rule) => [rule, rows.filter((row) => row.rule === rule || row.rule === ND61.id).map(withoutRule)]));
}

/** `reason`: an expression over `counted` that is told with the sums. `rules`: whose books are read together; each sum tells whose it is. */
export type SumChoice = { readonly reason?: RawBuilder<unknown>; readonly rules?: readonly string[] };

/** The sums of {@link sumsOf}, of legs from anywhere. */
export function sumList<Row extends NodeSum>(query: LegsQuery, source: LegSource | 'journal', { reason, rules }: SumChoice = {}): RawBuilder<Row> {
  const { dimension, period: { from } } = query;
  const [told, also] = reason === undefined ? [sql``, sql``] : [sql`, ${reason} as reason`, sql`, reason`];
  return sql<Row>`
    with recursive ${countedCtes(query, source, rules)},
    summed as (
      select node, kind, succession, channel${also},
        coalesce(sum(amount) filter (where effective_on < ${from}::date), 0) as opening,
        coalesce(sum(amount) filter (where effective_on >= ${from}::date), 0) as flow
      from (select ${legNode(dimension, from)} as node, kind, succession, channel, effective_on, amount${told} from counted) leg
      group by node, kind, succession, channel${also}
    )
    select node, class, case succession when 0 then cause else 'succession' end as cause,
      case succession when 0 then side when 1 then 'to' else 'from' end as side, channel, opening, flow${also}${rules === undefined ? sql`` : sql`, rule`}
    from summed join book using (kind)`;
}

function withoutRule({ node, class: of, cause, side, channel, opening, flow }: NodeSum): NodeSum {
  return { node, class: of, cause, side, channel, opening, flow };
}

/** Only a question about the past needs to know how far behind the head it lies. */
async function headOf(db: Kysely<ReadModel>, { known }: LegsQuery): Promise<number> {
  return known?.upTo === undefined ? 0 : (await readAsOf(db)).position;
}
