import { migrateSchema } from '@motcua/migrator';
import { SCHEMA } from './connection.ts';
import * as createLedger from './migrations/0001-create-ledger.ts';
import * as createReference from './migrations/0002-create-reference.ts';
import * as createTime from './migrations/0003-create-time.ts';
import * as keepDeclarations from './migrations/0004-keep-declarations.ts';
import * as extendFinding from './migrations/0005-extend-finding.ts';
import * as carryStock from './migrations/0006-carry-stock.ts';
import * as createEdition from './migrations/0007-create-edition.ts';
import * as noteCalendarMoves from './migrations/0008-note-calendar-moves.ts';
import * as nameSuccessors from './migrations/0009-name-successors.ts';
import * as findOpenDossiers from './migrations/0010-find-open-dossiers.ts';
import * as nameVersion from './migrations/0011-name-version.ts';
import * as noteFacts from './migrations/0012-note-facts.ts';
import * as partJournal from './migrations/0013-part-journal.ts';
import * as findLegsOfPlaces from './migrations/0014-find-legs-of-places.ts';

const WRITTEN_ONCE = ['journal', 'place', 'kind', 'finding', 'correction', 'calendar_move', 'authority', 'procedure', 'quarantined', 'almanac', 'edition', 'edition_part', 'accepted_difference'];
/** Rows of a dossier that are replaced when it changes. */
const REPLACED = ['due', 'apology_duty', 'delay_share'];
const KEPT_UP_TO_DATE = ['balance', 'stock', 'dossier', 'checkpoint'];

/**
 * Brings a schema of the read model up to date. The application's role reads and writes the read model; it deletes only what
 * a dossier's news replaces, and empties nothing. Safe when several processes start at once.
 *
 * @param ownerUrl - Connection string of the role that owns, or will own, the schema.
 * @param role - The application's role; `motcua_app` unless given.
 * @param schema - The one that is served unless told; migrations name their tables without it.
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export function migrateDatabase(ownerUrl: string, role?: string, schema: string = SCHEMA): Promise<void> {
  return migrateSchema(ownerUrl, {
    schema, what: 'the read model',
    migrations: {
      '0001-create-ledger': createLedger, '0002-create-reference': createReference, '0003-create-time': createTime,
      '0004-keep-declarations': keepDeclarations, '0005-extend-finding': extendFinding, '0006-carry-stock': carryStock,
      '0007-create-edition': createEdition, '0008-note-calendar-moves': noteCalendarMoves, '0009-name-successors': nameSuccessors, '0010-find-open-dossiers': findOpenDossiers,
      '0011-name-version': nameVersion, '0012-note-facts': noteFacts, '0013-part-journal': partJournal,
      '0014-find-legs-of-places': findLegsOfPlaces,
    },
    grants: [
      `select, insert on ${[...WRITTEN_ONCE, ...KEPT_UP_TO_DATE, ...REPLACED].join(', ')}`,
      `update on ${KEPT_UP_TO_DATE.join(', ')}`,
      `delete on ${REPLACED.join(', ')}`,
    ],
  }, role);
}
