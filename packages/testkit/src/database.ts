import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { APP_ROLE, connectOrStart, memoryHome } from '@motcua/postgres-server';
import type { ServerUrls } from '@motcua/postgres-server';
import pg from 'pg';
import type { Test } from 'tap';

/** An empty database of a test file. The URLs hold passwords of a throw-away server. */
export type TestDatabase = {
  readonly name: string;
  /** Connects as the owner, who runs the migrations. */
  readonly ownerUrl: string;
  /** Connects as the application's role, which begins without any rights of its own. */
  readonly appUrl: string;
  /** The server behind it, for tests that need other databases on it. */
  readonly server: ServerUrls;
};

/** Brings a database up to date; it has a name of its own, and does the same for every database. */
export type Migrate = (ownerUrl: string) => Promise<unknown>;

/**
 * Gives a test (or a whole file, with tap's own `t`) a PostgreSQL database of its own, dropped when the test ends.
 *
 * All test processes of one clone share one throw-away embedded server, which nobody kills and which need not wait for the disk
 * (`testServer` does): the first that asks starts it, in memory where there is room, it stops and its data go when the last has ended. With `TEST_DATABASE_URL` that server is used instead;
 * its user must be able to make databases and roles, and the role `motcua_app` there gets a password of the tests.
 *
 * @param migrations - Run before the test gets it. They run once on a server: who asks for the same ones gets a copy of what they made.
 */
export async function testDatabase(t: Pick<Test, 'teardown'>, migrations: readonly Migrate[] = []): Promise<TestDatabase> {
  const server = await sharedServer(t);
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  // Nothing stays on a server of somebody else's, which later migrations would find there.
  const model = migrations.length === 0 || GIVEN !== '' ? undefined : await modelOf(server, migrations);
  await execute(server.ownerUrl('postgres'), `CREATE DATABASE ${name}${model === undefined ? '' : ` TEMPLATE ${model} STRATEGY FILE_COPY`}`);
  t.teardown(() => execute(server.ownerUrl('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  if (model === undefined) for (const migrate of migrations) await migrate(server.ownerUrl(name));
  return { name, ownerUrl: server.ownerUrl(name), appUrl: server.appUrl(name), server };
}

/**
 * Empties every table of a schema but these and those of its migrations, whatever tables later migrations add.
 *
 * @param ownerUrl - Connects as the owner: nobody else may truncate.
 */
export function emptyTables(ownerUrl: string, schema: string, kept: readonly string[] = []): Promise<void> {
  return execute(ownerUrl, `DO $$ BEGIN
    EXECUTE (SELECT 'truncate ' || string_agg(format('%I.%I', table_schema, table_name), ', ') FROM information_schema.tables
      WHERE table_schema = ${pg.escapeLiteral(schema)} AND table_type = 'BASE TABLE'
        AND table_name NOT IN (${[...kept, 'migration', 'migration_lock'].map((table) => pg.escapeLiteral(table)).join(', ')}));
  END $$`);
}

/**
 * Waits until the shared server has stopped and its data are gone, so that a test run leaves nothing behind.
 *
 * @param patienceMs - How long at most: somebody else may be testing in the same clone.
 */
export async function sharedServerGone(patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (existsSync(sharedHome()) && performance.now() < end) await sleep(50);
}

/** The name of a database which these migrations made and nobody changes. */
async function modelOf(server: ServerUrls, migrations: readonly Migrate[]): Promise<string> {
  const name = ['model', ...migrations.map((migrate) => migrate.name)].join('_').toLowerCase();
  const client = new pg.Client({ connectionString: server.ownerUrl('postgres') });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(`DROP DATABASE IF EXISTS ${name}_draft WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${name}_draft`);
      for (const migrate of migrations) await migrate(server.ownerUrl(`${name}_draft`));
      await client.query(`ALTER DATABASE ${name}_draft RENAME TO ${name}`);
    }
    return name;
  } finally {
    await client.end();
  }
}

function sharedHome(): string {
  return memoryHome(`tests of ${import.meta.dirname}`);
}

// Long enough for the next test file to begin, short enough that nobody waits for it at the end.
const LINGER_MS = 1_500;

/** A server of somebody else's; '' for none. */
const { TEST_DATABASE_URL: GIVEN = '' } = process.env;

async function sharedServer(t: Pick<Test, 'teardown'>): Promise<ServerUrls> {
  if (GIVEN !== '') return givenServer(GIVEN);
  const connection = await connectOrStart(sharedHome(), { lingerMs: LINGER_MS, throwAway: true, durable: false });
  // tap runs what was registered last first: the databases are dropped before the server is let go.
  t.teardown(() => connection.release());
  return connection;
}

async function givenServer(given: string): Promise<ServerUrls> {
  const password = createHash('sha256').update(given).digest('hex');
  const at = (database: string, user?: string) => {
    const url = new URL(given);
    url.pathname = `/${encodeURIComponent(database)}`;
    if (user !== undefined) [url.username, url.password] = [user, password];
    return url.href;
  };
  await execute(at('postgres'), ensureAppRole(password));
  return { ownerUrl: (database) => at(database), appUrl: (database) => at(database, APP_ROLE) };
}

/** One at a time: test processes begin together, and PostgreSQL refuses to change one role from two sides. */
function ensureAppRole(password: string): string {
  return `DO $$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('motcua test role'));
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN CREATE ROLE ${APP_ROLE}; END IF;
    ALTER ROLE ${APP_ROLE} LOGIN PASSWORD '${password}';
  END $$`;
}

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
