import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { BenchDatabase } from './bench-server.ts';
import { percentile, spread } from './harness.ts';
import { thirdsOf } from './import.ts';
import { startLedgerProcess } from './ledger-process.ts';
import type { LedgerProcess } from './ledger-process.ts';
import type { Bench, Line, Measurement, Ratio } from './measurement.ts';
import { send } from './ndjson-client.ts';
import { repeatedQuarter } from './repeated-quarter.ts';
import type { Piece } from './repeated-quarter.ts';
import { startWatch } from './watch-lag.ts';
import type { Lags } from './watch-lag.ts';

const CONNECTIONS = 8;
/** Lines of one request. */
const LINES = 100;

export type Load = { readonly dossiers: number; readonly perSecond: number; readonly seconds: number };

/**
 * Counters that send at a steady rate over HTTP, for minutes: whether the ledger keeps up, how long what is in the log is not
 * counted yet, and what each process takes of memory and processor. Any event that is not taken ends it as a fault.
 */
export const steady: Measurement = {
  id: 'steady',
  title: 'A steady load over HTTP: intake, projector and PostgreSQL each in processes of their own',
  measure: async (bench) => {
    const { server, sizes: { steady: { dossiers, perSecond: rates, seconds } } } = bench;
    const database = await server.database('steady');
    try {
      const findings = [];
      for (const [turn, perSecond] of rates.entries()) findings.push(await steadyLoad(database, { dossiers, perSecond, seconds }, bench, turn));
      return { lines: findings.flatMap(({ lines }) => lines), ratios: findings.flatMap(({ ratios }) => ratios) };
    } finally {
      await server.drop(database);
    }
  },
};

/** @param turn - Each sends events of other dossiers; from 0 to 8. */
export async function steadyLoad(database: BenchDatabase, load: Load, { signal, onRun }: Pick<Bench, 'signal' | 'onRun'>, turn: number): Promise<{ readonly lines: readonly Line[]; readonly ratios: readonly Ratio[] }> {
  const running: LedgerProcess[] = [];
  try {
    for (const what of ['intake', 'projector'] as const) running.push(await startLedgerProcess(what, database));
    const [intake, projector] = running;
    if (intake === undefined || projector === undefined) throw new RangeError('A process is missing.');
    const { reference, shares } = repeatedQuarter({ dossiers: load.dossiers, connections: CONNECTIONS, lines: LINES, turn });
    const pool = new Pool(intake.url, { connections: CONNECTIONS, pipelining: 1 });
    try {
      await send(pool, '/v1/reference-events', reference, signal);
      const watch = await startWatch(database);
      await watch.caughtUp(signal);
      watch.forget();
      const before = [intake, projector].map(({ use }) => ({ processorMs: use.processorMs, samples: use.rss.length }));
      let cold: Lags | undefined;
      const sent = await sendAll(pool, shares, load, { signal, onRun, onWarm: () => { cold = watch.turn(); } });
      await watch.caughtUp(signal);
      const [server, lags] = await watch.stop();
      const perEvent = (ms: number): number => (ms * 1_000) / sent.events;
      const name = `${load.perSecond.toLocaleString('en')} events a second wanted for ${load.seconds} s`;
      const processes = [intake, projector].map(({ use }, index) => {
        const since = before[index];
        const rss = use.rss.slice(since?.samples ?? 0);
        return { what: index === 0 ? 'intake' : 'projector', rss, processorMs: use.processorMs - (since?.processorMs ?? 0) };
      });
      return {
        lines: [
          { what: name, figures: { eventsPerSecond: spread([(sent.events * 1_000) / sent.ms]), requestP50Ms: spread([percentile(sent.latencies, 50)]), requestP99Ms: spread([percentile(sent.latencies, 99)]) } },
          { what: `  from the log to the read model at ${load.perSecond.toLocaleString('en')}`, figures: lagFigures(lags) },
          ...(cold === undefined ? [] : [{ what: '    in the first fifth, which is not counted above: processes that have just begun', figures: lagFigures(cold) }]),
          ...processes.map(({ what, rss, processorMs }) => ({ what: `  ${what}`, figures: { processorMicrosecondsPerEvent: spread([perEvent(processorMs)]), rssMb: spread(rss.map((one) => one / 1e6)) } })),
          ...(server === undefined ? [] : [{ what: '  PostgreSQL, all its processes', figures: { processorMicrosecondsPerEvent: spread([perEvent(server.processorMs)]), rssMb: spread(server.rss.map((one) => one / 1e6)) } }]),
          { what: '  who sends and measures', figures: { processorMicrosecondsPerEvent: spread([perEvent(sent.processorMs)]) } },
        ],
        ratios: [
          { what: `${name}: reached ÷ wanted`, ratio: spread([(sent.events * 1_000) / sent.ms / load.perSecond]), aim: '≥ 0.99' },
          ...processes.map(({ what, rss }) => ({ what: `  memory of the ${what}, last third ÷ first third of the last four fifths`, ratio: spread([growthOf(rss)]), aim: 'about 1' })),
        ],
      };
    } finally {
      await pool.destroy();
    }
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}

function lagFigures({ p50, p99, most }: Lags): Line['figures'] {
  return { p50Ms: spread([p50]), p99Ms: spread([p99]), mostMs: spread([most]) };
}

/** Of ten minutes the last eight count: the first two fill what is remembered. */
function growthOf(rss: readonly number[]): number {
  const { firstThirdMb, lastThirdMb } = thirdsOf(rss.slice(Math.floor(rss.length / 5)));
  return lastThirdMb / firstThirdMb;
}

type Sending = Pick<Bench, 'signal' | 'onRun'> & {
  /** Told once, when a fifth of the time is over: what was measured of requests until then does not count. */
  readonly onWarm: () => void;
};

/** Each connection keeps to its share of the rate, and catches up when it was held up. */
async function sendAll(pool: Pool, shares: readonly Iterable<Piece>[], { perSecond, seconds }: Load, { signal, onRun, onWarm }: Sending) {
  const latencies: number[] = [];
  let isWarm = false;
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  let events = 0;
  await Promise.all(shares.map(async (share, no) => {
    const msEach = (1_000 * shares.length) / perSecond;
    let sent = (no * LINES) / shares.length;
    for (const { body, events: count } of share) {
      const dueAt = startedAt + sent * msEach;
      if (Math.max(dueAt, performance.now()) - startedAt >= seconds * 1_000) return;
      if (dueAt - performance.now() > 1) await sleep(dueAt - performance.now(), undefined, { signal });
      const askedAt = performance.now();
      if (!isWarm && askedAt - startedAt >= seconds * 200) {
        isWarm = true;
        latencies.length = 0;
        onWarm();
      }
      await send(pool, '/v1/dossier-events', body, signal);
      latencies.push(performance.now() - askedAt);
      sent += count;
      events += count;
      if (no === 0 && latencies.length % 50 === 0) onRun(`${events.toLocaleString('en')} of ${(perSecond * seconds).toLocaleString('en')} events, ${Math.round((events * 1_000) / (performance.now() - startedAt)).toLocaleString('en')} a second`);
    }
  }));
  const { user, system } = process.cpuUsage(before);
  return { events, ms: performance.now() - startedAt, latencies, processorMs: (user + system) / 1_000 };
}
