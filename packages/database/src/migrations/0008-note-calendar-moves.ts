import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Events that moved a due date because a calendar was announced: what they change in the books has that reason. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table calendar_move (position bigint primary key, dossier text collate "C" not null)`.execute(db);
}
