import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, readPosted } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { logOf } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';

/** What a command works with. */
export type Visit = {
  readonly store: EventStore;
  readonly database: Database;
  /** Waits until the read model holds what the command itself has recorded; missing where a running ledger sees to that. */
  readonly readModelHolds?: (position: number) => Promise<void>;
};

/**
 * Gives a command the log and the read model of a database, with every due date that has passed marked and the projection
 * caught up: a running ledger does that by itself, elsewhere clock and projector of the command's own do. An event at which the projection stands still ends the
 * waiting; the command then works on what there is, and `asOf` says how far that is.
 */
export async function visit<T>(access: DatabaseAccess, work: (visit: Visit) => Promise<T>): Promise<T> {
  const own = access.projected ? undefined : await import('./own-projection.ts');
  await own?.migrate(access);
  const store = openEventStore(logOf(access), { retryMsMax: 5_000 });
  const database = openDatabase(access.databaseUrl, { connections: 2, applicationName: 'motcua-command' });
  try {
    await (own === undefined ? followRunning(store, database) : own.catchUp(access, store, database));
    return await work({ store, database, ...(own === undefined ? {} : { readModelHolds: (position) => own.post(access, store, position) }) });
  } finally {
    await store.close();
    await database.close();
  }
}

/** How long a command waits for the running ledger to post what was recorded before it; milliseconds. */
const PATIENCE_MS = 5_000;

/** So that a command shows what its user has just posted. However that ends, the command answers, and says as of when. */
async function followRunning(store: EventStore, { db }: Database): Promise<void> {
  const { position } = await store.head();
  for (const giveUpAt = performance.now() + PATIENCE_MS; performance.now() < giveUpAt; await sleep(50)) {
    const posted = await readPosted(db);
    if (posted.position >= position || posted.stoppedAt !== undefined) return;
  }
}
