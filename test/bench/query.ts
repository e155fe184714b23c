import { inSnapshot, membersOf, openDatabase, sumsOf } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { parsePeriod } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import { caughtUp } from '@motcua/standalone';
import { figuresParameters, figuresQuery, readFigures } from '@motcua/statistics';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { fillLog } from './fill.ts';
import { interleave, percentile, timed } from './harness.ts';
import type { Contender, Samples } from './harness.ts';
import { addHistory } from './history.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Bench, Findings, Measurement } from './measurement.ts';

const PERIOD = parsePeriod('2024-Q1');
const DIMENSIONS = ['level', 'authority'] as const;
/** One of what came and went, one of a stock, one that is rare. */
const FIGURES = ['received', 'closingReceived', 'resolvedLate'] as const;
const PAGE = 100;

/**
 * How long the quarter's table of a province takes, and how that grows with the history behind it; the same figures by the
 * `group by` over a table of dossiers that one would write otherwise; as of the past; and the first page of a list.
 */
export const query: Measurement = {
  id: 'query',
  title: 'Asking: the quarter\'s table of a province, the newest of 1 and of many',
  measure: async (bench) => {
    const logs: FilledLog[] = [];
    try {
      for (const quarters of bench.sizes.query.history) logs.push(await filled(bench, quarters));
      const samples = await interleave(logs.flatMap((log) => contenders(log, bench.sizes.query.pages)), bench);
      return { lines: linesOf(samples), ratios: ratiosOf(samples, logs) };
    } finally {
      for (const { opened, database } of logs) {
        await opened.close();
        await bench.server.drop(database);
      }
    }
  },
};

/** `events`: up to the head, the asked quarter's and those of the history before it. */
type FilledLog = { readonly database: BenchDatabase; readonly opened: Database; readonly events: number };

/** A quarter with its read model, and quarters of history before it. */
async function filled(bench: Bench, quarters: number): Promise<FilledLog> {
  const database = await bench.server.database(`query-${quarters}`);
  const store = openPostgresStore({ connectionString: database.appUrl });
  const projector = startProjector({ store, databaseUrl: database.appUrl, log: pino({ level: 'error' }, pino.destination(2)) });
  const written = await fillLog(store, bench.sizes.query.quarter, bench);
  try {
    bench.onRun(`posting the rest of ${written.toLocaleString('en')} events`);
    await caughtUp(projector, written, bench.signal);
  } finally {
    await projector.stop();
    await store.close();
  }
  bench.onRun(`adding ${quarters} quarters of history`);
  const events = await addHistory(database, { quarters, events: written });
  // Tidies up as the server would by itself a little later.
  await withClient(database.ownerUrl, (client) => client.query('vacuum analyze'));
  return { database, opened: openDatabase(database.appUrl, { connections: 1 }), events };
}

function contenders(log: FilledLog, pages: number): readonly Contender[] {
  const sums = (upTo: number) => () => sumsOf(log.opened.db, { scope: 'H57', period: PERIOD, rule: 'nd61', dimension: 'level', known: { upTo } });
  return [
    ...DIMENSIONS.map((by) => asking(log, `table by ${by}`, () => tableBy(log, by))),
    asking(log, PLAIN, () => log.opened.pool.query(PLAIN_SQL, [PERIOD.from, PERIOD.to])),
    asking(log, 'as of 1,000 events ago', sums(log.events - 1_000)),
    asking(log, 'as of the first tenth', sums(Math.round(log.events / 10))),
    ...FIGURES.map((figure) => paging(log, figure, pages)),
  ];
}

function asking(log: FilledLog, what: string, ask: () => Promise<unknown>): Contender {
  return { name: nameOf(log, what), run: async () => ({ ms: await timed(ask) }) };
}

function tableBy({ opened }: FilledLog, by: typeof DIMENSIONS[number]): Promise<unknown> {
  const question = figuresQuery(figuresParameters.parse({ scope: 'H57', period: PERIOD.id, by }));
  return inSnapshot(opened.db, (snapshot) => readFigures(snapshot, question));
}

/** The first page of the dossiers behind a figure, again and again. */
function paging(log: FilledLog, figure: typeof FIGURES[number], pages: number): Contender {
  const ask = () => membersOf(log.opened.db, { scope: 'H57', period: PERIOD, rule: 'nd61', dimension: 'level', figure, limit: PAGE });
  return { name: nameOf(log, `first page of ${figure}`), run: async () => {
    const times: number[] = [];
    for (let page = 0; page < pages; page += 1) times.push(await timed(ask));
    return { p50Ms: percentile(times, 50), p99Ms: percentile(times, 99) };
  } };
}

const PLAIN = 'plain group by over the dossiers';

/** What one would write over a table of dossiers with an index on nothing but the code: a few of the table's lines, as of now only. */
const PLAIN_SQL = `
  select authority, channel,
    count(*) filter (where received_at < $1::date and (resolved_at is null or resolved_at >= $1::date)) as opening,
    count(*) filter (where received_at >= $1::date and received_at < $2::date + 1) as received,
    count(*) filter (where resolved_at >= $1::date and resolved_at < $2::date + 1 and resolved_at <= due_at) as on_time,
    count(*) filter (where resolved_at >= $1::date and resolved_at < $2::date + 1 and resolved_at > due_at) as late,
    count(*) filter (where received_at < $2::date + 1 and (resolved_at is null or resolved_at >= $2::date + 1)) as closing
  from ledger.dossier group by 1, 2`;

function ratiosOf(samples: Samples, logs: readonly FilledLog[]): Findings['ratios'] {
  const [least] = logs;
  if (least === undefined) return [];
  const grows = (what: string, aim?: string) => logs.slice(1).map((log) => ratio(samples, {
    what: `${what}: ${log.events.toLocaleString('en')} events ÷ ${least.events.toLocaleString('en')}`, figure: 'ms', above: nameOf(log, what), below: nameOf(least, what), aim,
  }));
  const beside = logs.map((log) => ratio(samples, {
    what: `${PLAIN} ÷ table by authority, ${log.events.toLocaleString('en')} events`, figure: 'ms', above: nameOf(log, PLAIN), below: nameOf(log, 'table by authority'),
  }));
  return [...DIMENSIONS.flatMap((by) => grows(`table by ${by}`, '≤ 1.5')), ...grows(PLAIN), ...beside];
}

function nameOf({ events }: FilledLog, what: string): string {
  return `${what}, ${events.toLocaleString('en')} events`;
}
