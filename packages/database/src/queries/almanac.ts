import { Almanac } from '@motcua/dossier';
import type { ReferenceRecord } from '@motcua/dossier';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';

/** Gives the almanac as a snapshot holds it. */
export type AlmanacReader = (tx: Kysely<ReadModel>) => Promise<Almanac>;

/** Reads the almanac again only when it has grown: compiling calendars costs more than a question does. */
export function createAlmanacReader(): AlmanacReader {
  let kept: { readonly newest: number; readonly almanac: Almanac } | undefined;
  return async (tx) => {
    const newest = await newestPosition(tx);
    if (kept?.newest === newest) return kept.almanac;
    const almanac = await readAlmanac(tx);
    kept = { newest, almanac };
    return almanac;
  };
}

/** All calendars and procedures that are posted, or were up to a position, in the order of the log. */
export async function readAlmanac(db: Kysely<ReadModel>, upTo?: number): Promise<Almanac> {
  return new Almanac(await readReferences(db, upTo));
}

/** The records that `readAlmanac` learns, in the order of the log. */
export async function readReferences(db: Kysely<ReadModel>, upTo: number = Number.MAX_SAFE_INTEGER): Promise<readonly ReferenceRecord[]> {
  return db.selectFrom('almanac').select(['type', 'subject', 'position', 'data']).where('position', '<=', upTo).orderBy('position').execute();
}

/** Of the almanac; 0 when it is empty. */
async function newestPosition(db: Kysely<ReadModel>): Promise<number> {
  const row = await db.selectFrom('almanac').select('position').orderBy('position', 'desc').limit(1).executeTakeFirst();
  return row?.position ?? 0;
}
