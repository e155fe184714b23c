import { STOCK_CLASSES } from '@motcua/ledger';
import { sql } from 'kysely';
import type { QueryExecutorProvider } from 'kysely';
import { HALF, SPAN_SIZES } from '../spans.ts';

/** Cause and side of the kinds under which a stock is carried forward: one for each rule and class that makes a stock, whatever brought the dossiers there. */
export const CARRIED = { cause: 'succession', side: 'to', classes: STOCK_CLASSES.map((one) => `'${one}'`).join(', ') } as const;

/** `carrying (kind, carried)`: the kind under which what a leg leaves open is carried forward. */
export const CARRYING = `
  select leg.kind, carried.kind as carried from kind leg join kind carried using (rule, class)
  where class in (${CARRIED.classes}) and carried.cause = '${CARRIED.cause}' and carried.side = '${CARRIED.side}'`;

/** `sizes (size)`. */
export const SIZES = `(values ${SPAN_SIZES.map((size) => `(${size}::smallint)`).join(', ')}) as sizes(size)`;

/**
 * Makes daily balances and carried stocks anew from the journal, for a journal that was not written by the projector. Both
 * tables are emptied first.
 */
export async function recount(db: QueryExecutorProvider): Promise<void> {
  await sql`delete from balance`.execute(db);
  await sql`delete from stock`.execute(db);
  await sql`
    insert into kind (rule, class, cause, side)
    select distinct rule, class, ${CARRIED.cause}, ${CARRIED.side} from kind where class in (${sql.raw(CARRIED.classes)})
    on conflict do nothing`.execute(db);
  await sql`
    insert into balance (effective_on, place, kind, amount)
    select effective_on, place, kind, sum(amount)::integer from journal group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  await sql`
    insert into stock (size, span, place, kind, amount)
    select size, (half / size)::smallint, place, carried, sum(amount)::integer
    from (
      select place, carried, ${sql.raw(HALF)} as half, sum(amount) as amount
      from balance join (${sql.raw(CARRYING)}) carrying using (kind) group by 1, 2, 3 having sum(amount) <> 0
    ) opened
    cross join ${sql.raw(SIZES)}
    group by 1, 2, 3, 4 having sum(amount) <> 0 order by 1, 2, 3, 4`.execute(db);
}
