import type pg from 'pg';
import { BARE_TABLE, unnestRows } from './bare-writes.ts';
import { until, withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { interleave, timed } from './harness.ts';
import type { Sample } from './harness.ts';
import { startLedgerProcess } from './ledger-process.ts';
import type { LedgerProcess } from './ledger-process.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import { postsOf, sendPosts } from './ndjson-client.ts';
import { appendsFor, inPieces } from './supply.ts';

const CONNECTIONS = 8;
const INTAKE = 'intake, NDJSON over 8 connections';
const LEDGER = 'whole ledger, NDJSON over 8 connections, until posted';
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
      ], rounds);
      const rate = { figure: 'eventsPerSecond', below: UNNEST };
      return {
        lines: linesOf(samples),
        ratios: [
          ratio(samples, { what: 'intake over HTTP ÷ unnest', above: INTAKE, aim: '≥ 0.4', ...rate }),
          ratio(samples, { what: 'whole ledger over HTTP ÷ unnest', above: LEDGER, ...rate }),
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
