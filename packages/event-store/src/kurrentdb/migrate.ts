import { migrateSchema } from '@motcua/migrator';
import * as createMark from './migrations/0001-create-mark.ts';
import * as keepEventIds from './migrations/0002-keep-event-ids.ts';

/**
 * Brings the schema `log_index` up to date: marks of the places of events in KurrentDB, and where each event id was first used. The
 * application's role may read both and add to them. Safe when several processes start at once.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @param role - The application's role; `motcua_app` unless given.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export function migrateLogIndex(ownerUrl: string, role?: string): Promise<void> {
  return migrateSchema(ownerUrl, {
    schema: 'log_index', what: 'the index of the log',
    migrations: { '0001-create-mark': createMark, '0002-keep-event-ids': keepEventIds },
    grants: ['select, insert on log_index.mark', 'select, insert on log_index.event_id'],
  }, role);
}
