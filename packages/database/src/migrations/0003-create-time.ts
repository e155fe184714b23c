import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Due dates, the duty to apologise, and who held a late dossier. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await extendProcedure(db);
  await createAlmanac(db);
  await createDue(db);
  await createApologyDuty(db);
  await createDelayShare(db);
}

async function extendProcedure(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table procedure
      add column limit_amount integer check (limit_amount > 0),
      add column limit_unit text collate "C" check (limit_unit in ('working_days', 'calendar_days', 'hours')),
      add column fee bigint check (fee >= 0),
      add column service_class text collate "C",
      add check ((limit_amount is null) = (limit_unit is null))`.execute(db);
}

/** The data of calendars and procedures as they were announced, none ever replaced: due dates need what was known before. */
async function createAlmanac(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table almanac (
      position bigint primary key,
      type text collate "C" not null,
      subject text collate "C" not null,
      data json not null
    )`.execute(db);
}

async function createDue(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table due (
      dossier text collate "C" not null,
      rule text collate "C" not null,
      authority text collate "C" not null,
      due_at timestamptz(3),
      is_overdue boolean not null,
      primary key (dossier, rule)
    ) with (fillfactor = 85)`.execute(db);
  await sql`create index due_unmarked on due (due_at, dossier) where not is_overdue`.execute(db);
}

async function createApologyDuty(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table apology_duty (
      dossier text collate "C" not null,
      number integer not null,
      ground text collate "C" not null check (ground in ('announced', 'overdue', 'ready_late')),
      authority text collate "C" not null,
      opened_on date not null,
      opened_at timestamptz(3) not null,
      letter_due_at timestamptz(3) not null,
      due_at timestamptz(3) not null,
      cause text collate "C" not null,
      unit_at_fault text collate "C",
      letter_number text,
      letter_at timestamptz(3),
      primary key (dossier, number),
      check ((letter_number is null) = (letter_at is null))
    )`.execute(db);
  await sql`create index apology_duty_opened on apology_duty (opened_on, dossier, number)`.execute(db);
}

async function createDelayShare(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table delay_share (
      dossier text collate "C" not null,
      office text collate "C" not null,
      authority text collate "C" not null,
      cause text collate "C" not null,
      minutes integer not null check (minutes >= 0),
      late_minutes integer not null check (late_minutes >= minutes),
      resolved_on date not null,
      primary key (dossier, office)
    )`.execute(db);
  await sql`create index delay_share_resolved on delay_share (resolved_on, dossier, office)`.execute(db);
}
