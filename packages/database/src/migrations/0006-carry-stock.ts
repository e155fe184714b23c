import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What is open is carried forward, so that no stock is summed from the beginning of time; daily sums and legs are found by
 * their day. Of a span that has passed, hardly anything is left: what came in it has gone again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stock (
      size smallint not null check (size in (1, 8, 64, 512)),
      span smallint not null check (span >= 0),
      place integer not null,
      kind smallint not null,
      amount integer not null,
      primary key (size, span, place, kind)
    ) with (fillfactor = 85)`.execute(db);
  await sql`alter table balance drop constraint balance_pkey, add primary key (effective_on, place, kind)`.execute(db);
  await sql`create index journal_effective on journal using brin (effective_on) with (pages_per_range = 32)`.execute(db);
  await fillStock(db);
}

/** As stocks were carried when this was released: a migration never changes with the program. */
async function fillStock(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into kind (rule, class, cause, side)
    select distinct rule, class, 'succession', 'to' from kind where class in ('awaiting_reception', 'in_progress', 'overdue', 'paused')
    on conflict do nothing`.execute(db);
  await sql`
    insert into stock (size, span, place, kind, amount)
    select size, (half / size)::smallint, place, carried, sum(amount)::integer
    from (
      select place, carried.kind as carried, amount,
        (extract(year from effective_on)::integer - 1990) * 24 + (extract(month from effective_on)::integer - 1) * 2 + (extract(day from effective_on) >= 15)::integer as half
      from balance join kind own using (kind) join kind carried using (rule, class)
      where class in ('awaiting_reception', 'in_progress', 'overdue', 'paused') and carried.cause = 'succession' and carried.side = 'to'
    ) leg
    cross join (values (1::smallint), (8::smallint), (64::smallint), (512::smallint)) as sizes(size)
    group by 1, 2, 3, 4 having sum(amount) <> 0 order by 1, 2, 3, 4`.execute(db);
}
