import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '@motcua/simulator';
import type pg from 'pg';
import { BARE_TABLE } from './bare-writes.ts';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { writeEventFile } from './event-file.ts';
import type { EventFile } from './event-file.ts';
import { interleave, percentile, timed } from './harness.ts';
import type { Sample } from './harness.ts';
import { unnested } from './http.ts';
import { runImportProcess } from './import-process.ts';
import { startLedgerProcess } from './ledger-process.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Bench, Measurement } from './measurement.ts';
import { sendStream } from './ndjson-client.ts';
import { quarterEvents } from './supply.ts';

const IMPORT = 'motcua import, a process of its own';
const HTTP = 'the same lines in one HTTP request to the intake';
const UNNEST = 'unnest, 1,000 rows a transaction';
const MEGABYTE = 1_000_000;

/** A file of events into an empty log, beside the same lines over HTTP and bare writes of as many rows. */
export const importing: Measurement = {
  id: 'import',
  title: 'Importing a file: every line decided and answered, durable',
  measure: async (bench) => {
    const { server, sizes: { import: { dossiers, unnest } } } = bench;
    const folder = await mkdtemp(join(tmpdir(), 'motcua-bench-import-'));
    const bare = await server.database('import-bare');
    await withClient(bare.ownerUrl, (client: pg.Client) => client.query(BARE_TABLE));
    try {
      const events = (): Generator<CloudEvent> => quarterEvents(dossiers);
      const file = await writeEventFile(join(folder, 'quarter.ndjson'), events());
      const samples = await interleave([
        { name: IMPORT, run: (round) => inEmptyLog(bench, `import-${round}`, (database) => imported(database, file, bench.signal)) },
        { name: HTTP, run: (round) => inEmptyLog(bench, `import-http-${round}`, (database) => sent(database, file, events, bench.signal)) },
        { name: UNNEST, run: () => unnested(bare, unnest) },
      ], bench);
      const rate = { figure: 'eventsPerSecond', above: IMPORT };
      return {
        lines: linesOf(samples),
        ratios: [
          ratio(samples, { what: 'import ÷ HTTP', below: HTTP, ...rate }),
          ratio(samples, { what: 'import ÷ unnest', below: UNNEST, ...rate }),
          ratio(samples, { what: 'memory of the import in the last third ÷ in the first third', figure: 'lastThirdMb', above: IMPORT, below: IMPORT, belowFigure: 'firstThirdMb', aim: 'about 1' }),
        ],
      };
    } finally {
      await rm(folder, { recursive: true });
      await server.drop(bare);
    }
  },
};

async function inEmptyLog(bench: Bench, name: string, run: (database: BenchDatabase) => Promise<Sample>): Promise<Sample> {
  const database = await bench.server.database(name);
  return run(database).finally(() => bench.server.drop(database));
}

async function imported(database: BenchDatabase, { path, events }: EventFile, signal: AbortSignal): Promise<Sample> {
  const { accepted, seconds, rss, processorMs } = await runImportProcess(database, path, { signal });
  if (accepted !== events) throw new Error(`Of ${events} events ${accepted} were taken.`);
  return { eventsPerSecond: events / seconds, processorMicrosecondsPerEvent: (processorMs * 1_000) / events, ...thirdsOf(rss) };
}

/** The first tenth is starting up: code is compiled, the memory of known dossiers fills. */
export function thirdsOf(rss: readonly number[]): { readonly firstThirdMb: number; readonly lastThirdMb: number } {
  const warm = rss.slice(Math.floor(rss.length / 10));
  const third = Math.ceil(warm.length / 3);
  return { firstThirdMb: percentile(warm.slice(0, third), 50) / MEGABYTE, lastThirdMb: percentile(warm.slice(-third), 50) / MEGABYTE };
}

async function sent(database: BenchDatabase, { events }: EventFile, again: () => Iterable<CloudEvent>, signal: AbortSignal): Promise<Sample> {
  const intake = await startLedgerProcess('intake', database);
  try {
    const ms = await timed(() => sendStream(intake.url, again(), signal));
    return { eventsPerSecond: (events * 1_000) / ms, ...thirdsOf(intake.use.rss) };
  } finally {
    await intake.stop();
  }
}
