import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogConfig } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { connectOrStart, dataHome, startServer } from '@motcua/postgres-server';
import type { CommandConnection, ServerLog } from '@motcua/postgres-server';

/** The names of the databases on the embedded server: one's own dossiers, and the sample quarter. */
export const OWN_DATABASE = 'motcua';
export const SAMPLE_DATABASE = 'motcua_sample';

/** A database in use: how to reach it, and how to leave it. */
export type DatabaseAccess = {
  readonly databaseUrl: string;
  /** Of the role that migrates. */
  readonly ownerUrl: string;
  /** Where the log is; in the same database unless told. */
  readonly log?: LogConfig | undefined;
  /** What to tell people about where the data lie. */
  readonly description: string;
  /** Whether a running ledger projects into it already. */
  readonly projected: boolean;
  /** Tells commands where the ledger answers; does nothing for a server of the operator's. */
  readonly announce: (httpUrl: string) => Promise<void>;
  /** Fulfils when the embedded server has ended; before `leave` that is a fault. Never for a server of the operator's. */
  readonly ended: Promise<void>;
  readonly leave: () => Promise<void>;
};

/** Where the log of a database in use is. */
export function logOf({ log, databaseUrl, ownerUrl }: Pick<DatabaseAccess, 'databaseUrl' | 'ownerUrl' | 'log'>): LogConfig {
  return log ?? { kind: 'postgres', url: databaseUrl, ownerUrl };
}

const NEVER = new Promise<never>(() => undefined);

const CLONE_ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the embedded data lie: at the operator's wish (`MOTCUA_HOME`), or at the place of this clone. */
export function embeddedHome(wish: string | undefined): string {
  return wish ?? dataHome(CLONE_ROOT);
}

/** Whether a ledger was ever started in a data home. */
export function ledgerIn(home: string): boolean {
  return existsSync(lastDatabaseFile(home));
}

/** Uses the operator's own server. */
export function givenDatabase(databaseUrl: string, ownerUrl: string, log?: LogConfig): DatabaseAccess {
  return {
    databaseUrl, ownerUrl, log, projected: false, description: 'DATABASE_URL',
    announce: () => Promise.resolve(), ended: NEVER, leave: () => Promise.resolve(),
  };
}

/**
 * Starts the embedded server of a data home for a ledger and makes the database when it is missing.
 *
 * @throws AppError as `startServer`.
 */
export async function startEmbedded(home: string, database: string, log: ServerLog): Promise<DatabaseAccess> {
  const server = await startServer({ home, log });
  try {
    await server.createDatabase(database);
    await writeFile(lastDatabaseFile(home), database, { mode: 0o600 });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    databaseUrl: server.appUrl(database), ownerUrl: server.ownerUrl(database), description: home, projected: false,
    announce: server.announce, ended: server.exited, leave: server.stop,
  };
}

/**
 * Goes to the database that the last start used, starting the embedded server when nothing runs.
 *
 * @throws AppError `DATA_FOLDER_UNUSABLE` when no ledger was ever started there.
 */
export async function visitEmbedded(home: string): Promise<DatabaseAccess> {
  const database = await readFile(lastDatabaseFile(home), 'utf8').catch((cause: unknown) => { throw noLedger(home, cause); });
  return embeddedAccess(home, database, await connectOrStart(home));
}

function embeddedAccess(home: string, database: string, server: CommandConnection): DatabaseAccess {
  return {
    databaseUrl: server.appUrl(database), ownerUrl: server.ownerUrl(database), description: home, projected: server.holder === 'ledger',
    announce: () => Promise.resolve(), ended: NEVER,
    leave: () => { server.release(); return Promise.resolve(); },
  };
}

/**
 * Goes to the database of one's own dossiers, making server and database where there are none, for work that no running
 * ledger may disturb. From then on commands use this database.
 *
 * @throws AppError `ALREADY_RUNNING` when a ledger runs there.
 */
export async function visitOrMakeEmbedded(home: string): Promise<DatabaseAccess> {
  const server = await connectOrStart(home);
  try {
    if (server.holder === 'ledger') throw new AppError('ALREADY_RUNNING', 'Sổ đang chạy: hãy dừng nó trước (Ctrl-C ở nơi đã chạy "npm start").');
    await server.createDatabase(OWN_DATABASE);
    await writeFile(lastDatabaseFile(home), OWN_DATABASE, { mode: 0o600 });
  } catch (error) {
    server.release();
    throw error;
  }
  return embeddedAccess(home, OWN_DATABASE, server);
}

function noLedger(home: string, cause: unknown): AppError {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const detail = isMissing ? 'Chưa có sổ nào ở đây: hãy chạy "npm start" một lần trước đã.' : `Không đọc được thư mục dữ liệu ${home}: hãy xem quyền truy cập.`;
  return new AppError('DATA_FOLDER_UNUSABLE', detail, { cause });
}

function lastDatabaseFile(home: string): string {
  return join(home, 'database');
}
