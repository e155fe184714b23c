import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What a refused event shows to be wrong with its source, and where its dossier counts; the positions say how far the log was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table intake.rejection
      add column fault text check (fault in ('end_before_reception', 'finished_without_end', 'impossible_jump', 'occurred_in_future')),
      add column authority text,
      add column first_position bigint not null default 0,
      add column last_position bigint not null default 0`.execute(db);
  await sql`
    create view intake.refused_event as
      select id, fault as kind, source, authority, known->>'subject' as subject, known->>'type' as type, code,
        coalesce((known->>'time')::timestamptz, first_at) as occurred_at, count, first_position, last_position
      from intake.rejection where fault is not null`.execute(db);
}
