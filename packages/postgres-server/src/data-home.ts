import { createHash } from 'node:crypto';
import { realpathSync, statfsSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { AppError } from '@motcua/kernel';

import { isRoot } from './account.ts';
import type { Account } from './account.ts';
import { codeOf } from './files.ts';

/** Where root's copy of the binaries and root's data lie: a place that the server's own user can enter. */
export const ROOT_FOLDER = '/var/lib/motcua';

/**
 * Where the data of a clone lie for the user who runs this: `<clone>/.motcua`, or for root a folder of /var/lib/motcua
 * named by the clone's real path, because the server's own user may not be able to enter the clone.
 *
 * @param cloneRoot - The clone's top folder; it must exist.
 * @returns An absolute path; the folder need not exist yet.
 */
export function dataHome(cloneRoot: string): string {
  const real = realpathSync(cloneRoot);
  return isRoot() ? join(ROOT_FOLDER, shortHash(real)) : join(real, '.motcua');
}

/**
 * A place for a data home that is thrown away after use (tests, benchmarks), apart from every {@link dataHome}.
 *
 * @param name - Names the place: the same name, the same place for the same user.
 */
export function temporaryHome(name: string): string {
  return isRoot() ? join(ROOT_FOLDER, `temporary-${shortHash(name)}`) : ownIn(realpathSync(tmpdir()), name);
}

/**
 * As {@link temporaryHome}, in memory where the system keeps a large enough place for files there: for data that need not outlive the
 * machine. A file system that finds the places of removed files slowly makes databases slowly.
 */
export function memoryHome(name: string): string {
  return roomIn(MEMORY_FOLDER) < MEMORY_HOME_BYTES ? temporaryHome(name) : ownIn(MEMORY_FOLDER, name);
}

/** In a folder of everybody's: each user's places have other names. */
function ownIn(folder: string, name: string): string {
  return join(folder, `motcua-${process.getuid?.() ?? 0}-${shortHash(name)}`);
}

/** Where Linux keeps files in memory. */
const MEMORY_FOLDER = '/dev/shm';
/** Of the whole place, used or not, so that every process decides alike. */
const MEMORY_HOME_BYTES = 8 * 2 ** 30;

function roomIn(folder: string): number {
  try {
    const { blocks, bsize } = statfsSync(folder);
    return blocks * bsize;
  } catch {
    return 0;
  }
}

/** The parts of a data home. */
export const homePaths = (home: string) => ({
  data: join(home, 'postgres'),
  drafts: join(home, 'drafts'),
  secrets: join(home, 'secrets.json'),
  run: join(home, 'run.json'),
  log: join(home, 'server.log'),
  serverLock: join(home, 'server.lock'),
  usersLock: join(home, 'users.lock'),
});

/**
 * Makes the data home, or finds it, closed to everybody but its owner.
 *
 * @throws AppError `DATA_FOLDER_UNUSABLE` when it cannot be made or belongs to another user.
 */
export async function makeHome(home: string, account: Account | undefined): Promise<void> {
  for (let attempts = 5; ; attempts -= 1) {
    try {
      await mkdir(dirname(home), { recursive: true });
      await mkdir(home, { recursive: true, mode: 0o700 });
      if (account) await chown(home, account.uid, account.gid);
      return await chmod(home, 0o700);
    } catch (error) {
      // Whoever has just left a home that is thrown away may be removing it.
      if (codeOf(error) === 'ENOENT' && attempts > 1) continue;
      throw new AppError('DATA_FOLDER_UNUSABLE',
        `The data folder ${home} cannot be made or is not yours; check its owner and the free space, or give DATABASE_URL of a PostgreSQL server.`, { cause: error });
    }
  }
}

/**
 * Removes a data home whose locks the caller holds. It is renamed first, so that whoever comes meanwhile finds either all
 * of it or nothing, never a half-removed home.
 */
export async function removeHome(home: string): Promise<void> {
  const doomed = `${home}.removed-${process.pid}`;
  await rename(home, doomed);
  await rm(doomed, { recursive: true, force: true, maxRetries: 5 });
}

/** Sixteen hexadecimal digits that stand for a path. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
