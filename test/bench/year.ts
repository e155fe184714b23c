import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClock } from '@motcua/clock';
import { openDatabase, sumsOf } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { addDays, isCivilDate, parsePeriod } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import type { Projector } from '@motcua/projector';
import { closePeriod } from '@motcua/reporter';
import { simulate } from '@motcua/simulator';
import type { CloudEvent } from '@motcua/simulator';
import { caughtUp, settled } from '@motcua/standalone';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { writeEventFile } from './event-file.ts';
import { appendAll, referenceStream } from './fill.ts';
import { spread, timed } from './harness.ts';
import { thirdsOf } from './import.ts';
import { runImportProcess } from './import-process.ts';
import type { Bench, Findings, Line, Measurement } from './measurement.ts';
import { SCOPE } from './query-logs.ts';
import { copyOf, quarterEvents, recordOf } from './supply.ts';

/** Oldest first. The simulated one is the last; the others are as it was, thirteen weeks earlier each. */
const QUARTERS = ['2023-Q2', '2023-Q3', '2023-Q4', '2024-Q1'].map((id) => parsePeriod(id));
/** Whole weeks, so that working days stay working days. */
const QUARTER_DAYS = 91;
const NEWEST = { from: '2023-12-15', to: '2024-03-14' };
const YEAR = { from: addDays(NEWEST.from, -3 * QUARTER_DAYS), to: NEWEST.to };

/**
 * A year of a province from the first event on: a file imported by `motcua import`, projected, marked by the clock, its four quarters
 * closed, weighed and asked. The constants of docs/SCALE.md are checked by it. Measured once: it is long.
 */
export const year: Measurement = {
  id: 'year',
  title: 'A year of a province',
  measure: async (bench) => {
    const database = await bench.server.database('year');
    const store = openPostgresStore({ connectionString: database.appUrl });
    const opened = openDatabase(database.appUrl, { connections: 1 });
    const projector = (): Projector => startProjector({ store, databaseUrl: database.appUrl, log: quiet });
    try {
      const startedAt = performance.now();
      const { events, bytes, lines: imported, ratio: memory } = await importedYear(bench, database, store);
      const reference = (await store.head()).position - events;
      const tenths = await projected(projector(), events + reference, bench);
      await withClient(database.ownerUrl, (client) => client.query('vacuum analyze'));
      const closed = await marksAndClosings(opened, store, projector(), bench);
      const wholeSeconds = (performance.now() - startedAt) / 1_000;
      const { position } = await store.head();
      const lines = [
        { what: `${events.toLocaleString('en')} events of ${(4 * bench.sizes.year.dossiers).toLocaleString('en')} dossiers, ${Math.round(bytes / 1e6)} MB: imported, projected, marked and closed`, figures: { wholeSeconds: spread([wholeSeconds]), eventsPerSecond: spread([events / wholeSeconds]) } },
        ...imported,
        { what: 'projecting them, tenth by tenth', figures: { eventsPerSecond: spread(tenths) } },
        ...closed, ...await weighed(opened, position), ...await asked(opened, bench),
      ];
      const [first = Number.NaN, last = Number.NaN] = [tenths[0], tenths.at(-1)];
      return { lines, ratios: [
        { what: 'cost of an event in the last tenth ÷ in the first', ratio: spread([first / last]), aim: '≤ 1.2' },
        { what: 'memory of the import in the last third ÷ in the first third', ratio: spread([memory]), aim: 'about 1' },
      ] } satisfies Findings;
    } finally {
      await opened.close();
      await store.close();
      await bench.server.drop(database);
    }
  },
};

const quiet = pino({ level: 'error' }, pino.destination(2));

/** Whom the dossiers belong to, and then the file; `ratio`: of the import's memory late and early. */
async function importedYear({ sizes: { year: { dossiers } }, signal, onRun }: Bench, database: BenchDatabase, store: EventStore) {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-bench-year-'));
  try {
    await appendAll(store, simulate({ dossiers }).referenceEvents.map(recordOf), referenceStream);
    const { path, events, bytes } = await writeEventFile(join(folder, 'year.ndjson'), yearEvents(dossiers, signal));
    onRun(`importing ${events.toLocaleString('en')} events`);
    const { accepted, seconds, rss, processorMs } = await runImportProcess(database, path, { signal });
    if (accepted !== events) throw new Error(`Of ${events} events ${accepted} were taken.`);
    const { firstThirdMb, lastThirdMb } = thirdsOf(rss);
    const what = 'motcua import, a process of its own';
    const figures = {
      eventsPerSecond: spread([events / seconds]), wholeSeconds: spread([seconds]), processorMicrosecondsPerEvent: spread([(processorMs * 1_000) / events]),
      rssMb: spread(rss.map((one) => one / 1e6)), firstThirdMb: spread([firstThirdMb]), lastThirdMb: spread([lastThirdMb]),
    };
    return { events, bytes, lines: [{ what, figures }], ratio: lastThirdMb / firstThirdMb };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function* yearEvents(dossiers: number, signal: AbortSignal): Generator<CloudEvent> {
  for (const quarter of QUARTERS.keys()) {
    signal.throwIfAborted();
    for (const event of quarterEvents(dossiers)) yield inQuarter(event, quarter);
  }
}

/** Every due date that passed is marked, as a running ledger does, and then each quarter is closed. */
async function marksAndClosings(database: Database, store: EventStore, projector: Projector, { signal, onRun }: Bench): Promise<readonly Line[]> {
  const clock = startClock({ store, database, log: quiet });
  try {
    const { position } = await store.head();
    onRun('marking the due dates that passed');
    const ms = await timed(() => settled({ store, projector, startClock: () => clock }, { signal }));
    const marks = (await store.head()).position - position;
    const times: number[] = [];
    for (const period of QUARTERS) {
      onRun(`closing ${period.id}`);
      times.push(await timed(() => closed(database, store, period)));
    }
    return [
      { what: `the clock's marks for ${marks.toLocaleString('en')} due dates, projected too`, figures: { eventsPerSecond: spread([(marks * 1_000) / ms]), wholeSeconds: spread([ms / 1_000]) } },
      { what: 'closing a quarter, its edition written and projected', figures: { ms: spread(times) } },
    ];
  } finally {
    await clock.stop();
    await projector.stop();
  }
}

async function closed(database: Database, store: EventStore, period: (typeof QUARTERS)[number]): Promise<void> {
  const closing = await closePeriod({ database, store }, { scope: SCOPE, period, purpose: 'close', accept: [], closedBy: { unit: SCOPE, role: 'tong_hop' }, note: null });
  if (closing.kind !== 'closed') throw new Error(`The period ${period.id} was not closed: ${JSON.stringify(closing).slice(0, 1_000)}`);
}

/** The oldest quarter is appended first: every copy is of other dossiers, and lies so many quarters before the newest. */
function inQuarter(event: CloudEvent, quarter: number): CloudEvent {
  const days = (quarter + 1 - QUARTERS.length) * QUARTER_DAYS;
  const { time, data, ...rest } = copyOf(event, quarter);
  const moved = JSON.stringify({ time, data }).replaceAll(/\b\d{4}-\d\d-\d\d(?=[T"])/g, (date) => (isCivilDate(date) ? addDays(date, days) : date));
  return { ...rest, ...JSON.parse(moved) as Pick<CloudEvent, 'time' | 'data'> } as CloudEvent;
}

/** Events a second of each tenth of the log, or of each batch where a batch is more. */
async function projected(projector: Projector, events: number, { signal, onRun }: Bench): Promise<readonly number[]> {
  const rates: number[] = [];
  try {
    for (let done = 0; done < events;) {
      onRun(`projecting the log: ${done.toLocaleString('en')} of ${events.toLocaleString('en')} events`);
      const ms = await timed(() => caughtUp(projector, Math.min(events, done + Math.ceil(events / 10)), signal));
      const reached = projector.position();
      rates.push(((reached - done) * 1000) / ms);
      done = reached;
    }
    return rates;
  } finally {
    await projector.stop();
  }
}

/** What an event takes on the disk, and how many rows follow from a thousand. */
async function weighed({ pool }: Database, events: number): Promise<readonly Line[]> {
  const { rows: tables } = await pool.query<{ schema: string; name: string; bytes: number; rows: number }>(`
    select n.nspname as schema, c.relname as name, pg_total_relation_size(c.oid)::bigint as bytes, greatest(c.reltuples, 0)::bigint as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('log', 'ledger') and c.relkind = 'r' order by bytes desc`);
  const bytesOf = (schema: string): number => tables.filter((table) => table.schema === schema).reduce((all, { bytes }) => all + bytes, 0);
  return [
    { what: 'the log on the disk, with its indexes', figures: { bytesPerEvent: spread([bytesOf('log') / events]) } },
    { what: 'the read model on the disk, with its indexes', figures: { bytesPerEvent: spread([bytesOf('ledger') / events]) } },
    ...tables.filter(({ schema, rows }) => schema === 'ledger' && rows > 0).slice(0, TABLES_SHOWN).map(({ name, bytes, rows }) => (
      { what: `of it ${name}`, figures: { bytesPerEvent: spread([bytes / events]), rows: spread([rows]) } })),
  ];
}

const TABLES_SHOWN = 8;

async function asked({ db }: Database, { rounds, onRun }: Bench): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const [what, period] of [['the newest quarter', NEWEST], ['the year', YEAR]] as const) {
    for (const dimension of ['level', 'authority'] as const) {
      onRun(`asking for ${what}`);
      const times: number[] = [];
      for (let round = 0; round <= rounds; round += 1) times.push(await timed(() => sumsOf(db, { scope: SCOPE, period, rule: 'nd61', dimension })));
      lines.push({ what: `sums of ${what} by ${dimension}`, figures: { ms: spread(times.slice(1)) } });
    }
  }
  return lines;
}
