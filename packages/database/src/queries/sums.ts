import { ND61 } from '@motcua/dossier';
import type { Dimension, Sum } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes, legNode } from './counted-legs.ts';
import type { LegsQuery, Together } from './counted-legs.ts';
import { balanceSource } from './leg-source.ts';
import type { LegSource } from './leg-source.ts';

/** A sum of legs of one row of the table. `node`: a level, a code, a channel or a date; by day, '' for all before the period. */
export type NodeSum = Sum & { readonly node: string };

/**
 * The legs of a scope up to the period's end, summed by node, class, cause, side and channel: everything that the
 * figures of a table need. What lies before the period is summed where it is open only, without what brought it there: its cause is
 * `succession`, its side `to`. Sums that are 0 may be missing or not, and one key may come in parts.
 */
export async function sumsOf(db: Kysely<ReadModel>, query: LegsQuery): Promise<readonly NodeSum[]> {
  const { rows } = await sumList<NodeSum>(query, await balanceSource(db, query.known)).execute(db);
  return rows;
}

/** What {@link sumsOf} gives, of one of several tables. */
export type TableSums<By extends Dimension = Dimension> = { readonly rule: string; readonly by: By; readonly sums: readonly NodeSum[] };

/** Which tables: each of these rules with each of these dimensions. */
export type Tables<By extends Dimension> = { readonly rules: readonly string[]; readonly dimensions: readonly By[] };

/** The same of several tables, rule by rule, read at once where their legs go the same ways: most of the books is one and the same. */
export async function sumsOfTables<By extends Dimension>(db: Kysely<ReadModel>, query: Omit<LegsQuery, 'rule' | 'dimension'>, { rules, dimensions }: Tables<By>): Promise<readonly TableSums<By>[]> {
  const source = await balanceSource(db, query.known);
  const found = new Map<Dimension, readonly TableRow[]>();
  for (const together of Map.groupBy(dimensions, (by) => by === 'level').values()) {
    const [dimension = 'authority']: readonly Dimension[] = together;
    const { rows } = await sumList<TableRow>({ ...query, rule: ND61.id, dimension }, source, { rules, dimensions: together }).execute(db);
    const byTable = Map.groupBy(rows, ({ table }) => table);
    together.forEach((by, table) => found.set(by, byTable.get(table) ?? []));
  }
  return rules.flatMap((rule) => dimensions.map((by) => ({ rule, by, sums: (found.get(by) ?? []).filter((row) => row.rule === rule || row.rule === ND61.id).map(sumOf) })));
}

/** `table`: which of the dimensions that are read together. */
type TableRow = NodeSum & { readonly rule: string; readonly table: number };

/** `reason`: an expression over `counted` that is told with the sums. With rules, each sum tells whose it is; with dimensions, of which `table`. */
export type SumChoice = Together & { readonly reason?: RawBuilder<unknown> };

/** The sums of {@link sumsOf}, of legs from anywhere. */
export function sumList<Row extends NodeSum>(query: LegsQuery, source: LegSource | 'journal', { reason, rules, dimensions }: SumChoice = {}): RawBuilder<Row> {
  const { dimension, period: { from } } = query;
  const [told, also] = reason === undefined ? [sql``, sql``] : [sql`, ${reason} as reason`, sql`, reason`];
  const rows = dimensions?.map((one, index) => one === 'day' ? legNode(one, from) : sql`node[${sql.lit(index + 1)}]`) ?? [legNode(dimension, from)];
  const names = rows.map((_, index) => sql.ref(`row_${index}`));
  const table = dimensions === undefined ? sql`` : sql`, case 0 ${sql.join(names.map((name, index) => sql`when grouping(${name}) then ${sql.lit(index)}`), sql` `)} end as "table"`;
  return sql<Row>`
    with recursive ${countedCtes(query, source, { rules, dimensions })},
    summed as (
      select coalesce(${sql.join(names)}) as node, kind, succession, channel${also}${table},
        coalesce(sum(amount) filter (where effective_on < ${from}::date), 0) as opening,
        coalesce(sum(amount) filter (where effective_on >= ${from}::date), 0) as flow
      from (select ${sql.join(rows.map((row, index) => sql`${row} as ${names[index]}`))}, kind, succession, channel, effective_on, amount${told} from counted) leg
      group by grouping sets (${sql.join(names.map((name) => sql`(${name}, kind, succession, channel${also})`))})
    )
    select node, class, case succession when 0 then cause else 'succession' end as cause,
      case succession when 0 then side when 1 then 'to' else 'from' end as side, channel, opening, flow${also}${rules === undefined ? sql`` : sql`, rule`}${dimensions === undefined ? sql`` : sql`, "table"`}
    from summed join book using (kind)`;
}

function sumOf({ node, class: of, cause, side, channel, opening, flow }: NodeSum): NodeSum {
  return { node, class: of, cause, side, channel, opening, flow };
}
