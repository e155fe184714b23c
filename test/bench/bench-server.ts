import { setTimeout as sleep } from 'node:timers/promises';
import { APP_ROLE, removeData, startServer, temporaryHome } from '@motcua/postgres-server';
import { migrate } from '@motcua/standalone';
import pg from 'pg';

/** A database with every schema of the ledger, empty. The URLs hold passwords of a throw-away server. */
export type BenchDatabase = { readonly name: string; readonly ownerUrl: string; readonly appUrl: string };

/** A throw-away embedded server with fsync on. */
export type BenchServer = {
  /** Of PostgreSQL. */
  readonly version: string;
  readonly database: (name: string) => Promise<BenchDatabase>;
  /** The same once more, to which nothing may be connected meanwhile. */
  readonly copy: (database: BenchDatabase, name: string) => Promise<BenchDatabase>;
  readonly drop: (database: BenchDatabase) => Promise<void>;
  /** Ends it and removes its data. */
  readonly stop: () => Promise<void>;
};

/** The home that the benchmark of a process uses. */
export function benchHome(pid: number): string {
  return temporaryHome(`benchmark ${pid}`);
}

/** @throws Error when the server would not keep what it acknowledges. */
export async function startBenchServer(): Promise<BenchServer> {
  const home = benchHome(process.pid);
  const server = await startServer({ home, log: { info: () => undefined, warn: () => undefined } });
  const admin = await openPool(server.ownerUrl('postgres'), 1);
  const named = (name: string): BenchDatabase => ({ name, ownerUrl: server.ownerUrl(name), appUrl: server.appUrl(name) });
  const copy = async ({ name: model }: BenchDatabase, name: string): Promise<BenchDatabase> => {
    await admin.query(`create database "${name}" template "${model}"`);
    return named(name);
  };
  // One at a time measures, so nobody asks for it twice at once.
  let model: BenchDatabase | undefined;
  const migrated = async (): Promise<BenchDatabase> => {
    const database = named('migrated');
    await server.createDatabase(database.name);
    await migrate({ ownerUrl: database.ownerUrl, databaseUrl: database.appUrl });
    return database;
  };
  const stop = async (): Promise<void> => {
    await admin.end();
    await server.stop();
    await removeData(home);
  };
  try {
    return {
      version: await durableVersion(admin), stop, copy,
      database: async (name) => copy(model ??= await migrated(), name),
      drop: async ({ name }) => { await admin.query(`drop database "${name}" with (force)`); },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Lets the application's role read and write a schema of the benchmark. */
export function grantAll(schema: string): string {
  return `grant usage on schema ${schema} to ${APP_ROLE}; grant select, insert on all tables in schema ${schema} to ${APP_ROLE}`;
}

/** Several connections, opened already: connecting is not what is measured. */
export async function openPool(connectionString: string, size: number): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString, max: size });
  // A database may be dropped a moment before the last of its connections is gone.
  pool.on('error', () => undefined);
  for (const client of await Promise.all(Array.from({ length: size }, () => pool.connect()))) client.release();
  return pool;
}

/** Does some work with one connection. */
export async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Waits until something is so, looking every few milliseconds. */
export async function until(isSo: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!await isSo()) await sleep(5, undefined, { signal });
}

async function durableVersion(admin: pg.Pool): Promise<string> {
  const { rows } = await admin.query<{ version: string; fsync: string; commit: string }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`);
  const [row] = rows;
  if (row?.fsync !== 'on' || row.commit !== 'on') throw new Error('The server does not write to the disk at once: its figures would mean nothing.');
  return row.version;
}
