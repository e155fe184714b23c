import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_ROLE, OWNER_ROLE, serverAccount } from '@motcua/postgres-server';
import pg from 'pg';
import type { Test } from 'tap';
import { lastingPort } from './server.ts';
import { childrenOf, signalled, standStill } from './stand-still.ts';
import { until } from './until.ts';

const PROGRAMS = '/usr/lib/postgresql/15/bin';

/** Why a test cannot run here, for the name of its skip; false where it can. */
export const NO_POSTGRES_15: string | false = existsSync(join(PROGRAMS, 'pg_basebackup')) ? false : 'Debian\'s PostgreSQL 15 is not installed: sudo scripts/install-test-tools';

export type ClusterSettings = Readonly<Record<string, string | number>>;

/** A whole PostgreSQL 15 of one test, on one port for as long as the test lasts. Whoever reaches the port may log in. */
export type Cluster = {
  readonly port: number;
  /** Its data folder. */
  readonly data: string;
  /** A connection string; the owner's unless a role is named. */
  readonly url: (database: string, role?: string) => string;
  /** Starts it, with more settings than its configuration has, and waits until it answers. */
  readonly start: (settings?: ClusterSettings) => Promise<void>;
  /** Shuts it down cleanly. */
  readonly stop: () => Promise<void>;
  /** SIGKILL to the main process; fulfils when all of its processes are gone. */
  readonly kill: () => Promise<void>;
  /** All of its processes stand still, connections stay open; the answer lets them go on. */
  readonly pause: () => () => void;
};

/** A folder of a test that the clusters' system user may write in; it goes when the test ends. */
export async function clusterFolder(t: Pick<Test, 'teardown'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-clusters-'));
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await give(folder);
  return folder;
}

/** Makes a folder inside another for the clusters' user. */
export async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { mode: 0o700 });
  await give(path);
  return path;
}

/** Writes a file for the clusters' user; an empty one is how PostgreSQL 15 is told what to be when it starts. */
export async function giveFile(path: string, text = ''): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  await give(path);
}

/** Makes a new cluster with the ledger's two roles and starts it. */
export async function newCluster(t: Pick<Test, 'teardown'>, data: string, settings: ClusterSettings = {}): Promise<Cluster> {
  await runProgram('initdb', '-D', data, '-U', OWNER_ROLE, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  const cluster = await clusterAt(t, data);
  await cluster.start(settings);
  await onCluster(cluster, 'postgres', `create role ${APP_ROLE} login`);
  return cluster;
}

/** A cluster of data that are there, such as a base backup; not started. */
export async function clusterAt(t: Pick<Test, 'teardown'>, data: string): Promise<Cluster> {
  const port = await lastingPort();
  const url = (database: string, role = OWNER_ROLE): string => `postgresql://${role}@127.0.0.1:${port}/${database}`;
  let running: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = running;
    running = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    const children = childrenOf(child.pid);
    child.kill(signal);
    await gone;
    // A server that is started while one of them lives refuses.
    await until(() => !children.some((pid) => signalled(pid, 0)));
  };
  t.teardown(() => end('SIGINT'));
  return {
    port, data, url, stop: () => end('SIGINT'), kill: () => end('SIGKILL'),
    pause: () => {
      if (running?.pid === undefined) throw new Error('A server that does not run cannot be paused.');
      return standStill(running.pid);
    },
    start: async (settings = {}) => {
      const child = launch(data, { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', timezone: 'UTC', ...settings });
      running = child.process;
      await until(() => answers(url('postgres'), child));
    },
  };
}

/** Runs a program of PostgreSQL 15 to its end. @throws Error with what it said when it fails. */
async function runProgram(name: string, ...words: readonly string[]): Promise<string> {
  const child = launchProgram([join(PROGRAMS, name), ...words]);
  await once(child.process, 'close');
  if (child.process.exitCode !== 0) throw new Error(`${name} failed: ${child.text()}`);
  return child.text();
}

/**
 * Runs shell commands as the clusters' user, with PostgreSQL 15's programs at hand, and gives what they said.
 *
 * @throws Error with what was said when one fails.
 */
export async function runShell(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = launchProgram(['bash', '-euo', 'pipefail', '-c', script], { ...env, PATH: `${PROGRAMS}:/usr/bin:/bin` });
  await once(child.process, 'close');
  if (child.process.exitCode !== 0) throw new Error(`${script} failed: ${child.text()}`);
  return child.text();
}

/** Runs one statement as the owner and gives the first column of its first row as text. */
export async function onCluster(cluster: Cluster, database: string, statement: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: cluster.url(database), types: { getTypeParser: () => (value: string | Buffer) => value.toString() } });
  await client.connect();
  try {
    const { rows } = await client.query<[string | null]>({ text: statement, rowMode: 'array' });
    return rows[0]?.[0] ?? undefined;
  } finally {
    await client.end();
  }
}

type Launched = { readonly process: ChildProcess; readonly text: () => string };

function launch(data: string, settings: ClusterSettings): Launched {
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Interrupted by the kernel when this process ends, however it ends.
  return launchProgram(['setpriv', '--pdeathsig', 'INT', join(PROGRAMS, 'postgres'), '-D', data, ...words]);
}

function launchProgram([program = '', ...words]: readonly string[], env: Readonly<Record<string, string>> = {}): Launched {
  const account = serverAccount();
  const child = spawn(program, words, {
    cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env },
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more: string) => { text = (text + more).slice(-20_000); });
  return { process: child, text: () => text };
}

/** @throws Error with the server's last words when it ended. */
async function answers(connectionString: string, { process: child, text }: Launched): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended at once: ${text()}`);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  return client.connect().then(() => true, () => false).finally(() => client.end().catch(() => undefined));
}

async function give(path: string): Promise<void> {
  const account = serverAccount();
  if (account !== undefined) await chown(path, account.uid, account.gid);
}
