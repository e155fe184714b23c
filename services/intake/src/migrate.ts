import { AppError } from '@motcua/kernel';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import * as createRejection from './migrations/0001-create-rejection.ts';

const MIGRATION_LOCK = 7_203_110_451;

/**
 * Brings the schema `intake` (the rejection log) up to date; the role `motcua_app`, when there is one, may use it.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export async function migrateIntake(ownerUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // A lost idle connection shows itself in the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.connection().execute(migrateLocked);
  } catch (cause) {
    throw new AppError('DATABASE_UNAVAILABLE', `The schema of the intake could not be brought up to date: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    await db.destroy();
  }
}

async function migrateLocked(db: Kysely<unknown>): Promise<void> {
  await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(db);
  const migrator = new Migrator({
    db, provider: { getMigrations: () => Promise.resolve({ '0001-create-rejection': createRejection }) },
    migrationTableName: 'migration', migrationLockTableName: 'migration_lock', migrationTableSchema: 'intake',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  await sql`revoke all on schema intake from public`.execute(db);
  const { rows } = await sql`select 1 from pg_roles where rolname = 'motcua_app'`.execute(db);
  if (rows.length === 0) return;
  await sql`grant usage on schema intake to motcua_app`.execute(db);
  await sql`grant select, insert, update, delete on intake.rejection to motcua_app`.execute(db);
}
