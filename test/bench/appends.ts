import { openPostgresStore } from '@motcua/event-store';
import type { Append, EventStore } from '@motcua/event-store';
import type pg from 'pg';
import { BARE_TABLE, copyRows, insertRow, unnestRows } from './bare-writes.ts';
import { openPool, withClient } from './bench-server.ts';
import { interleave, percentile, timed } from './harness.ts';
import type { Contender, Sample, Samples } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Findings, Measurement, Ratio } from './measurement.ts';
import type { Sizes } from './sizes.ts';
import { appendsFor, inPieces } from './supply.ts';

const ONE_INSERT = 'one-row inserts, 1 connection';
const SIXTEEN_INSERTS = 'one-row inserts, 16 connections';
const UNNEST = 'unnest, 1,000 rows a transaction';
const COPY = 'COPY, 1,000 rows a transaction';
const ONE_CALLER = 'store, 1 caller';
const SIXTEEN_CALLERS = 'store, 16 callers';
const SIXTY_FOUR_CALLERS = 'store, 64 callers';
const MANY_CALLERS = 'store, 256 callers';
const BATCHES = 'store, appendMany of 500 streams';

/** Appends a second and the latency of each, beside bare writes into an equal table. */
export const appends: Measurement = {
  id: 'appends',
  title: 'Appending: one event an append',
  measure: async ({ server, sizes, ...rounds }) => {
    const database = await server.database('appends');
    await withClient(database.ownerUrl, (client) => client.query(BARE_TABLE));
    const store = openPostgresStore({ connectionString: database.appUrl });
    const pool = await openPool(database.appUrl, 16);
    try {
      return reported(await interleave(contendersOf(store, pool, sizes.appends), rounds));
    } finally {
      await Promise.all([store.close(), pool.end()]);
      await server.drop(database);
    }
  },
};

function contendersOf(store: EventStore, pool: pg.Pool, sizes: Sizes['appends']): readonly Contender[] {
  const insert = (connections: number, count: number) => async (): Promise<Sample> => {
    const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
    try {
      return await onePerCall(count, clients.map((client) => (append) => insertRow(client, append)));
    } finally {
      for (const client of clients) client.release();
    }
  };
  const write = (callers: number, count: number) => () =>
    onePerCall(count, Array.from({ length: callers }, () => (append) => store.append(append).then(assertAppended)));
  const rows = (count: number, writeRows: typeof copyRows) => async (): Promise<Sample> => {
    const client = await pool.connect();
    try {
      return await manyPerCall(count, 1_000, (batch) => writeRows(client, batch));
    } finally {
      client.release();
    }
  };
  return [
    { name: ONE_INSERT, run: insert(1, sizes.insertOne) },
    { name: SIXTEEN_INSERTS, run: insert(16, sizes.insertSixteen) },
    { name: UNNEST, run: rows(sizes.unnest, unnestRows) },
    { name: COPY, run: rows(sizes.copy, copyRows) },
    { name: ONE_CALLER, run: write(1, sizes.oneCaller) },
    { name: SIXTEEN_CALLERS, run: write(16, sizes.sixteenCallers) },
    { name: SIXTY_FOUR_CALLERS, run: write(64, sizes.sixtyFourCallers) },
    { name: MANY_CALLERS, run: write(256, sizes.manyCallers) },
    { name: BATCHES, run: () => manyPerCall(sizes.batches, 500, async (batch) => { for (const verdict of await store.appendMany(batch)) assertAppended(verdict); }) },
  ];
}

/** Callers at once, each with one event after the other. */
export async function onePerCall(count: number, callers: readonly ((append: Append) => Promise<void>)[]): Promise<Sample> {
  const supply = appendsFor(callers.length, Math.ceil(count / callers.length));
  const latencies: number[] = [];
  const ms = await timed(() => Promise.all(callers.map(async (write, caller) => {
    for (const append of supply[caller] ?? []) latencies.push(await timed(() => write(append)));
  })));
  return { eventsPerSecond: (latencies.length * 1000) / ms, p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) };
}

/** One caller that writes many events at once, each into another stream. */
async function manyPerCall(count: number, size: number, write: (batch: readonly Append[]) => Promise<void>): Promise<Sample> {
  const calls = Math.ceil(count / size);
  const dossiers = appendsFor(size, calls);
  // The first event of every dossier, then the second of every dossier …
  const batches = [...inPieces(Array.from({ length: calls }, (_, call) => dossiers.flatMap((own) => own.slice(call, call + 1))).flat(), size)];
  const ms = await timed(async () => {
    for (const batch of batches) await write(batch);
  });
  return { eventsPerSecond: (calls * size * 1000) / ms };
}

/** @throws Error for any other verdict. */
export function assertAppended({ kind }: { readonly kind: string }): void {
  if (kind !== 'appended') throw new Error(`An event of the benchmark was not appended: ${kind}`);
}

function reported(samples: Samples): Findings {
  const rate = (what: string, above: string, below: string, aim?: string): Ratio => ratio(samples, { what, figure: 'eventsPerSecond', above, below, aim });
  return {
    lines: linesOf(samples),
    ratios: [
      rate('store with 1 caller ÷ 1 bare connection', ONE_CALLER, ONE_INSERT, '≥ 0.9'),
      rate('store with 16 callers ÷ 16 bare connections', SIXTEEN_CALLERS, SIXTEEN_INSERTS, '≥ 2'),
      ratio(samples, { what: 'p99 of the store with 16 callers ÷ p99 of 16 bare connections', figure: 'p99Ms', above: SIXTEEN_CALLERS, below: SIXTEEN_INSERTS }),
      rate('store with 256 callers ÷ COPY', MANY_CALLERS, COPY, '≥ 0.6'),
      rate('appendMany of 500 streams ÷ unnest', BATCHES, UNNEST),
    ],
  };
}
