import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What dossiers refer to, what is wrong with them, and what the operator set aside. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createDeclared(db);
  await createFindings(db);
}

async function createDeclared(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table authority (
      code text collate "C" not null,
      valid_from date not null,
      valid_to date check (valid_to >= valid_from),
      name text not null,
      level text collate "C" not null check (level in ('province', 'district', 'commune')),
      parent text collate "C",
      position bigint not null,
      primary key (code, valid_from)
    )`.execute(db);
  await sql`
    create table procedure (
      code text collate "C" not null,
      valid_from date not null,
      valid_to date check (valid_to >= valid_from),
      name text not null,
      field text collate "C" not null,
      field_name text not null,
      level text collate "C" not null check (level in ('province', 'district', 'commune')),
      position bigint not null,
      primary key (code, valid_from)
    )`.execute(db);
}

async function createFindings(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table finding (
      kind text collate "C" not null,
      severity text collate "C" not null check (severity in ('blocking', 'warning')),
      subject text collate "C" not null,
      position bigint not null,
      authority text collate "C",
      detail json not null,
      primary key (kind, subject, position)
    )`.execute(db);
  await sql`
    create table quarantined (
      position bigint primary key,
      event_id uuid not null,
      stream text collate "C" not null,
      reason text not null
    )`.execute(db);
}
