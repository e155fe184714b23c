import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Who takes over what an authority leaves open when its validity ends, as its declaration names them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table authority add column successors jsonb, add check (successors is null or valid_to is not null)`.execute(db);
}
