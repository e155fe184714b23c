export { clientConfig, openDatabase } from './connection.ts';
export type { Database, DatabaseOptions } from './connection.ts';
export { migrateDatabase } from './migrate.ts';
export type {
  AuthorityTable, BalanceTable, CheckpointTable, DossierTable, FindingKind, FindingTable, InstantText, JournalTable, KindTable,
  PlaceTable, ProcedureTable, QuarantinedTable, ReadModel,
} from './schema.ts';
