import type pg from 'pg';
import { Pool } from 'undici';
import { onePerCall } from './appends.ts';
import { BARE_TABLE, insertRow, unnestRows } from './bare-writes.ts';
import { openPool, until, withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { interleave, percentile, timed } from './harness.ts';
import type { Sample } from './harness.ts';
import { startLedgerProcess } from './ledger-process.ts';
import type { LedgerProcess } from './ledger-process.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import { postsOf, sendPosts } from './ndjson-client.ts';
import { appendsFor, copyOf, inPieces, quarterEvents } from './supply.ts';

const CONNECTIONS = 8;
/** Copies of the quarter that nobody else sends. */
const POST_COPIES = 1_000;
const SENDERS = 64;
const INTAKE = 'intake, NDJSON over 8 connections';
const LEDGER = 'whole ledger, NDJSON over 8 connections, until posted';
const POSTS = 'intake, single POSTs over 64 connections';
const INSERTS = 'one-row inserts over 64 connections';
const UNNEST = 'unnest, 1,000 rows a transaction';

/** Durable events a second through the HTTP API, the server in a process of its own, beside bare writes of many rows. */
export const http: Measurement = {
  id: 'http',
  title: 'Over HTTP: every event validated, decided and durable before it is answered',
  measure: async ({ server, sizes, ...rounds }) => {
    const [alone, whole] = [await server.database('intake'), await server.database('ledger')];
    await withClient(alone.ownerUrl, (client) => client.query(BARE_TABLE));
    const running: LedgerProcess[] = [];
    try {
      const intake = await startLedgerProcess('intake', alone);
      running.push(intake);
      const ledger = await startLedgerProcess('ledger', whole);
      running.push(ledger);
      const { dossiers, unnest } = sizes.http;
      const samples = await interleave([
        { name: INTAKE, run: (round) => sent(intake, dossiers, round, rounds.signal, async () => undefined) },
        { name: LEDGER, run: (round) => sent(ledger, dossiers, round, rounds.signal, () => posted(whole, rounds.signal)) },
        { name: UNNEST, run: () => unnested(alone, unnest) },
        { name: POSTS, run: (round) => posting(intake, sizes.http.posts, round, rounds.signal) },
        { name: INSERTS, run: () => inserted(alone, sizes.http.posts) },
      ], rounds);
      const rate = { figure: 'eventsPerSecond', below: UNNEST };
      return {
        lines: linesOf(samples),
        ratios: [
          ratio(samples, { what: 'intake over HTTP ÷ unnest', above: INTAKE, aim: '≥ 0.4', ...rate }),
          ratio(samples, { what: 'whole ledger over HTTP ÷ unnest', above: LEDGER, ...rate }),
          ratio(samples, { what: 'p99 of single POSTs ÷ p99 of one-row inserts, 64 connections each', figure: 'p99Ms', above: POSTS, below: INSERTS, aim: '≤ 5' }),
        ],
      };
    } finally {
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all([server.drop(alone), server.drop(whole)]);
    }
  },
};

/** Sends a small quarter, in each round one of other dossiers. */
async function sent({ url }: LedgerProcess, dossiers: number, round: number, signal: AbortSignal, settled: () => Promise<void>): Promise<Sample> {
  const posts = postsOf(dossiers, round);
  // Whom the dossiers belong to must be known first, and only the first round has anything of it to write.
  const [reference, ...counters] = posts;
  if (reference !== undefined) await sendPosts(url, [reference], 1, signal);
  await settled();
  const ms = await timed(() => sendPosts(url, counters, CONNECTIONS, signal).then(settled));
  return { eventsPerSecond: (counters.reduce((all, { events }) => all + events, 0) * 1000) / ms };
}

/** Every request one event, of a dossier of its own. */
async function posting({ url }: LedgerProcess, count: number, round: number, signal: AbortSignal): Promise<Sample> {
  const events = Array.from(quarterEvents(count), (event) => copyOf(event, POST_COPIES + round)).filter(({ type }) => type === 'DossierReceived').slice(0, count);
  const bodies = events.map((event) => JSON.stringify(event));
  const pool = new Pool(url, { connections: SENDERS, pipelining: 1 });
  try {
    const latencies: number[] = [];
    const ms = await timed(() => Promise.all(Array.from({ length: SENDERS }, async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
        const one = body;
        latencies.push(await timed(async () => {
          const { statusCode, body: answer } = await pool.request({ method: 'POST', path: '/v1/dossier-events', headers: { 'content-type': 'application/cloudevents+json' }, body: one, signal });
          if (statusCode !== 201) throw new Error(`An event was not taken: ${(await answer.text()).slice(0, 300)}`);
          await answer.dump();
        }));
      }
    })));
    return { eventsPerSecond: (latencies.length * 1_000) / ms, p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) };
  } finally {
    await pool.destroy();
  }
}

async function inserted({ appUrl }: BenchDatabase, count: number): Promise<Sample> {
  const pool = await openPool(appUrl, SENDERS);
  try {
    const clients = await Promise.all(Array.from({ length: SENDERS }, () => pool.connect()));
    return await onePerCall(count, clients.map((client) => (append) => insertRow(client, append))).finally(() => { for (const client of clients) client.release(); });
  } finally {
    await pool.end();
  }
}

async function posted({ ownerUrl }: BenchDatabase, signal: AbortSignal): Promise<void> {
  await withClient(ownerUrl, (client) => until(async () => {
    const { rows } = await client.query<{ done: boolean }>(
      `select c.position = l.position as done from ledger.checkpoint c, log.counter l where c.projection = 'ledger'`);
    return rows[0]?.done === true;
  }, signal));
}

/** Bare rows in a table of the log's form, many a transaction. */
export async function unnested({ appUrl }: BenchDatabase, count: number): Promise<Sample> {
  const batches = [...inPieces(appendsFor(1, count).flat(), 1_000)];
  return withClient(appUrl, async (client: pg.Client) => {
    const ms = await timed(async () => { for (const batch of batches) await unnestRows(client, batch); });
    return { eventsPerSecond: (count * 1000) / ms };
  });
}
