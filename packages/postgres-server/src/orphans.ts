import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { AppError } from '@motcua/kernel';

import { shortHash } from './data-home.ts';
import { runningProcesses } from './processes.ts';
import type { ServerLog } from './server-log.ts';

/** The name that a server carries in its processes' titles, so that they can be told from every other PostgreSQL. */
export function clusterName(data: string): string {
  return `motcua-${shortHash(data)}`;
}

/** The numbers of all running processes of the server of a data folder, found by what they are, never by a noted number. */
export function serverProcesses(data: string): readonly number[] {
  return runningProcesses().filter(({ command }) => isMain(command, data) || isHelper(command, data)).map(({ pid }) => pid);
}

/**
 * Stops whatever still runs on a data folder that nobody supervises any more: what a killed start left behind is never
 * taken over, because nobody knows what state it is in. Call it with the data home locked.
 *
 * @throws AppError `SERVER_START_FAILED` when something of it does not end.
 */
export async function stopOrphans(data: string, log: ServerLog): Promise<void> {
  const main = runningProcesses().filter(({ command }) => isMain(command, data));
  if (main.length > 0) log.warn({ pids: main.map(({ pid }) => pid) }, 'stopping a database server that a killed process left behind');
  signalAll(main.map(({ pid }) => pid), 'SIGINT');
  if (!(await gone(data, 30_000))) {
    signalAll(serverProcesses(data), 'SIGQUIT');
    if (!(await gone(data, 10_000))) {
      throw new AppError('SERVER_START_FAILED',
        `A database server of an earlier start still runs on ${data} and does not stop (process ${serverProcesses(data).join(', ')}); end it and start again.`);
    }
  }
  await removeStaleMark(data);
}

/** Waits until no process of the server runs any more; false when one still does after `patienceMs`. */
export async function gone(data: string, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (serverProcesses(data).length > 0) {
    if (performance.now() >= end) return false;
    await sleep(20);
  }
  return true;
}

function isMain(command: string, data: string): boolean {
  return command.includes(`/postgres -D ${data} `);
}

function isHelper(command: string, data: string): boolean {
  return command.startsWith(`postgres: ${clusterName(data)}: `);
}

/** Nothing of the server runs: when its noted number is in use, it is another program's or a zombie's, and would stop the start. */
async function removeStaleMark(data: string): Promise<void> {
  const mark = join(data, 'postmaster.pid');
  const pid = Number((await readFile(mark, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0 && answers(pid)) await rm(mark, { force: true });
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // it ended while we looked
    }
  }
}
