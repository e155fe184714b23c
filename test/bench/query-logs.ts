import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { parsePeriod } from '@motcua/kernel';
import type { EditionContent } from '@motcua/ledger';
import { startProjector } from '@motcua/projector';
import { readContent } from '@motcua/reporter';
import { caughtUp } from '@motcua/standalone';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { fillLog } from './fill.ts';
import { addHistory } from './history.ts';
import type { Bench } from './measurement.ts';
import { inOneProcess } from './server-work.ts';

/** The simulated quarter, the newest of every log. */
export const PERIOD = parsePeriod('2024-Q1');
export const SCOPE = 'H57';
/** Behind the edition that is compared with now. */
export const NEWS = 1_000;

/** `events`: up to the head, the asked quarter's and those of the history before it. `edition`: the quarter as of {@link NEWS} events ago. */
export type FilledLog = { readonly database: BenchDatabase; readonly opened: Database; readonly events: number; readonly edition: EditionContent };

/** One log for each length of history: the same projected quarter, copied, with so many quarters before it. `onLog`: told of each as soon as it is there. */
export async function fillLogs(bench: Bench, onLog: (log: FilledLog) => void): Promise<void> {
  const quarter = await bench.server.database('query-quarter');
  const events = await projectedQuarter(bench, quarter, bench.sizes.query.quarter);
  for (const quarters of bench.sizes.query.history) {
    const database = await bench.server.copy(quarter, `query-${quarters}`);
    const head = await addHistory(database, { quarters, events }, bench);
    bench.onRun(`${head.toLocaleString('en')} events: tidying up`);
    // As the server would by itself a little later.
    await withClient(database.ownerUrl, (client) => client.query('vacuum analyze'));
    const opened = inOneProcess(database);
    const edition = await inSnapshot(opened.db, ({ tx }) =>
      readContent(tx, { scope: SCOPE, period: PERIOD, number: 1, position: head - NEWS, predecessor: null, accepted: [] }));
    onLog({ database, opened, events: head, edition });
  }
  await bench.server.drop(quarter);
}

/** A simulated quarter of about so many events in the log, posted. Gives how many it has. */
export async function projectedQuarter(bench: Bench, { appUrl }: BenchDatabase, events: number): Promise<number> {
  const store = openPostgresStore({ connectionString: appUrl });
  const projector = startProjector({ store, databaseUrl: appUrl, log: pino({ level: 'error' }, pino.destination(2)) });
  try {
    const written = await fillLog(store, events, bench);
    bench.onRun(`posting the rest of ${written.toLocaleString('en')} events`);
    await caughtUp(projector, written, bench.signal);
    return written;
  } finally {
    await projector.stop();
    await store.close();
  }
}
