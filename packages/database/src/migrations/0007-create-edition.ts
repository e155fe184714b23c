import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * The editions of periods, and the parts of their contents. Parts come first; those of an edition that was never made stay
 * without it and are in no answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table edition (
      edition text collate "C" primary key,
      position bigint not null unique,
      recorded_at timestamptz(3) not null,
      scope text collate "C" not null,
      scheme text collate "C" not null,
      period text collate "C" not null,
      number integer not null check (number > 0),
      from_on date not null,
      to_on date not null check (to_on >= from_on),
      sha256 text collate "C" not null,
      data json not null,
      unique (scope, scheme, period, number)
    )`.execute(db);
  await sql`create index edition_ends on edition (scope, to_on, position)`.execute(db);
  await sql`
    create table edition_part (
      edition text collate "C" not null,
      sha256 text collate "C" not null,
      part integer not null check (part > 0),
      position bigint not null,
      text text not null,
      primary key (edition, sha256, part)
    )`.execute(db);
}
