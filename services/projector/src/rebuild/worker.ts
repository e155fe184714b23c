import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { NEXT_SCHEMA, openDatabase, workerCheckpoint } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import { Replay } from './replay.ts';
import type { WorkerFailure, WorkerOrder } from './workers.ts';

// One of the threads that fill the next schema: it folds its own share of the dossiers, and learns what is no dossier's.
const { ownerUrl, log, share, target, batchSize, cachedEventsMax, positions } = workerData as WorkerOrder;
const reached = new BigInt64Array(positions);

/** The first worker writes what all of them begin with when they are started again, so it is never behind another one. */
async function behindTheFirst(position: number): Promise<void> {
  while (Number(Atomics.load(reached, 0)) < position) await sleep(2);
}

const store = openEventStore(log);
const database = openDatabase(ownerUrl, { connections: 2, schema: NEXT_SCHEMA, applicationName: `motcua-rebuild-${share.index}` });
try {
  const replay = await Replay.open({
    store, database, share, batchSize, cachedEventsMax, write: { checkpoint: workerCheckpoint(share.index), sums: 'later' },
    ...(share.index === 0 ? {} : { mayWrite: behindTheFirst }),
    onWritten: (position) => { Atomics.store(reached, share.index, BigInt(position)); },
  });
  await replay.upTo(target);
} catch (error) {
  const failure: WorkerFailure = { code: isAppError(error) ? error.code : 'INTERNAL', detail: error instanceof Error ? error.message : String(error) };
  parentPort?.postMessage(failure);
} finally {
  await store.close();
  await database.close();
}
