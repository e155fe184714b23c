export type {
  Actor, Append, EventStore, Expectation, Head, Json, JsonObject, LogImport, NewEvent, RecordedEvent, SubscribeOptions, Verdict,
} from './port.ts';
export { streams } from './streams.ts';
export { migrateLogIndex } from './kurrentdb/migrate.ts';
export { openKurrentStore } from './kurrentdb/open-store.ts';
export type { KurrentStoreOptions } from './kurrentdb/open-store.ts';
export { readKurrentPeriodRoots, verifyKurrentLog } from './kurrentdb/verify-log.ts';
export type { VerifyKurrentLogOptions } from './kurrentdb/verify-log.ts';
export { migrateEventStore, openEventStore } from './open-log.ts';
export type { LogConfig, OpenLogOptions } from './open-log.ts';
export { migrateLog } from './postgres/migrate.ts';
export type { BackupManifest, BackupPlace } from './backup/format.ts';
export { checkBackup } from './backup/read-backup.ts';
export { restoreBackup } from './backup/restore-backup.ts';
export type { RestoreBackupOptions, RestoredLog } from './backup/restore-backup.ts';
export { writeBackup } from './backup/write-backup.ts';
export type { WriteBackupOptions } from './backup/write-backup.ts';
export { copyLog } from './copy-log.ts';
export type { LogCopy, LogCopyOptions } from './copy-log.ts';
export { openPostgresImport } from './postgres/open-import.ts';
export type { PostgresImportOptions } from './postgres/open-import.ts';
export { openPostgresStore } from './postgres/open-store.ts';
export type { PostgresStoreOptions } from './postgres/open-store.ts';
export type { StoreLog } from './postgres/retry.ts';
export { readPeriodRoots } from './postgres/period-roots.ts';
export { verifyLog } from './postgres/verify-log.ts';
export type { VerifyLogOptions } from './postgres/verify-log.ts';
export type { ChainRoot, LogFault, LogVerification } from './verification.ts';
