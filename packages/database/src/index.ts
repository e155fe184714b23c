export { clientConfig, openDatabase } from './connection.ts';
export type { Database, DatabaseOptions } from './connection.ts';
export { migrateDatabase } from './migrate.ts';
export type {
  AuthorityTable, BalanceTable, CheckpointTable, DossierTable, FindingKind, FindingTable, InstantText, JournalTable, KindTable,
  PlaceTable, ProcedureTable, QuarantinedTable, ReadModel,
} from './schema.ts';
export type {
  AuthorityRow, DossierRow, FindingRow, JournalEntry, ProcedureRow, ProjectedBatch, QuarantinedRow, Stop,
} from './projection/batch.ts';
export { createIdCache } from './projection/ids.ts';
export type { IdCache } from './projection/ids.ts';
export { readCheckpoint, readQuarantined, readValidities } from './projection/read-state.ts';
export type { Checkpoint, Validity } from './projection/read-state.ts';
export { writeBatch } from './projection/write-batch.ts';
