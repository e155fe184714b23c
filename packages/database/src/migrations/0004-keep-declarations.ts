import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Every declaration stays, by its position: as of an earlier position the organisation is what was declared by then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['authority', 'procedure']) {
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(`${table}_pkey`)}`.execute(db);
    await sql`alter table ${sql.table(table)} add primary key (code, valid_from, position)`.execute(db);
  }
}
