import { Almanac } from '@motcua/dossier';
import type { ReferenceRecord } from '@motcua/dossier';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';

/** The position of the newest record of the almanac; 0 when it is empty. What `readAlmanac` gives is the same until it moves. */
export async function almanacPosition(db: Kysely<ReadModel>): Promise<number> {
  const row = await db.selectFrom('almanac').select('position').orderBy('position', 'desc').limit(1).executeTakeFirst();
  return row?.position ?? 0;
}

/** All calendars and procedures that are posted, in the order of the log. */
export async function readAlmanac(db: Kysely<ReadModel>): Promise<Almanac> {
  return new Almanac(await readReferences(db));
}

/** The records that `readAlmanac` learns, in the order of the log. */
export async function readReferences(db: Kysely<ReadModel>): Promise<readonly ReferenceRecord[]> {
  return db.selectFrom('almanac').select(['type', 'subject', 'position', 'data']).orderBy('position').execute();
}
