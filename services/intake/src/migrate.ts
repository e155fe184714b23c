import { migrateSchema } from '@motcua/migrator';
import * as createRejection from './migrations/0001-create-rejection.ts';
import * as addFault from './migrations/0002-add-fault.ts';

/**
 * Brings the schema `intake` (the rejection log) up to date; the application's role may use it.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @param role - The application's role; `motcua_app` unless given.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export function migrateIntake(ownerUrl: string, role?: string): Promise<void> {
  return migrateSchema(ownerUrl, {
    schema: 'intake', what: 'the intake',
    migrations: { '0001-create-rejection': createRejection, '0002-add-fault': addFault },
    grants: ['select, insert, update, delete on intake.rejection', 'select on intake.refused_event'],
  }, role);
}
