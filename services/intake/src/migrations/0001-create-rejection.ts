import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** One row for each different refused item. `known`, `pointers`, `unknown_fields`: JSON, shown as they are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table intake.rejection (
    id bigint generated always as identity primary key,
    sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    source text not null,
    code text not null,
    pointers json not null,
    known json not null,
    unknown_fields json not null,
    size bigint not null check (size >= 0),
    count bigint not null check (count > 0),
    first_at timestamptz not null,
    last_at timestamptz not null check (last_at >= first_at)
  )`.execute(db);
  await sql`create index rejection_by_source on intake.rejection (source, last_at)`.execute(db);
  await sql`create index rejection_by_age on intake.rejection (last_at)`.execute(db);
}
