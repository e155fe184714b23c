import { fork } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { AppError, errorCatalogue } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';

import { serverAccount } from './account.ts';
import { SERVER_ENVIRONMENT } from './cluster.ts';
import { homePaths, makeHome } from './data-home.ts';
import { waitForLock } from './file-lock.ts';
import { createDatabase, readSecrets, serverUrls } from './roles.ts';
import type { ServerUrls } from './roles.ts';
import { readRunFile } from './run-file.ts';
import type { RunFile } from './run-file.ts';

/** A command's way to the server of a data home. */
export type CommandConnection = ServerUrls & {
  readonly port: number;
  /** Whose server it is; with `ledger` the projection is somebody else's work, and `httpUrl` may say where it answers. */
  readonly holder: RunFile['holder'];
  readonly httpUrl?: string;
  /** Makes a database that belongs to the owner, unless it is there. */
  readonly createDatabase: (name: string) => Promise<void>;
  /** Says that this command no longer needs the server; the last one to leave stops a server that no ledger holds. */
  readonly release: () => void;
};

/** What the keeper says to the command that started it. */
export type KeeperMessage = { readonly ready: true } | { readonly ready: false; readonly code: string; readonly detail: string };

type KeeperOptions = { readonly lingerMs?: number; readonly throwAway?: boolean; readonly durable?: boolean };

/**
 * Connects a command to the running server of a data home, or starts one when none runs. A started server belongs to a
 * small process of its own, the keeper, so that the command that started it may leave before others that use it too.
 *
 * @param options.lingerMs - How long a server that nobody uses any more waits for the next command; 0 when not given.
 * @param options.throwAway - Remove the data home when the last command has left.
 * @param options.durable - False: nothing waits for the disk. Only for data that nobody will miss after a power cut.
 * @throws AppError as `startServer`; `ALREADY_RUNNING` when another process neither finishes its start nor ends.
 */
export async function connectOrStart(
  home: string, options: KeeperOptions = {},
): Promise<CommandConnection> {
  const end = performance.now() + PATIENCE_MS;
  const usersLock = await useHome(home, end);
  try {
    for (;;) {
      const found = await connect(home, usersLock.release);
      if (found) return found;
      const answer = await startKeeper(home, options);
      if (answer.ready) continue;
      if (answer.code !== 'ALREADY_RUNNING' || performance.now() >= end) throw keeperError(answer);
      await sleep(100);
    }
  } catch (error) {
    usersLock.release();
    throw error;
  }
}

const PATIENCE_MS = 60_000;

/** Announces that this process uses the server. Only a keeper that is just leaving makes it wait. */
async function useHome(home: string, end: number) {
  for (;;) {
    await makeHome(home, serverAccount());
    const lock = await waitForLock(homePaths(home).usersLock, 'shared', 100).catch(() => undefined);
    if (lock) return lock;
    if (performance.now() >= end) throw new AppError('ALREADY_RUNNING', `Another process keeps the database of ${home} closed; try again in a moment.`);
  }
}

async function connect(home: string, release: () => void): Promise<CommandConnection | undefined> {
  const run = await readRunFile(home);
  const secrets = await readSecrets(homePaths(home).secrets);
  if (run === undefined || secrets === undefined) return undefined;
  const urls = serverUrls(run.port, secrets);
  return {
    ...urls, port: run.port, holder: run.holder, ...(run.httpUrl === undefined ? {} : { httpUrl: run.httpUrl }),
    createDatabase: (name) => createDatabase(urls, name), release,
  };
}

async function startKeeper(home: string, options: KeeperOptions): Promise<KeeperMessage> {
  const words = [home, String(options.lingerMs ?? 0), options.throwAway === true ? 'throw-away' : 'keep', options.durable === false ? 'unsynced' : 'synced'];
  const keeper = fork(fileURLToPath(new URL('keeper.main.ts', import.meta.url)), words, {
    cwd: '/', env: { ...SERVER_ENVIRONMENT, ...whatIsCompiled() }, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true,
  });
  const ended = once(keeper, 'exit').then(() => KEEPER_DIED);
  const [message] = await Promise.race([once(keeper, 'message'), ended]) as [KeeperMessage];
  if (keeper.connected) keeper.disconnect();
  keeper.unref();
  return message;
}

/** What Node has compiled before, if this process uses it too: there each version of Node has a folder of its own. */
function whatIsCompiled(): { readonly NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

const KEEPER_DIED: readonly [KeeperMessage] = [{ ready: false, code: 'SERVER_START_FAILED', detail: 'The process that starts the database ended without a word.' }];

function keeperError(answer: { readonly code: string; readonly detail: string }): AppError {
  return new AppError(answer.code in errorCatalogue ? answer.code as ErrorCode : 'SERVER_START_FAILED', answer.detail);
}
