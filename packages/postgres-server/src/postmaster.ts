import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { AppError } from '@motcua/kernel';
import pg from 'pg';

import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { SERVER_ENVIRONMENT } from './cluster.ts';
import { codeOf } from './files.ts';
import { clusterName } from './orphans.ts';
import type { ServerLog } from './server-log.ts';

/** A server process that this process started. `exited` fulfils when it has ended, whoever ended it. */
export type Postmaster = {
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

export type PostmasterOptions = {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly data: string;
  readonly logFile: string;
  /** The port to take; a free one is found when it is not given. */
  readonly port: number | undefined;
  readonly url: (port: number) => string;
  readonly log: ServerLog;
  /** Are writes on the disk before they are acknowledged? Only data that nobody will miss may do without. */
  readonly durable: boolean;
};

/**
 * Starts the server on 127.0.0.1 and waits until it answers, recovery after a crash included.
 *
 * @throws AppError `SERVER_START_FAILED` with the last words of the server's log.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? await freePort();
    try {
      return await startOnPort(options, port);
    } catch (error) {
      // Between finding a free port and taking it, somebody else may have taken it.
      if (options.port !== undefined || attempt === 5 || !(await isTaken(port))) throw error;
    }
  }
}

async function startOnPort(options: PostmasterOptions, port: number): Promise<Postmaster> {
  const child = launch(options, port);
  let running = true;
  const exited = once(child, 'exit').then(() => undefined, () => undefined).finally(() => { running = false; });
  const interrupt = () => child.kill('SIGINT');
  process.once('exit', interrupt); // where no setpriv ties the server to this process
  void exited.then(() => process.off('exit', interrupt));
  const stop = () => stopChild(child, exited);
  try {
    await untilItAnswers(options, port, () => running);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, port, exited, stop };
}

function launch({ binaries, account, data, logFile, log, durable }: PostmasterOptions, port: number): ChildProcess {
  const words = ['-D', data, ...Object.entries(settings(data, port, durable)).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const tied = canTie();
  if (process.platform === 'linux' && !tied) log.warn({}, 'there is no setpriv here: the database server may outlive this process if it is killed');
  const [program, ...rest] = tied ? ['setpriv', '--pdeathsig', 'INT', binaries.postgres, ...words] : [binaries.postgres, ...words];
  const output = openLog(logFile);
  try {
    // Its own session, so that Ctrl-C reaches this process only, which stops the server when it no longer needs it.
    return spawn(program, rest, {
      cwd: '/', env: SERVER_ENVIRONMENT, stdio: ['ignore', output, output], detached: true,
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    });
  } finally {
    closeSync(output);
  }
}

/** Given on the command line, so they hold whatever the configuration in the data folder says. */
function settings(data: string, port: number, durable: boolean): Readonly<Record<string, string | number>> {
  return {
    listen_addresses: '127.0.0.1', port, unix_socket_directories: '', cluster_name: clusterName(data),
    ...(durable ? DURABLE : THROWN_AWAY), synchronous_commit: 'on',
    shared_buffers: '256MB', work_mem: '16MB', maintenance_work_mem: '128MB', max_connections: 100,
    max_wal_size: '2GB', checkpoint_timeout: '15min', jit: 'off',
    timezone: 'UTC', log_timezone: 'UTC', lc_messages: 'C', logging_collector: 'off',
  };
}

const DURABLE = { fsync: 'on', full_page_writes: 'on', wal_compression: 'on' } as const;
/** Making a database writes all its pages to the WAL: here they are neither packed nor sent anywhere. */
const THROWN_AWAY = { fsync: 'off', full_page_writes: 'off', wal_compression: 'off', wal_level: 'minimal', max_wal_senders: 0 } as const;

/** Can the kernel be asked to interrupt the server when this process ends, however it ends? */
function canTie(): boolean {
  return process.platform === 'linux'
    && spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { cwd: '/', env: SERVER_ENVIRONMENT, stdio: 'ignore' }).status === 0;
}

async function untilItAnswers({ url, data, logFile, log }: PostmasterOptions, port: number, running: () => boolean): Promise<void> {
  const began = performance.now();
  for (let tries = 1; ; tries += 1) {
    if (!running()) throw new AppError('SERVER_START_FAILED', `The database server of ${data} ended at once: ${lastWords(logFile)}`);
    const answer = await knock(url(port));
    if (answer === 'open') return;
    if (answer === 'wrong password') {
      throw new AppError('DATA_FOLDER_UNUSABLE', `The passwords beside ${data} do not open its database; they belong to another folder.`);
    }
    if (tries % 400 === 0) log.info({ seconds: Math.round((performance.now() - began) / 1000) }, 'the database server is still recovering');
    await sleep(25);
  }
}

async function knock(connectionString: string): Promise<'open' | 'closed' | 'wrong password'> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'open';
  } catch (error) {
    return codeOf(error) === '28P01' ? 'wrong password' : 'closed';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Fast, then immediate: both keep every acknowledged write; the second leaves recovery to the next start. */
async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGQUIT'), 120_000);
  await exited;
  clearTimeout(patience);
}

const LOG_BYTES_MAX = 10_000_000;

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20);
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
}

async function freePort(): Promise<number> {
  const probe = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new AppError('SERVER_START_FAILED', 'No free port was found on 127.0.0.1.');
  return address.port;
}

async function isTaken(port: number): Promise<boolean> {
  const probe = createServer().listen({ host: '127.0.0.1', port });
  const taken = await once(probe, 'listening').then(() => false, () => true);
  if (!taken) probe.close();
  return taken;
}
