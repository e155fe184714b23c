import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The dossiers that are open now: few of all, and the beginning of every list of a stock. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index dossier_open on dossier (code) where class in ('awaiting_reception', 'in_progress', 'overdue', 'paused')`.execute(db);
}
