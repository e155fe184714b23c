import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openPostgresStore } from '@motcua/event-store';
import { startProjector } from '@motcua/projector';
import { caughtUp } from '@motcua/standalone';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { fillQuarters } from './fill.ts';
import { spread } from './harness.ts';
import type { Bench, Line, Measurement, Ratio } from './measurement.ts';
import type { RebuildWord } from './rebuild.main.ts';

const MEGABYTE = 1_000_000;
const WORKERS = [1, 2];

/** What is rebuilt at one size, by how many workers. */
type Run = RebuildWord & { readonly events: number; readonly workers: number };

/** Everything from the beginning of the log, beside a read model that is served, compared and switched. Each size is measured once: it is long. */
export const rebuilding: Measurement = {
  id: 'rebuild',
  title: 'Rebuilding the read model beside the one that is served',
  measure: async (bench) => {
    const runs: Run[] = [];
    for (const events of bench.sizes.rebuild.events) runs.push(...await measured(bench, events));
    return { lines: runs.map(lineOf), ratios: ratiosOf(runs) };
  },
};

async function measured({ server, signal, onRun }: Bench, wanted: number): Promise<readonly Run[]> {
  const database = await server.database(`rebuild_${wanted}`);
  const store = openPostgresStore({ connectionString: database.appUrl });
  try {
    const { events } = await fillQuarters(store, { dossiers: Math.min(25_000, Math.ceil(wanted / 3.6)), events: wanted }, { signal, onRun });
    onRun(`projecting ${events.toLocaleString('en')} events`);
    const projector = startProjector({ store, databaseUrl: database.appUrl, log: pino({ level: 'error' }, pino.destination(2)) });
    await caughtUp(projector, events, signal).finally(() => projector.stop());
    await withClient(database.ownerUrl, (client) => client.query('vacuum analyze'));
    const runs: Run[] = [];
    for (const workers of WORKERS) {
      signal.throwIfAborted();
      onRun(`${events.toLocaleString('en')} events, ${workers} workers`);
      runs.push({ ...await rebuilt(database, workers, signal), events, workers });
    }
    return runs;
  } finally {
    await store.close();
    await server.drop(database);
  }
}

async function rebuilt({ appUrl, ownerUrl }: BenchDatabase, workers: number, signal: AbortSignal): Promise<RebuildWord> {
  const child = fork(new URL('rebuild.main.ts', import.meta.url), [String(workers)], { env: { ...process.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }, execArgv: [], signal });
  const exited = once(child, 'exit');
  const said = new Promise<RebuildWord>((resolve, reject) => {
    child.once('message', (word: RebuildWord) => { resolve(word); });
    child.once('error', reject);
    child.once('exit', (status) => { reject(new Error(`The rebuild ended with status ${String(status)}.`)); });
  });
  const word = await said;
  if (child.connected) child.disconnect();
  await exited;
  if (word.kind === 'refused') throw new Error('The rebuilt read model differs from the projected one.');
  return word;
}

function lineOf({ events, workers, fillMs, wholeMs, heldMs, rss }: Run): Line {
  return {
    what: `${events.toLocaleString('en')} events, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    figures: {
      eventsPerSecond: spread([(events * 1000) / fillMs]), microsecondsPerEvent: spread([(fillMs * 1000) / events]),
      wholeSeconds: spread([wholeMs / 1000]), switchMs: spread([heldMs]), rssMb: spread([rss / MEGABYTE]),
    },
  };
}

function ratiosOf(runs: readonly Run[]): readonly Ratio[] {
  const rate = ({ events, fillMs }: Run): number => events / fillMs;
  const pairs = Map.groupBy(runs, ({ events }) => events);
  const byWorkers = [...pairs].flatMap(([events, [one, two]]): Ratio[] => (one === undefined || two === undefined ? [] : [
    { what: `2 workers ÷ 1 worker, ${events.toLocaleString('en')} events`, ratio: spread([rate(two) / rate(one)]), aim: '≥ 1.4' },
  ]));
  const [first, last] = [runs[0], runs.at(-WORKERS.length)];
  if (first === undefined || last === undefined || first === last) return byWorkers;
  return [...byWorkers, { what: `cost of an event in ${last.events.toLocaleString('en')} ÷ in ${first.events.toLocaleString('en')}`, ratio: spread([rate(first) / rate(last)]), aim: '≤ 1.2' }];
}
