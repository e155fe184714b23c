import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Which system told what is wrong, and the day on which it counts; what was found before this stays without both until the
 * read model is made again. Corrections are kept, because what was put right is settled.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table finding
      add column source text collate "C" not null default '',
      add column effective_on date`.execute(db);
  await sql`create index finding_authority on finding (authority, kind, subject, position)`.execute(db);
  await sql`
    create table correction (
      dossier text collate "C" not null,
      position bigint not null,
      field text collate "C" not null,
      old text,
      new text not null,
      primary key (dossier, position)
    )`.execute(db);
}
