import type { Database } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { closePeriod } from '@motcua/reporter';
import { withClient } from './bench-server.ts';
import { interleave } from './harness.ts';
import type { Sample } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import { PERIOD, projectedQuarter, SCOPE } from './query-logs.ts';
import { inOneProcess, serverWork } from './server-work.ts';

const CLOSING = 'closing, all but the writing of its edition';

/** How long it takes to close a province's quarter: to count every table of its edition under every rule, and to check every identity of the tree. */
export const closing: Measurement = {
  id: 'closing',
  title: 'Closing: the quarter of a province',
  measure: async (bench) => {
    const database = await bench.server.database('closing');
    await projectedQuarter(bench, database, bench.sizes.closing.events);
    await withClient(database.ownerUrl, (client) => client.query('vacuum analyze'));
    const [opened, store] = [inOneProcess(database), openPostgresStore({ connectionString: database.appUrl })];
    try {
      const samples = await interleave([{ name: CLOSING, run: () => previewed(opened, store) }], bench);
      return { lines: linesOf(samples), ratios: [ratio(samples, { what: 'checking ÷ counting', figure: 'checkingMs', above: CLOSING, below: CLOSING, belowFigure: 'countingMs' })] };
    } finally {
      await Promise.all([opened.close(), store.close()]);
      await bench.server.drop(database);
    }
  },
};

async function previewed(database: Database, store: EventStore): Promise<Sample> {
  const [begun, worked] = [new Map<string, number>(), await serverWork(database)];
  await closePeriod({ database, store }, {
    scope: SCOPE, period: PERIOD, purpose: 'preview', accept: [], closedBy: { unit: SCOPE, role: 'tong_hop' }, note: null,
    onStep: ({ kind }) => { begun.set(kind, performance.now()); },
  });
  const [end, counting = NaN, checking = NaN] = [performance.now(), begun.get('counting'), begun.get('checking')];
  return { ms: end - counting, countingMs: checking - counting, checkingMs: end - checking, ...worked() };
}
