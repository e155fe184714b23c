import { migrateDatabase } from '@motcua/database';
import { migrateEventStore } from '@motcua/event-store';
import { migrateIntake } from '@motcua/intake';
import { roleOf } from '@motcua/migrator';
import { logOf } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';

/** Where the schemas of a ledger are. */
export type MigratedPlaces = Pick<DatabaseAccess, 'databaseUrl' | 'ownerUrl' | 'log'>;

/** Brings the schemas of a database up to date and gives the role of `databaseUrl` its rights. */
export async function migrate(places: MigratedPlaces): Promise<void> {
  const { ownerUrl, databaseUrl } = places;
  const role = roleOf(databaseUrl);
  await migrateEventStore(logOf(places));
  await migrateDatabase(ownerUrl, role);
  await migrateIntake(ownerUrl, role);
}
