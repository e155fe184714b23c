import { AppError } from '@motcua/kernel';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import pg from 'pg';
import * as createLog from './migrations/0001-create-log.ts';
import * as createAppend from './migrations/0002-create-append.ts';

/** In order; a migration that was ever released is never changed, only followed by another. */
const migrations: Record<string, Migration> = {
  '0001-create-log': createLog,
  '0002-create-append': createAppend,
};

/** Any number will do, as long as nothing else in the database locks it. */
const MIGRATION_LOCK = 7_203_110_450;

/**
 * Brings the schema `log` up to date and gives the role `motcua_app` (when there is one) what an application needs:
 * it may read events and append them by the function, and nothing else. Safe when several processes start at once.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export async function migrateLog(ownerUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // A lost idle connection shows itself in the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.connection().execute((connection) => migrateLocked(connection));
  } catch (cause) {
    throw new AppError('DATABASE_UNAVAILABLE', `The schema of the log could not be brought up to date: ${reasonOf(cause)}`, { cause });
  } finally {
    await db.destroy();
  }
}

/** One connection does everything, so the lock ends with it even when the process is killed. */
async function migrateLocked(db: Kysely<unknown>): Promise<void> {
  await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
    migrationTableSchema: 'log',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error(reasonOf(error), { cause: error });
  await grantApplication(db);
}

/** Repeated at every start: the role may have been made after the schema. */
async function grantApplication(db: Kysely<unknown>): Promise<void> {
  await sql`revoke all on schema log from public`.execute(db);
  await sql`revoke all on all tables in schema log from public`.execute(db);
  await sql`revoke all on all functions in schema log from public`.execute(db);
  const { rows } = await sql`select 1 from pg_roles where rolname = 'motcua_app'`.execute(db);
  if (rows.length === 0) return;
  await sql`grant usage on schema log to motcua_app`.execute(db);
  await sql`grant select on log.event to motcua_app`.execute(db);
  await sql`grant execute on function log.append to motcua_app`.execute(db);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
