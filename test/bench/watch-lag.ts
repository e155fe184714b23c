import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { openPool } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import { percentile } from './harness.ts';

/** Milliseconds from the moment when an event was seen in the log to the one when it was seen in the read model. */
export type Lags = { readonly p50: number; readonly p99: number; readonly most: number };

/** All processes of the server; `rss`: bytes that are theirs alone. */
export type ServerUse = { readonly rss: readonly number[]; readonly processorMs: number };

/** `server`: undefined where the system does not tell (it is asked in /proc). */
export type Watch = {
  readonly caughtUp: (signal: AbortSignal) => Promise<void>;
  /** Begins anew. */
  readonly forget: () => void;
  /** The lags until now, which do not count any more; none when nothing was seen. */
  readonly turn: () => Lags | undefined;
  readonly stop: () => Promise<readonly [server: ServerUse | undefined, lags: Lags]>;
};

const LOOK_MS = 10;
const USE_EVERY = 500;
const TICK_MS = 10;

/** Looks a hundred times a second at the ends of the log and of the read model. */
export async function startWatch({ appUrl }: BenchDatabase): Promise<Watch> {
  const pool = await openPool(appUrl, 1);
  const [waiting, lags, uses]: [{ position: number; at: number; events: number }[], number[], { rss: number; processorMs: number }[]] = [[], [], []];
  let turned: readonly number[] = [];
  const stopping = new AbortController();
  const postmaster = await postmasterOf(pool);
  let [logged, posted] = await endsOf(pool);
  const look = async (turn: number): Promise<void> => {
    const [head, checkpoint] = await endsOf(pool);
    const at = performance.now();
    if (head > logged) waiting.push({ position: head, at, events: head - logged });
    [logged, posted] = [head, checkpoint];
    while (waiting[0] !== undefined && waiting[0].position <= posted) {
      const seen = waiting.shift();
      if (seen !== undefined) lags.push(...Array<number>(Math.ceil(seen.events / 10)).fill(at - seen.at));
    }
    if (turn % USE_EVERY === 0) uses.push(...await useOf(postmaster));
  };
  const looking = (async () => {
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      await look(turn);
      await sleep(LOOK_MS);
    }
  })();
  return {
    caughtUp: async (signal) => {
      while (posted < logged || waiting.length > 0) await Promise.race([looking, sleep(LOOK_MS, undefined, { signal })]);
    },
    forget: () => { lags.length = uses.length = 0; },
    turn: () => {
      turned = lags.splice(0);
      return turned.length === 0 ? undefined : lagsIn(turned);
    },
    stop: async () => {
      stopping.abort();
      await looking;
      uses.push(...await useOf(postmaster));
      await pool.end();
      const [first, last] = [uses[0], uses.at(-1)];
      const server = first === undefined || last === undefined ? undefined : { rss: uses.map(({ rss }) => rss), processorMs: Math.max(TICK_MS, last.processorMs - first.processorMs) };
      // Of a load so short that nothing came behind the turn, what came before it is all there is.
      return [server, lagsIn(lags.length > 0 ? lags : turned)];
    },
  };
}

function lagsIn(lags: readonly number[]): Lags {
  return { p50: percentile(lags, 50), p99: percentile(lags, 99), most: percentile(lags, 100) };
}

async function endsOf(pool: pg.Pool): Promise<readonly [head: number, checkpoint: number]> {
  const { rows } = await pool.query<{ head: string | null; checkpoint: string }>({
    name: 'ends', text: `select (select position from log.counter) as head, (select position from ledger.checkpoint where projection = 'ledger') as checkpoint`,
  });
  return [Number(rows[0]?.head ?? 0), Number(rows[0]?.checkpoint ?? 0)];
}

/** The process that all others of the server come from. */
async function postmasterOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  return (await processOf(String(rows[0]?.pid)))?.parent ?? 0;
}

/** What its processes have and had together; those that ended count with it. None where there is no /proc. */
async function useOf(postmaster: number): Promise<readonly { readonly rss: number; readonly processorMs: number }[]> {
  if (postmaster === 0) return [];
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(names.map(processOf))).filter((one) => one !== undefined && (one.parent === postmaster || one.pid === postmaster));
  const rss = await Promise.all(all.map((one) => ownMemory(String(one?.pid))));
  return [{ rss: rss.reduce((sum, one) => sum + one, 0), processorMs: all.reduce((sum, one) => sum + (one?.processorMs ?? 0), 0) }];
}

async function processOf(pid: string): Promise<{ readonly pid: number; readonly parent: number; readonly processorMs: number } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
  return { pid: Number(pid), parent: fields[1] ?? 0, processorMs: ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_MS };
}

/** Not what it shares with the others. */
async function ownMemory(pid: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1_024;
}
