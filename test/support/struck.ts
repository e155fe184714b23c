import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LogConfig } from '@motcua/event-store';
import { lastingPort, startProcess, testServer } from '@motcua/testkit';
import pg from 'pg';
import type { Test } from 'tap';
import { openReplicated } from './replica.ts';

/** What holds data, and what may happen to it while it is used. */
export type Struck = {
  /** Stands still with its connections open; the answer lets it go on. */
  readonly pause: () => () => void;
  /** Killed and started again. */
  readonly crash: () => Promise<void>;
  /** Killed, and its replica takes its place. */
  readonly failOver?: () => Promise<void>;
  /** For a second, one session of the services after the other is ended by the operator. */
  readonly cut?: () => Promise<void>;
  /** Every session of the services is ended, and for two seconds there is no connection left for any of them. */
  readonly shutOut?: () => Promise<void>;
};

export type StruckDatabase = Struck & Required<Pick<Struck, 'cut' | 'shutOut'>> & { readonly appUrl: string; readonly ownerUrl: string };
export type StruckLog = Struck & { readonly config: LogConfig; readonly environment: Readonly<Record<string, string>> };

type Place = Pick<Test, 'teardown'>;

/** A PostgreSQL without a replica. */
export async function singleDatabase(t: Place): Promise<StruckDatabase> {
  const { ownerUrl, appUrl, pause, kill, restart } = await testServer(t);
  const client = new pg.Client({ connectionString: ownerUrl('postgres') });
  await client.connect();
  await client.query('create database motcua');
  await client.end();
  const urls = { ownerUrl: ownerUrl('motcua'), appUrl: appUrl('motcua') };
  return { ...urls, ...operatedBy(urls), pause, crash: async () => { await kill(); await restart(); } };
}

/** A PostgreSQL with a synchronous replica, which takes its place once. */
export async function replicatedDatabase(t: Place): Promise<StruckDatabase> {
  const { primary, replica, inSync, promote, ownerUrl, appUrl } = await openReplicated(t);
  let current = primary;
  return {
    ownerUrl, appUrl, ...operatedBy({ ownerUrl, appUrl }), pause: () => current.pause(),
    crash: async () => { await current.kill(); await current.start(); },
    failOver: async () => {
      // After a crash a primary shows what its replica may not have yet: only when they are in step may it be lost.
      await inSync();
      await primary.kill();
      await promote();
      current = replica;
    },
  };
}

const CUTS = 20;
const BETWEEN_CUTS_MS = 50;
const SHUT_OUT_MS = 2_000;

function operatedBy({ ownerUrl, appUrl }: Pick<StruckDatabase, 'ownerUrl' | 'appUrl'>): Required<Pick<Struck, 'cut' | 'shutOut'>> {
  const role = decodeURIComponent(new URL(appUrl).username);
  const operate = async (work: (operator: pg.Client) => Promise<void>): Promise<void> => {
    const operator = new pg.Client({ connectionString: ownerUrl });
    await operator.connect();
    await work(operator).finally(() => operator.end());
  };
  const end = (operator: pg.Client, how: string) => operator.query(`select pg_terminate_backend(pid) from (select pid from pg_stat_activity where usename = $1 ${how}) one`, [role]);
  return {
    cut: () => operate(async (operator) => {
      for (let cut = 0; cut < CUTS; cut += 1) {
        await end(operator, 'order by random() limit 1');
        await sleep(BETWEEN_CUTS_MS);
      }
    }),
    shutOut: () => operate(async (operator) => {
      await operator.query(`alter role ${role} connection limit 0`);
      await end(operator, '');
      await sleep(SHUT_OUT_MS);
      await operator.query(`alter role ${role} connection limit -1`);
    }),
  };
}

/** The log in a PostgreSQL of its own. */
export function postgresLog(database: StruckDatabase): StruckLog {
  const { appUrl, ownerUrl } = database;
  return { ...database, config: { kind: 'postgres', url: appUrl }, environment: { EVENT_STORE: 'postgres', LOG_DATABASE_URL: appUrl, LOG_DATABASE_OWNER_URL: ownerUrl } };
}

/** The log in the tests' own model of KurrentDB, a process with a file. @param index - Where marks of it are kept. */
export async function kurrentLog(t: Place, index: StruckDatabase): Promise<StruckLog> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-peer-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const port = String(await lastingPort());
  const launch = async () => {
    const peer = startProcess(t, process.execPath, [PEER], { PORT: port, LOG_FILE: join(folder, 'log') });
    await peer.says(/listening on (\d+)/);
    return peer;
  };
  let peer = await launch();
  const url = `esdb://127.0.0.1:${port}?tls=false`;
  return {
    config: { kind: 'kurrentdb', url, indexUrl: index.appUrl }, environment: { EVENT_STORE: 'kurrentdb', KURRENTDB_URL: url },
    pause: () => {
      peer.signal('SIGSTOP');
      return () => { peer.signal('SIGCONT'); };
    },
    crash: async () => {
      peer.signal('SIGKILL');
      await peer.ended;
      peer = await launch();
    },
  };
}

const PEER = fileURLToPath(new URL('../../packages/testkit/src/kurrent-peer/kurrent-peer.main.ts', import.meta.url));
