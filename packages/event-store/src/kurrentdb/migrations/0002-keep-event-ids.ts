import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Where each event id was first used: the engine knows ids within a stream only. Those between two marks are written with the
 * second one. Marks from before have no ids and are made again from the log.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log_index.event_id (
      log text collate "C" not null,
      id uuid not null,
      "position" bigint not null check ("position" > 0),
      primary key (id, log)
    )`.execute(db);
  await sql`truncate log_index.mark`.execute(db);
}
