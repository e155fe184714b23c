import { isDeepStrictEqual } from 'node:util';

import { AppError } from '@motcua/kernel';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import pg from 'pg';

/** What a schema is made of and who may use it. */
export type SchemaMigration = {
  /** The schema; it keeps its own record of what was done. Migrations and grants find it first in their search path, so they need not name it. */
  readonly schema: string;
  /** What the schema is, for the message of a failure: "the log". */
  readonly what: string;
  /** By number and name, `0001-create-log`; one that was ever released is never changed, only followed by another. */
  readonly migrations: Readonly<Record<string, Migration>>;
  /** The rights of the application's role, beside the use of the schema; what is not granted here it does not have. */
  readonly grants: readonly string[];
};

/** The role of the services unless another is named; where there is none, nothing is granted. */
export const APPLICATION_ROLE = 'motcua_app';

/** With the schema's hash it names the advisory lock under which one process at a time migrates. */
const LOCK_SPACE = 720_311;

/** The role that a connection string names, or the usual one. */
export function roleOf(connectionString: string): string {
  return decodeURIComponent(new URL(connectionString).username) || APPLICATION_ROLE;
}

/**
 * Brings a schema up to date and gives the application's role its rights. Safe when several processes start at once.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @param role - The application's role; an owner that is its own application needs no rights.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export async function migrateSchema(ownerUrl: string, migration: SchemaMigration, role = APPLICATION_ROLE): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // A lost connection shows itself in the next query; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.connection().execute((connection) => migrateLocked(connection, migration, role));
  } catch (cause) {
    throw new AppError('DATABASE_UNAVAILABLE', `The schema of ${migration.what} could not be brought up to date: ${reasonOf(cause)}`, { cause });
  } finally {
    await db.destroy();
  }
}

/** One connection does everything, so the lock ends with it even when the process is killed. */
async function migrateLocked(db: Kysely<unknown>, { schema, migrations, grants }: SchemaMigration, role: string): Promise<void> {
  await sql`select pg_advisory_lock(${LOCK_SPACE}, hashtext(${schema}))`.execute(db);
  await sql`select set_config('search_path', quote_ident(${schema}), false)`.execute(db);
  if (!await isUpToDate(db, schema, Object.keys(migrations))) await migrateToLatest(db, schema, migrations);
  await db.transaction().execute((transaction) => grantApplication(transaction, schema, grants, role));
}

/** Asked first because it is what a start nearly always finds, and kysely reads every column of every table before it looks. */
async function isUpToDate(db: Kysely<unknown>, schema: string, names: readonly string[]): Promise<boolean> {
  const { rows: [record] } = await sql<{ made: boolean }>`select to_regclass(format('%I.migration', ${schema}::text)) is not null as made`.execute(db);
  if (record?.made !== true) return false;
  const { rows } = await sql<{ name: string }>`select name from ${sql.id(schema, 'migration')}`.execute(db);
  return isDeepStrictEqual(rows.map(({ name }) => name).toSorted(), names.toSorted());
}

async function migrateToLatest(db: Kysely<unknown>, schema: string, migrations: SchemaMigration['migrations']): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
    migrationTableSchema: schema,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error(reasonOf(error), { cause: error });
}

/** Repeated at every start: the role may have been made after the schema, and its rights may have been others. */
async function grantApplication(db: Kysely<unknown>, schema: string, grants: readonly string[], role: string): Promise<void> {
  const { rows } = await sql`select 1 from pg_roles where rolname = ${role} and rolname <> current_user`.execute(db);
  const application = rows.length === 0 ? [] : [sql.id(role)];
  for (const other of [sql`public`, ...application]) {
    await sql`revoke all on schema ${sql.id(schema)} from ${other}`.execute(db);
    await sql`revoke all on all tables in schema ${sql.id(schema)} from ${other}`.execute(db);
    await sql`revoke all on all functions in schema ${sql.id(schema)} from ${other}`.execute(db);
  }
  for (const to of application) {
    await sql`grant usage on schema ${sql.id(schema)} to ${to}`.execute(db);
    for (const grant of grants) await sql`grant ${sql.raw(grant)} to ${to}`.execute(db);
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
