import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { inSnapshot, openDatabase } from '@motcua/database';
import { openPostgresStore, streams } from '@motcua/event-store';
import type { EventStore, NewEvent } from '@motcua/event-store';
import { startProjector } from '@motcua/projector';
import type { Projector } from '@motcua/projector';
import { caughtUp } from '@motcua/standalone';
import { figuresParameters, figuresQuery, readFigures } from '@motcua/statistics';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { appendAll, fillQuarters } from './fill.ts';
import { spread, timed } from './harness.ts';
import type { Bench, Line, Measurement, Ratio } from './measurement.ts';
import { PERIOD, SCOPE } from './query-logs.ts';
import type { RebuildWord } from './rebuild.main.ts';
import { copiesOf, inPieces } from './supply.ts';

const MEGABYTE = 1_000_000;
const WORKERS = [1, 2];

/** What the database can do at best with the same events: count them by type, authority and day in one statement, and keep nothing. */
const GROUP_BY = `
  select type, data->>'authority' as authority, (occurred_at at time zone 'Asia/Ho_Chi_Minh')::date as day, count(*)
  from log.event group by type, authority, day`;

/** What is rebuilt at one size, by how many workers; `groupByMs`: the one statement over the same log. */
type Run = RebuildWord & { readonly events: number; readonly workers: number; readonly meanwhile: number; readonly reads: Reads; readonly groupByMs: number };
/** Answers about figures while it went on, and how long the slowest took. */
type Reads = { readonly answers: number; readonly slowestMs: number };

/**
 * Everything from the beginning of the log, beside a read model that is served, compared and switched, while events go on coming and a projector
 * posts them. Each size is measured once: it is long.
 */
export const rebuilding: Measurement = {
  id: 'rebuild',
  title: 'Rebuilding the read model beside the one that is served',
  measure: async (bench) => {
    const runs: Run[] = [];
    for (const events of bench.sizes.rebuild.events) runs.push(...await measured(bench, events));
    return { lines: runs.map(lineOf), ratios: ratiosOf(runs) };
  },
};

async function measured({ server, signal, onRun, sizes: { rebuild: { load } } }: Bench, wanted: number): Promise<readonly Run[]> {
  const database = await server.database(`rebuild_${wanted}`);
  const store = openPostgresStore({ connectionString: database.appUrl });
  let projector: Projector | undefined;
  try {
    const dossiers = Math.min(25_000, Math.ceil(wanted / 3.6));
    const { events } = await fillQuarters(store, { dossiers, events: wanted }, { signal, onRun });
    onRun(`projecting ${events.toLocaleString('en')} events`);
    projector = startProjector({ store, databaseUrl: database.appUrl, log: pino({ level: 'error' }, pino.destination(2)) });
    await caughtUp(projector, events, signal);
    const groupByMs = await withClient(database.ownerUrl, async (client) => {
      await client.query('vacuum analyze');
      onRun(`${events.toLocaleString('en')} events, one group by`);
      return Math.min(await timed(() => client.query(GROUP_BY)), await timed(() => client.query(GROUP_BY)));
    });
    const runs: Run[] = [];
    for (const workers of WORKERS) {
      signal.throwIfAborted();
      onRun(`${events.toLocaleString('en')} events, ${workers} workers`);
      const sent = sendMeanwhile(store, copiesOf(dossiers, FIRST_COPY + workers), load);
      const read = readMeanwhile(database);
      const word = await rebuilt(database, workers, signal).finally(() => Promise.allSettled([sent.stop(), read.stop()]));
      runs.push({ ...word, events, workers, groupByMs, meanwhile: await sent.stop(), reads: await read.stop() });
    }
    return runs;
  } finally {
    await projector?.stop();
    await store.close();
    await server.drop(database);
  }
}

/** Quarters behind all that the log holds. */
const FIRST_COPY = 1_000;
const TICK_MS = 50;

/** Something that goes on until it is stopped, which answers what came of it. */
type Meanwhile<T> = { readonly stop: () => Promise<T> };

function meanwhile<T>(work: (goesOn: () => boolean) => Promise<T>): Meanwhile<T> {
  let isOver = false;
  const working = work(() => !isOver);
  // Waited for behind the rebuild.
  working.catch(() => undefined);
  return { stop: () => {
    isOver = true;
    return working;
  } };
}

/** Appends so many events a second; answers how many there were. */
function sendMeanwhile(store: EventStore, events: Iterable<NewEvent>, perSecond: number): Meanwhile<number> {
  return meanwhile(async (goesOn) => {
    let sent = 0;
    for (const piece of inPieces(events, Math.max(1, Math.round((perSecond * TICK_MS) / 1_000)))) {
      if (!goesOn()) break;
      sent += await appendAll(store, piece, ({ subject }) => streams.dossier(subject));
      await sleep(TICK_MS);
    }
    return sent;
  });
}

/** Asks for the newest quarter's table again and again; a question that fails ends the measurement. */
function readMeanwhile({ appUrl }: BenchDatabase): Meanwhile<Reads> {
  return meanwhile(async (goesOn) => {
    const [opened, question, took] = [openDatabase(appUrl, { connections: 1 }), figuresQuery(figuresParameters.parse({ scope: SCOPE, period: PERIOD.id, by: 'level' })), [] as number[]];
    try {
      while (goesOn()) {
        took.push(await timed(() => inSnapshot(opened.db, (snapshot) => readFigures(snapshot, question))));
        await sleep(READ_EVERY_MS);
      }
    } finally {
      await opened.close();
    }
    return { answers: took.length, slowestMs: Math.max(...took) };
  });
}

const READ_EVERY_MS = 200;

async function rebuilt({ appUrl, ownerUrl }: BenchDatabase, workers: number, signal: AbortSignal): Promise<RebuildWord> {
  const child = fork(new URL('rebuild.main.ts', import.meta.url), [String(workers)], { env: { ...process.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }, execArgv: [], signal });
  const exited = once(child, 'exit');
  // An interrupted one is told below.
  exited.catch(() => undefined);
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

function lineOf({ events, workers, fillMs, wholeMs, heldMs, rss, meanwhile, reads, groupByMs }: Run): Line {
  return {
    what: `${events.toLocaleString('en')} events, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    figures: {
      eventsPerSecond: spread([(events * 1000) / fillMs]), microsecondsPerEvent: spread([(fillMs * 1000) / events]),
      wholeSeconds: spread([wholeMs / 1000]), switchMs: spread([heldMs]), rssMb: spread([rss / MEGABYTE]), eventsMeanwhile: spread([meanwhile]),
      answersMeanwhile: spread([reads.answers]), slowestAnswerMs: spread([reads.slowestMs]), groupByMs: spread([groupByMs]),
    },
  };
}

function ratiosOf(runs: readonly Run[]): readonly Ratio[] {
  const rate = ({ events, fillMs }: Run): number => events / fillMs;
  const pairs = Map.groupBy(runs, ({ events }) => events);
  const byWorkers = [...pairs].flatMap(([events, [one, two]]): Ratio[] => (one === undefined || two === undefined ? [] : [
    { what: `2 workers ÷ 1 worker, ${events.toLocaleString('en')} events`, ratio: spread([rate(two) / rate(one)]), aim: '≥ 1.4' },
    { what: `rebuild by 2 workers ÷ one group by, ${events.toLocaleString('en')} events`, ratio: spread([two.groupByMs / two.fillMs]), aim: '≥ 0.6' },
  ]));
  const [first, last] = [runs[0], runs.at(-WORKERS.length)];
  if (first === undefined || last === undefined || first === last) return byWorkers;
  return [...byWorkers, { what: `cost of an event in ${last.events.toLocaleString('en')} ÷ in ${first.events.toLocaleString('en')}`, ratio: spread([rate(first) / rate(last)]), aim: '≤ 1.2' }];
}
