import { AppError } from '@motcua/kernel';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import pg from 'pg';
import * as createLedger from './migrations/0001-create-ledger.ts';
import * as createReference from './migrations/0002-create-reference.ts';

/** In order; a migration that was ever released is never changed, only followed by another. */
const migrations: Record<string, Migration> = {
  '0001-create-ledger': createLedger,
  '0002-create-reference': createReference,
};

/** Any number will do, as long as nothing else in the database locks it. */
const MIGRATION_LOCK = 7_203_110_451;

/**
 * Brings the schema `ledger` up to date and gives the role `motcua_app` (when there is one) what the services need:
 * it reads and writes the read model, and neither deletes nor empties it. Safe when several processes start at once.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // A lost idle connection shows itself in the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.connection().execute((connection) => migrateLocked(connection));
  } catch (cause) {
    throw new AppError('DATABASE_UNAVAILABLE', `The schema of the read model could not be brought up to date: ${reasonOf(cause)}`, { cause });
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
    migrationTableSchema: 'ledger',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error(reasonOf(error), { cause: error });
  await grantApplication(db);
}

/** Repeated at every start: the role may have been made after the schema. */
async function grantApplication(db: Kysely<unknown>): Promise<void> {
  await sql`revoke all on schema ledger from public`.execute(db);
  await sql`revoke all on all tables in schema ledger from public`.execute(db);
  const { rows } = await sql`select 1 from pg_roles where rolname = 'motcua_app'`.execute(db);
  if (rows.length === 0) return;
  await sql`grant usage on schema ledger to motcua_app`.execute(db);
  await sql`grant select, insert on all tables in schema ledger to motcua_app`.execute(db);
  await sql`grant update on ledger.balance, ledger.dossier, ledger.authority, ledger.procedure, ledger.checkpoint to motcua_app`.execute(db);
  await sql`revoke insert on ledger.migration, ledger.migration_lock from motcua_app`.execute(db);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'unknown';
}
