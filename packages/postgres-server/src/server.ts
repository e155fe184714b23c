import { AppError } from '@motcua/kernel';

import { serverAccount } from './account.ts';
import type { Account } from './account.ts';
import { findBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { inspectCluster, makeCluster, refuseUnsafeSettings, removeDrafts } from './cluster.ts';
import { homePaths, makeHome } from './data-home.ts';
import { takeServerLock } from './exclusion.ts';
import { stopOrphans } from './orphans.ts';
import { startPostmaster } from './postmaster.ts';
import type { Postmaster } from './postmaster.ts';
import { birthOf } from './processes.ts';
import { createDatabase, ensureAppRole, makeSecrets, readSecrets, serverUrls } from './roles.ts';
import type { Secrets, ServerUrls } from './roles.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';
import type { RunFile } from './run-file.ts';
import type { ServerLog } from './server-log.ts';

export type StartOptions = {
  /** The data home: an absolute path, see `dataHome`. It is made when it is missing. */
  readonly home: string;
  readonly log: ServerLog;
  /** Who starts it; `ledger` when not given. */
  readonly holder?: RunFile['holder'];
  /** A port to take instead of any free one. */
  readonly port?: number;
  /** How long to wait for commands that hold the server to leave; 120,000 when not given. */
  readonly patienceMs?: number;
  /** False only for data that are thrown away: then nothing waits for the disk. */
  readonly durable?: boolean;
};

/** A PostgreSQL server that lives as long as this process, at most. */
export type RunningServer = ServerUrls & {
  readonly port: number;
  /** The server's main process. */
  readonly pid: number;
  /** The version of the npm package that brought it, which begins with PostgreSQL's own. */
  readonly version: string;
  /** Makes a database that belongs to the owner, unless it is there. */
  readonly createDatabase: (name: string) => Promise<void>;
  /** Tells commands where the ledger answers over HTTP. */
  readonly announce: (httpUrl: string) => Promise<void>;
  /** Fulfils when the server has ended, whoever ended it: before `stop` was called that is a fault. */
  readonly exited: Promise<void>;
  /** Stops the server and frees the data home; may be called twice. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts the embedded server of a data home, making its data the first time: PostgreSQL with fsync on, on 127.0.0.1 and
 * a free port. It shuts down by itself when this process ends, also by SIGKILL (on Linux).
 *
 * @throws AppError `ALREADY_RUNNING` when another process runs it; `DATA_FOLDER_UNUSABLE` when the data are of another
 *   major version, unsafe by their configuration or not ours, and are left untouched; `SERVER_START_FAILED`.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { home, log, holder = 'ledger', durable = true } = options;
  const paths = homePaths(home);
  const binaries = await findBinaries();
  await inspectCluster(paths.data, binaries.major); // before anything is made
  const account = serverAccount();
  await makeHome(home, account);
  const lock = await takeServerLock(home, options.patienceMs ?? 120_000, log);
  try {
    const secrets = await prepareData(home, binaries, account, { log, durable });
    const postmaster = await startPostmaster({
      binaries, account, data: paths.data, logFile: paths.log, port: options.port, log, durable,
      url: (port) => serverUrls(port, secrets).ownerUrl('postgres'),
    });
    return await present(postmaster, { home, holder, secrets, version: binaries.version, unlock: lock.release });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Nobody guesses a drawn password, however quickly each guess is tried; checking one is half of what a connection costs. */
const QUICK_PASSWORDS = ['scram_iterations=1'] as const;

async function prepareData(home: string, binaries: Binaries, account: Account | undefined, { log, durable }: { readonly log: ServerLog; readonly durable: boolean }): Promise<Secrets> {
  const paths = homePaths(home);
  await removeRunFile(home);
  const found = await readSecrets(paths.secrets);
  if (await inspectCluster(paths.data, binaries.major) === 'missing') {
    const secrets = found ?? await makeSecrets(paths.secrets);
    await makeCluster({ binaries, account, data: paths.data, drafts: paths.drafts, ownerPassword: secrets.owner, settings: durable ? [] : QUICK_PASSWORDS });
    return secrets;
  }
  if (found === undefined) {
    throw new AppError('DATA_FOLDER_UNUSABLE', `The passwords of the data in ${home} are missing (${paths.secrets}); put the file back, or move the folder away to begin anew.`);
  }
  await removeDrafts(paths.drafts);
  await stopOrphans(paths.data, log);
  await refuseUnsafeSettings(binaries, account, paths.data);
  return found;
}

type Presented = {
  readonly home: string; readonly holder: RunFile['holder']; readonly secrets: Secrets; readonly version: string; readonly unlock: () => void;
};

async function present(postmaster: Postmaster, { home, holder, secrets, version, unlock }: Presented): Promise<RunningServer> {
  const urls = serverUrls(postmaster.port, secrets);
  const run: RunFile = { holder, pid: process.pid, born: birthOf(process.pid) ?? '', port: postmaster.port };
  let stopping: Promise<void> | undefined;
  const stopOnce = async () => {
    await removeRunFile(home);
    await postmaster.stop();
    unlock();
  };
  const stop = () => (stopping ??= stopOnce());
  try {
    await ensureAppRole(urls, secrets);
    await writeRunFile(home, run);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...urls, port: postmaster.port, pid: postmaster.pid, version, exited: postmaster.exited, stop,
    createDatabase: (name) => createDatabase(urls, name),
    announce: (httpUrl) => writeRunFile(home, { ...run, httpUrl }),
  };
}
