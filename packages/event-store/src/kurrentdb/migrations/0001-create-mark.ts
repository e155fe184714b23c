import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Marks along the log of KurrentDB: each describes one event and where those since the mark before stand. They follow from
 * the log alone, so whoever has read so far may write them, and they may be thrown away.
 *
 * `log`: what the stream names of the log begin with. `places`: of every event since the mark before, this one included, how
 * far its place and its instant lie behind those of the one before it (variable-length numbers).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log_index.mark (
      log text collate "C" not null,
      "position" bigint not null check ("position" > 0),
      "commit" numeric(20,0) not null check ("commit" >= 0),
      prepare numeric(20,0) not null check (prepare >= 0),
      recorded_at timestamptz(3) not null,
      event_id uuid not null,
      chain bytea not null check (octet_length(chain) = 32),
      places bytea not null,
      primary key (log, "position"),
      unique (log, "commit", prepare)
    )`.execute(db);
  await sql`create index mark_recorded_at on log_index.mark (log, recorded_at, "position")`.execute(db);
}
