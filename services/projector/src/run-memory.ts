import { createIdCache, PROJECTION_VERSION, readAlmanac, readFence, readQuarantined } from '@motcua/database';
import type { Database, IdCache } from '@motcua/database';
import type { Almanac, Quarantine } from '@motcua/dossier';
import type { EventStore } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { createStateCache } from './dossier-states.ts';
import type { StateCache } from './dossier-states.ts';
import { readQuarantine } from './quarantine.ts';
import { loadReferences } from './references.ts';
import type { References } from './references.ts';

/** Of one run. `position`: how far it has folded, which is ahead of what is committed. */
export type RunMemory = {
  readonly states: StateCache;
  readonly ids: IdCache;
  readonly references: References;
  /** As of `position`: calendars and limits known then. */
  readonly almanac: Almanac;
  readonly quarantine: Quarantine;
  readonly leftOut: Set<number>;
  /** The checkpoint's table: what is remembered belongs to its schema only. */
  readonly table: number;
  position: number;
};

export type MemoryOptions = {
  readonly store: EventStore;
  readonly database: Database;
  /** Events held in memory as states of dossiers. */
  readonly cachedEventsMax: number;
  /** The row of a worker in a rebuild. */
  readonly checkpoint?: string;
};

/**
 * What a run begins with: everything that the database holds up to the checkpoint.
 *
 * @throws AppError `PROJECTION_OUTDATED` when another version of the projection made it.
 */
export async function loadMemory({ store, database, cachedEventsMax, checkpoint }: MemoryOptions): Promise<RunMemory> {
  const { db } = database;
  const { position, table, version } = await readFence(db, checkpoint);
  if (version !== PROJECTION_VERSION) await adopt(database, { position, version });
  return {
    states: createStateCache(cachedEventsMax), ids: createIdCache(), references: await loadReferences(database, position), almanac: await readAlmanac(db, position),
    quarantine: await readQuarantine(store), leftOut: new Set(await readQuarantined(db, position)), position, table,
  };
}

/** What is empty belongs to whoever fills it. */
async function adopt({ db }: Database, { position, version }: { readonly position: number; readonly version: number }): Promise<void> {
  if (position > 0) {
    throw new AppError('PROJECTION_OUTDATED', `Version ${version} of the projection made the read model and this program has version ${PROJECTION_VERSION}: make it again with the new version's "motcua rebuild", and restart what runs the old one.`);
  }
  await db.updateTable('checkpoint').set({ version: PROJECTION_VERSION }).where('position', '=', 0).execute();
}
