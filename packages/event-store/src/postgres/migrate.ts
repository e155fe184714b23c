import { migrateSchema } from '@motcua/migrator';
import * as createLog from './migrations/0001-create-log.ts';
import * as createAppend from './migrations/0002-create-append.ts';
import * as chainEvents from './migrations/0003-chain-events.ts';

/**
 * Brings the schema `log` up to date. The application's role may read events and append them by the function, and
 * nothing else. Safe when several processes start at once.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @param role - The application's role; `motcua_app` unless given.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export function migrateLog(ownerUrl: string, role?: string): Promise<void> {
  return migrateSchema(ownerUrl, {
    schema: 'log', what: 'the log',
    migrations: { '0001-create-log': createLog, '0002-create-append': createAppend, '0003-chain-events': chainEvents },
    grants: ['select on log.event', 'select on log.counter', 'execute on function log.append'],
  }, role);
}
