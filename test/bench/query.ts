import { inSnapshot, openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { startProjector } from '@motcua/projector';
import { caughtUp } from '@motcua/standalone';
import { figuresParameters, figuresQuery, readFigures } from '@motcua/statistics';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { fillLog } from './fill.ts';
import { interleave, timed } from './harness.ts';
import type { Contender } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Bench, Measurement } from './measurement.ts';

const DIMENSIONS = ['level', 'authority'] as const;

/** How long the quarter's table of a province takes, and how that grows with the log. */
export const query: Measurement = {
  id: 'query',
  title: 'Asking: the quarter\'s table of a province',
  measure: async (bench) => {
    const [small, large] = [await filled(bench, bench.sizes.query.small), await filled(bench, bench.sizes.query.large)];
    try {
      const samples = await interleave([small, large].flatMap((log) => DIMENSIONS.map((by) => asking(log, by))), bench);
      return {
        lines: linesOf(samples),
        ratios: DIMENSIONS.map((by) => ratio(samples, {
          what: `by ${by}: ${large.events.toLocaleString('en')} events ÷ ${small.events.toLocaleString('en')}`, figure: 'ms',
          above: nameOf(large, by), below: nameOf(small, by), aim: '≤ 1.5',
        })),
      };
    } finally {
      for (const { opened, database } of [small, large]) {
        await opened.close();
        await bench.server.drop(database);
      }
    }
  },
};

type FilledLog = { readonly database: BenchDatabase; readonly opened: Database; readonly events: number; readonly balances: number };

/** A log with its read model. */
async function filled(bench: Bench, events: number): Promise<FilledLog> {
  const database = await bench.server.database(`query-${events}`);
  const store = openPostgresStore({ connectionString: database.appUrl });
  const projector = startProjector({ store, databaseUrl: database.appUrl, log: pino({ level: 'error' }, pino.destination(2)) });
  try {
    const written = await fillLog(store, events, bench);
    bench.onRun(`posting the rest of ${written.toLocaleString('en')} events`);
    await caughtUp(projector, written, bench.signal);
    const balances = await settled(database);
    return { database, opened: openDatabase(database.appUrl, { connections: 1 }), events: written, balances };
  } finally {
    await projector.stop();
    await store.close();
  }
}

/** Tidies up as the server would by itself a little later. @returns Rows of daily balances. */
async function settled({ ownerUrl }: BenchDatabase): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    await client.query('vacuum analyze');
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from ledger.balance');
    return rows[0]?.count ?? 0;
  });
}

function asking(log: FilledLog, by: typeof DIMENSIONS[number]): Contender {
  const question = figuresQuery(figuresParameters.parse({ scope: 'H57', period: '2024-Q1', by }));
  return {
    name: nameOf(log, by),
    run: async () => {
      const ms = await timed(() => inSnapshot(log.opened.db, (snapshot) => readFigures(snapshot, question)));
      return { ms };
    },
  };
}

function nameOf({ events, balances }: FilledLog, by: string): string {
  return `by ${by}, ${events.toLocaleString('en')} events (${balances.toLocaleString('en')} daily balances)`;
}
