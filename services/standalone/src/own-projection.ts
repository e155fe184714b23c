import { startClock } from '@motcua/clock';
import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import { pino } from 'pino';
import { caughtUp, settled } from './caught-up.ts';
import type { DatabaseAccess } from './database-access.ts';
import { refuseOutdated } from './outdated.ts';
import { readSampleState } from './sample/sample-mark.ts';

// What a command does by itself where no ledger runs.
export { migrate } from './migrate.ts';

/** Brings the read model up to the log's end, every due date that has passed marked; it stays behind an event at which the projection stands still. */
export async function catchUp(access: DatabaseAccess, store: EventStore, database: Database): Promise<void> {
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

/** Posts what has been recorded since. */
export async function post(access: DatabaseAccess, store: EventStore, position: number): Promise<void> {
  const projector = startProjector({ store, databaseUrl: access.databaseUrl, log: pino({ level: 'silent' }), pollMs: 100 });
  await caughtUp(projector, position).finally(() => projector.stop());
}
