import { openDatabase, PROJECTION_VERSION, readAlmanac, readCheckpoint, readFence, readQuarantined, readValidities, writeBatch } from '@motcua/database';
import type { Database, IdCache, Lease, ProjectedBatch } from '@motcua/database';
import type { Almanac } from '@motcua/dossier';
import { AppError } from '@motcua/kernel';
import { askForLeadership, WRITER_NAME } from './leadership.ts';

/** What a run begins with: what the read model holds, as of its checkpoint. `table`: which one says so. */
export type Posted = {
  readonly position: number;
  /** When the event there was recorded; null at 0. */
  readonly recordedAt: string | null;
  readonly table: number;
  readonly almanac: Almanac;
  readonly validities: Awaited<ReturnType<typeof readValidities>>;
  readonly leftOut: readonly number[];
};

/** The read model as the projector needs it: whoever leads posts, and every stretch goes in whole with its checkpoint, or not at all. */
export type PostedModel = {
  /** As {@link askForLeadership}. */
  askForLeadership(): Promise<Lease | undefined>;
  position(): Promise<number>;
  /** @throws AppError `PROJECTION_OUTDATED` when another version of the projection made it. */
  posted(): Promise<Posted>;
  /** As `writeBatch`; `ids` and `table` belong to the run. */
  write(batch: ProjectedBatch, ids: IdCache, table: number): Promise<void>;
  close(): Promise<void>;
};

/** Far longer than any batch takes: a server that is gone shall not hold up this process for as long as TCP hopes for it. */
const ANSWER_MS_MAX = 60_000;

/** @param leaseMs - How long a leader may be silent. */
export function modelIn(url: string, leaseMs: number): PostedModel {
  const database = openDatabase(url, { connections: 3, applicationName: WRITER_NAME, answerMsMax: ANSWER_MS_MAX });
  return {
    askForLeadership: () => askForLeadership(url, leaseMs),
    position: async () => (await readCheckpoint(database.db)).position,
    posted: () => readPosted(database),
    write: (batch, ids, table) => writeBatch(database.pool, ids, batch, { table }),
    close: () => database.close(),
  };
}

/**
 * Everything that the database holds up to a checkpoint.
 *
 * @param checkpoint - The row of a worker in a rebuild.
 * @throws AppError `PROJECTION_OUTDATED` when another version of the projection made it.
 */
export async function readPosted(database: Database, checkpoint?: string): Promise<Posted> {
  const { db } = database;
  const { position, recordedAt, table, version } = await readFence(db, checkpoint);
  if (version !== PROJECTION_VERSION) await adopt(database, { position, version });
  return { position, recordedAt, table, validities: await readValidities(db, position), almanac: await readAlmanac(db, position), leftOut: await readQuarantined(db, position) };
}

/** What is empty belongs to whoever fills it. */
async function adopt({ db }: Database, { position, version }: { readonly position: number; readonly version: number }): Promise<void> {
  if (position > 0) {
    throw new AppError('PROJECTION_OUTDATED', `Version ${version} of the projection made the read model and this program has version ${PROJECTION_VERSION}: make it again with the new version's "motcua rebuild", and restart what runs the old one.`);
  }
  await db.updateTable('checkpoint').set({ version: PROJECTION_VERSION }).where('position', '=', 0).execute();
}
