import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** One row once a sample was begun: its parameters, and when it was finished. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table standalone.sample_play (
      only_row boolean primary key default true check (only_row),
      parameters jsonb not null,
      finished_at timestamptz
    )`.execute(db);
}
