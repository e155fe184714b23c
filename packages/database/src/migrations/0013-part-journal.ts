import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Legs that are out of order are found by their position and day together: what became known later than most of their day, or sooner. A
 * range of pages keeps several stretches of days, because a few late ones would else make it one of months. Pages that no vacuum has seen are read
 * whenever legs are looked for, so it looks more often than it would by itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index journal_effective`.execute(db);
  await sql`create index journal_effective on journal using brin (effective_on date_minmax_multi_ops, position) with (pages_per_range = 32)`.execute(db);
  await sql`alter table journal set (autovacuum_vacuum_insert_scale_factor = 0.02)`.execute(db);
}
