import { migrateSchema } from '@motcua/migrator';
import * as createLedger from './migrations/0001-create-ledger.ts';
import * as createReference from './migrations/0002-create-reference.ts';

const WRITTEN_ONCE = ['journal', 'place', 'kind', 'finding', 'quarantined'];
const KEPT_UP_TO_DATE = ['balance', 'dossier', 'authority', 'procedure', 'checkpoint'];

/**
 * Brings the schema `ledger` up to date. The application's role reads and writes the read model, and neither deletes nor
 * empties it. Safe when several processes start at once.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @param role - The application's role; `motcua_app` unless given.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export function migrateDatabase(ownerUrl: string, role?: string): Promise<void> {
  return migrateSchema(ownerUrl, {
    schema: 'ledger', what: 'the read model',
    migrations: { '0001-create-ledger': createLedger, '0002-create-reference': createReference },
    grants: [
      `select, insert on ${tables([...WRITTEN_ONCE, ...KEPT_UP_TO_DATE])}`,
      `update on ${tables(KEPT_UP_TO_DATE)}`,
    ],
  }, role);
}

function tables(names: readonly string[]): string {
  return names.map((name) => `ledger.${name}`).join(', ');
}
