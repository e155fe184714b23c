import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { recount } from '../projection/recount.ts';

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
  await recount(db);
}
