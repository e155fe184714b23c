import { roleOf } from '@motcua/migrator';
import { migrateLogIndex } from './kurrentdb/migrate.ts';
import { openKurrentImport } from './kurrentdb/open-import.ts';
import { openKurrentStore } from './kurrentdb/open-store.ts';
import { verifyKurrentLog } from './kurrentdb/verify-log.ts';
import type { EventStore, LogImport } from './port.ts';
import { migrateLog } from './postgres/migrate.ts';
import { openPostgresImport } from './postgres/open-import.ts';
import { openPostgresStore } from './postgres/open-store.ts';
import { readPeriodRoots } from './postgres/period-roots.ts';
import { verifyLog } from './postgres/verify-log.ts';
import type { VerifyLogOptions } from './postgres/verify-log.ts';
import type { StoreLog } from './retry.ts';
import type { LogVerification } from './verification.ts';

/**
 * Which engine holds the log, and where. `url`, `indexUrl`: of the application's role; `ownerUrl`, `indexOwnerUrl`: of the role that
 * migrates, the same unless told. `indexUrl`: the PostgreSQL that keeps where to begin reading KurrentDB. They hold secrets.
 */
export type LogConfig =
  | { readonly kind: 'postgres'; readonly url: string; readonly ownerUrl?: string | undefined }
  | {
    readonly kind: 'kurrentdb'; readonly url: string; readonly indexUrl: string; readonly indexOwnerUrl?: string | undefined;
    /** A PEM file with the authorities that signed the cluster's certificates; those of the system without it. */
    readonly caFile?: string | undefined;
  };

/** What both engines can be told. `log`: told about lost connections. `retryMsMax`: how long a lost connection is tried again. */
export type OpenLogOptions = { readonly log?: StoreLog | undefined; readonly retryMsMax?: number | undefined };

/**
 * Opens the log, whichever engine holds it; connects when it is first needed.
 *
 * @throws AppError `CONFIG_INVALID` for an address that is none.
 */
export function openEventStore(config: LogConfig, { log, retryMsMax }: OpenLogOptions = {}): EventStore {
  switch (config.kind) {
    case 'postgres': return openPostgresStore({ connectionString: config.url, log, ...(retryMsMax === undefined ? {} : { retryMsMax }) });
    case 'kurrentdb': return openKurrentStore({ url: config.url, caFile: config.caFile, indexUrl: config.indexUrl, log, ...(retryMsMax === undefined ? {} : { retryMsMax }) });
  }
}

/**
 * Opens the log for events of another one, as the role that owns it.
 *
 * @throws AppError `CONFIG_INVALID` for an address that is none.
 */
export function openLogImport(config: LogConfig, { log, retryMsMax }: OpenLogOptions = {}): LogImport {
  const retry = retryMsMax === undefined ? {} : { retryMsMax };
  switch (config.kind) {
    case 'postgres': return openPostgresImport({ connectionString: config.ownerUrl ?? config.url, log, ...retry });
    case 'kurrentdb': return openKurrentImport({ url: config.url, caFile: config.caFile, indexUrl: config.indexUrl, log, ...retry });
  }
}

/**
 * Brings up to date what the log needs in PostgreSQL, and gives the application's role its rights. Safe when several processes start at once.
 *
 * @throws AppError `DATABASE_UNAVAILABLE` when a migration fails; what it did is rolled back.
 */
export async function migrateEventStore(config: LogConfig): Promise<void> {
  switch (config.kind) {
    case 'postgres': return migrateLog(config.ownerUrl ?? config.url, roleOf(config.url));
    case 'kurrentdb': return migrateLogIndex(config.indexOwnerUrl ?? config.indexUrl, roleOf(config.indexUrl));
  }
}

/** As {@link verifyLog} has them. */
export type VerifyOptions = Omit<VerifyLogOptions, 'connectionString'>;

/**
 * Reads the log to its end, reckons its chain again, and compares it with the roots that are given and those that closed periods
 * hold in the log itself. What can be found, and where, depends on the engine: `verifyLog`, `verifyKurrentLog`.
 *
 * @throws AppError `PARAMETER_INVALID` (`from` is no position that the log has or would have next), `DATABASE_UNAVAILABLE`,
 *   `HISTORY_IMPOSSIBLE` (KurrentDB: events are missing, or the marks are another log's).
 */
export async function verifyEventStore(config: LogConfig, { roots = [], ...options }: VerifyOptions = {}): Promise<LogVerification> {
  switch (config.kind) {
    case 'postgres': return verifyLog({ ...options, connectionString: config.url, roots: [...await readPeriodRoots(config.url), ...roots] });
    case 'kurrentdb': return verifyKurrentLog({ ...options, url: config.url, caFile: config.caFile, indexUrl: config.indexUrl, roots });
  }
}
