import { existsSync, readFileSync } from 'node:fs';
import { openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import type { BenchDatabase } from './bench-server.ts';
import type { Sample } from './harness.ts';

/** All questions in one process of the server, whose work can be told. */
export function inOneProcess({ appUrl }: BenchDatabase): Database {
  return openDatabase(`${appUrl}?options=${encodeURIComponent('-c max_parallel_workers_per_gather=0')}`, { connections: 1 });
}

/** Begins to count the processor time of the server's process, where the system tells it; what is given back says how much it was, each time. */
export async function serverWork({ pool }: Pick<Database, 'pool'>): Promise<(times?: number) => Sample> {
  const { rows: [backend] } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const before = workOf(backend?.pid);
  return (times = 1) => {
    const after = workOf(backend?.pid);
    return before === undefined || after === undefined ? {} : { serverMs: Math.max(after - before, TICK_MS / 2) / times };
  };
}

/** In which the kernel tells processor time. */
const TICK_MS = 10;

/** Milliseconds of processor time. */
function workOf(pid: number | undefined): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return undefined;
  const [, , , , , , , , , , , user = '0', system = '0'] = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(user) + Number(system)) * TICK_MS;
}
