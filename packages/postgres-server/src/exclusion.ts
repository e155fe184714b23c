import { setTimeout as sleep } from 'node:timers/promises';

import { AppError } from '@motcua/kernel';

import { homePaths } from './data-home.ts';
import { waitForLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { readRunFile } from './run-file.ts';
import type { ServerLog } from './server-log.ts';

/**
 * Makes this process the only one that may start a server on a data home.
 *
 * @param patienceMs - How long to wait when only a command holds it, which leaves by itself.
 * @throws AppError `ALREADY_RUNNING` when a ledger holds it, or a command still does after `patienceMs`.
 */
export async function takeServerLock(home: string, patienceMs: number, log: ServerLog): Promise<FileLock> {
  const end = performance.now() + patienceMs;
  let told = false;
  for (;;) {
    const lock = await waitForLock(homePaths(home).serverLock, 'exclusive', BRIEFLY_MS);
    if (lock) return lock;
    const run = await readRunFile(home);
    if (run?.holder !== 'command' || performance.now() >= end) throw alreadyRunning(home, run);
    if (!told) log.info({ pid: run.pid }, 'waiting for a command that uses the database to finish');
    told = true;
    await sleep(100);
  }
}

// Two that try at the same instant can keep each other out; and whoever stops a server frees the lock last.
const BRIEFLY_MS = 1_000;

function alreadyRunning(home: string, run: Awaited<ReturnType<typeof readRunFile>>): AppError {
  if (run === undefined) return new AppError('ALREADY_RUNNING', `Another process is starting or stopping the ledger of ${home}; try again in a moment.`);
  if (run.holder === 'command') return new AppError('ALREADY_RUNNING', `A command (process ${run.pid}) still uses the database of ${home}; wait until it has finished.`);
  const where = run.httpUrl === undefined ? '' : ` at ${run.httpUrl}`;
  return new AppError('ALREADY_RUNNING', `The ledger of ${home} already runs${where} (process ${run.pid}); use that one, or stop it first.`);
}
