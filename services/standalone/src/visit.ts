import { setTimeout as sleep } from 'node:timers/promises';
import { startClock } from '@motcua/clock';
import { openDatabase, readPosted } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import { pino } from 'pino';
import { caughtUp, settled } from './caught-up.ts';
import { migrate } from './ledger.ts';
import { logOf } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';
import { refuseOutdated } from './outdated.ts';
import { readSampleState } from './sample/sample-mark.ts';

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
  if (!access.projected) await migrate(access);
  const store = openEventStore(logOf(access), { retryMsMax: 5_000 });
  const database = openDatabase(access.databaseUrl, { connections: 2, applicationName: 'motcua-command' });
  try {
    await catchUp(access, store, database);
    return await work({ store, database, ...(access.projected ? {} : { readModelHolds: (position) => post(access, store, position) }) });
  } finally {
    await store.close();
    await database.close();
  }
}

/** A projector of the command's own posts what has been recorded since. */
async function post(access: DatabaseAccess, store: EventStore, position: number): Promise<void> {
  const projector = startProjector({ store, databaseUrl: access.databaseUrl, log: pino({ level: 'silent' }), pollMs: 100 });
  await caughtUp(projector, position).finally(() => projector.stop());
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

async function catchUp(access: DatabaseAccess, store: EventStore, database: Database): Promise<void> {
  if (access.projected) return followRunning(store, database);
  await refuseOutdated(database);
  const log = pino({ level: 'silent' });
  const projector = startProjector({ store, databaseUrl: access.databaseUrl, log, pollMs: 100 });
  try {
    await caughtUp(projector, (await store.head()).position);
    // A sample that was not played to its end: what it has not told yet would count as unfinished.
    if ((await readSampleState(access.ownerUrl)).kind === 'started') return;
    const clock = startClock({ store, database, log, pollMs: 100 });
    await settled({ store, projector, startClock: () => clock }).finally(() => clock.stop());
  } catch (error) {
    if (!isAppError(error) || error.code !== 'PROJECTION_STOPPED') throw error;
  } finally {
    await projector.stop();
  }
}
