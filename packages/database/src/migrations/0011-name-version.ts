import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Which version of the projection made the read model, so that no other goes on in it; how far each worker of a rebuild is, in
 * rows of its own; and the changes of figures that somebody wanted when the read model was made again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table checkpoint add column version integer not null default 1 check (version > 0)`.execute(db);
  await sql`
    create table accepted_difference (
      position bigint primary key,
      recorded_at timestamptz(3) not null,
      reason text not null,
      data json not null
    )`.execute(db);
}
