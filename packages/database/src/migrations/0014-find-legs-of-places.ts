import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * The legs of one authority, and those of a rare kind, without reading all others. A place and kind have many legs, which the index keeps as
 * one entry; days are left to the other index, and the two are read together.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index journal_kind_place on journal (kind, place)`.execute(db);
}
