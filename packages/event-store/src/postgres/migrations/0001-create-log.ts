import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The table of events, the counter of positions, and the trigger that keeps both append-only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createEvent(db);
  await createCounter(db);
  await createRefusal(db);
}

/**
 * Payloads are `json`: the text stays byte for byte what was written, so equal contents are equal texts. Names are
 * ordered by bytes: an index in a language's order breaks when the machine's language library changes.
 */
async function createEvent(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log.event (
      position bigint primary key check (position > 0),
      stream text collate "C" not null,
      revision integer not null check (revision >= 0),
      event_id uuid not null unique,
      type text collate "C" not null,
      subject text collate "C" not null,
      source text collate "C" not null,
      source_id text collate "C" not null,
      occurred_at timestamptz(3) not null,
      recorded_at timestamptz(3) not null,
      schema_version integer not null,
      command_id text collate "C",
      actor json,
      data json not null,
      unique (stream, revision)
    )`.execute(db);
}

/** At most one row. The first append fills it from the events, so a log restored from a copy needs nothing else. */
async function createCounter(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log.counter (
      only_row boolean primary key default true check (only_row),
      position bigint not null check (position >= 0),
      recorded_at timestamptz(3)
    ) with (fillfactor = 10)`.execute(db);
}

/** `enable always`: holds in a replication session too. */
async function createRefusal(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function log.refuse_change() returns trigger language plpgsql as $body$
    begin
      raise exception 'The log is append-only: % on %.% is refused', lower(tg_op), tg_table_schema, tg_table_name
        using errcode = 'restrict_violation', hint = 'What was wrong is corrected by a new event.';
    end
    $body$`.execute(db);
  await sql`
    create trigger append_only before update or delete or truncate on log.event
      for each statement execute function log.refuse_change()`.execute(db);
  await sql`alter table log.event enable always trigger append_only`.execute(db);
  await sql`
    create trigger append_only before delete or truncate on log.counter
      for each statement execute function log.refuse_change()`.execute(db);
  await sql`alter table log.counter enable always trigger append_only`.execute(db);
}
