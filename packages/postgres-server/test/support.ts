import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';
import type { Test } from 'tap';

import { removeData, memoryHome } from '../src/index.ts';

export const quiet = { info: () => undefined, warn: () => undefined };

/** A data home of one test, removed when it ends. */
export function freshHome(t: Pick<Test, 'teardown'>): string {
  const home = memoryHome(`server test ${process.pid} ${randomBytes(6).toString('hex')}`);
  t.teardown(() => removeData(home));
  return home;
}

/** A ledger in a process of its own, ready to be killed. */
export async function heldServer(t: Pick<Test, 'teardown'>, home: string): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'programs', 'hold-server.ts'), home], { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = await once(createInterface(child.stdout), 'line') as [string];
  return { child, ...JSON.parse(line) as { pid: number; url: string } };
}

export async function query(connectionString: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits for what must come true; tap's own time limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(25);
}

/** Every file below a folder with its size and time of change, to see that nothing was touched. */
export function fingerprint(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
}
