import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The journal, its daily sums, the dossiers, and the checkpoint that is written in one transaction with them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createDimensions(db);
  await createBooks(db);
  await createDossier(db);
  await createCheckpoint(db);
}

/** Codes are ordered by bytes: an index in a language's order breaks when the machine's language library changes. */
async function createDimensions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table place (
      place integer generated always as identity primary key,
      authority text collate "C" not null,
      receiving_unit text collate "C" not null,
      procedure text collate "C" not null,
      field text collate "C" not null,
      channel text collate "C" not null,
      unique (authority, procedure, receiving_unit, field, channel)
    )`.execute(db);
  await sql`
    create table kind (
      kind smallint generated always as identity primary key,
      rule text collate "C" not null,
      class text collate "C" not null,
      cause text collate "C" not null,
      side text collate "C" not null check (side in ('from', 'to')),
      unique (rule, class, cause, side)
    )`.execute(db);
}

/**
 * No foreign keys to place and kind: one writer makes both in one transaction, and checking them would cost as much as
 * the rows. The two legs of a movement differ in kind, because a kind has a side.
 */
async function createBooks(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table journal (
      position bigint not null,
      event_id uuid not null,
      effective_on date not null,
      movement integer not null,
      place integer not null,
      kind smallint not null,
      amount smallint not null check (amount in (-1, 1)),
      inverted boolean not null,
      dossier text collate "C" not null,
      primary key (position, movement, kind)
    )`.execute(db);
  await sql`create index journal_dossier on journal (dossier)`.execute(db);
  await sql`
    create table balance (
      effective_on date not null,
      place integer not null,
      kind smallint not null,
      amount integer not null,
      primary key (place, kind, effective_on)
    ) with (fillfactor = 85)`.execute(db);
}

/** No index on what changes with every event, so that an update touches the row only. */
async function createDossier(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table dossier (
      code text collate "C" primary key,
      class text collate "C" not null,
      authority text collate "C" not null,
      receiving_unit text collate "C" not null,
      procedure text collate "C" not null,
      field text collate "C" not null,
      channel text collate "C" not null,
      submitted_at timestamptz(3),
      received_at timestamptz(3),
      due_at timestamptz(3),
      resolved_at timestamptz(3),
      ready_at timestamptz(3),
      returned_at timestamptz(3),
      ever_overdue boolean not null,
      apologies integer not null check (apologies >= 0),
      claimed_outcome text collate "C",
      first_position bigint not null,
      last_position bigint not null check (last_position >= first_position)
    ) with (fillfactor = 70)`.execute(db);
}

async function createCheckpoint(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table checkpoint (
      projection text collate "C" primary key,
      position bigint not null check (position >= 0),
      recorded_at timestamptz(3),
      stopped_position bigint check (stopped_position = position + 1),
      stopped_code text,
      stopped_reason text,
      updated_at timestamptz(3) not null default now(),
      check ((stopped_position is null) = (stopped_code is null) and (stopped_code is null) = (stopped_reason is null))
    ) with (fillfactor = 10)`.execute(db);
  await sql`insert into checkpoint (projection, position) values ('ledger', 0)`.execute(db);
}
