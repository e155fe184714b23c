import { migrateDatabase } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { startProjector } from '@motcua/projector';
import { caughtUp } from '@motcua/standalone';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { fillLog } from './fill.ts';
import { interleave, timed } from './harness.ts';
import type { Sample } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Measurement } from './measurement.ts';

const PROJECTOR = 'projector, from an empty read model';
const READING = 'reading the same events by readAll';

/** Events in one read or one transaction; the projector's own default. */
const PAGE = 4_000;

/** Events a second into the read model, beside doing nothing with the same events. */
export const projector: Measurement = {
  id: 'projector',
  title: 'Projecting: all read models',
  measure: async ({ server, sizes, ...rounds }) => {
    const database = await server.database('projector');
    const store = openPostgresStore({ connectionString: database.appUrl });
    try {
      const events = await fillLog(store, sizes.projector.events, rounds);
      await withClient(database.ownerUrl, (client) => client.query('vacuum analyze'));
      const samples = await interleave([
        { name: PROJECTOR, run: async () => { await emptyReadModel(database); return projected(database, store, events, rounds.signal); } },
        { name: READING, run: () => readThrough(store, events) },
      ], rounds);
      return { lines: linesOf(samples), ratios: [ratio(samples, { what: 'projector ÷ reading', figure: 'eventsPerSecond', above: PROJECTOR, below: READING, aim: '≥ 0.35' })] };
    } finally {
      await store.close();
      await server.drop(database);
    }
  },
};

async function projected({ appUrl }: BenchDatabase, store: EventStore, events: number, signal: AbortSignal): Promise<Sample> {
  const ms = await timed(async () => {
    const running = startProjector({ store, databaseUrl: appUrl, log: pino({ level: 'error' }, pino.destination(2)), batchSize: PAGE });
    await caughtUp(running, events, signal).finally(() => running.stop());
  });
  return { eventsPerSecond: (events * 1000) / ms };
}

async function readThrough(store: EventStore, events: number): Promise<Sample> {
  let position = 0;
  const ms = await timed(async () => {
    while (position < events) position = (await store.readAll(position, PAGE)).at(-1)?.position ?? Number.POSITIVE_INFINITY;
  });
  return { eventsPerSecond: (events * 1000) / ms };
}

async function emptyReadModel({ ownerUrl }: BenchDatabase): Promise<void> {
  await withClient(ownerUrl, (client) => client.query('drop schema ledger cascade'));
  await migrateDatabase(ownerUrl);
}
