import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** A fact is noted with how many of it there are. Not validated: every leg that is there is of 1 or −1, and there may be many. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table journal drop constraint journal_amount_check, add constraint journal_amount_check check (amount <> 0) not valid`.execute(db);
}
