import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '@motcua/kernel';

import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { codeOf, renameDurably } from './files.ts';
import { OWNER_ROLE } from './roles.ts';

/** The environment of PostgreSQL's programs: none of this process's PG… variables and no language but English. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Looks at a data folder without touching it.
 *
 * @returns `ready`: a cluster of this major version; `missing`: nothing, or an empty folder.
 * @throws AppError `DATA_FOLDER_UNUSABLE` when it holds anything else.
 */
export async function inspectCluster(data: string, major: string): Promise<'ready' | 'missing'> {
  const names = await readdir(data).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw new AppError('DATA_FOLDER_UNUSABLE', `The data folder ${data} cannot be read; check who owns it.`, { cause: error });
  });
  if (names.length === 0) return 'missing';
  const found = await readFile(join(data, 'PG_VERSION'), 'utf8').then((text) => text.trim(), () => undefined);
  if (found === major) return 'ready';
  throw new AppError('DATA_FOLDER_UNUSABLE', found === undefined
    ? `The folder ${data} is not empty and holds no PostgreSQL data; move it away and start again. Nothing in it was changed.`
    : `The folder ${data} was written by PostgreSQL ${found} and this is PostgreSQL ${major}: run the version of this program that wrote it to export the log, or move the folder away to begin anew. Nothing in it was changed.`);
}

/**
 * Makes a new cluster. It is built under another name and renamed when it is whole, so a data folder is never half made.
 *
 * @param drafts - A folder of the data home for the unfinished; whatever an interrupted start left there is removed.
 * @throws AppError `SERVER_START_FAILED` when initdb fails, with its last words.
 */
export async function makeCluster(options: {
  readonly binaries: Binaries; readonly account: Account | undefined;
  readonly data: string; readonly drafts: string; readonly ownerPassword: string;
  /** Settings of the new cluster's own configuration. */
  readonly settings: readonly string[];
}): Promise<void> {
  const { binaries, account, data, drafts } = options;
  const draft = join(drafts, randomBytes(6).toString('hex'));
  const passwordFile = join(drafts, 'password');
  await removeDrafts(drafts);
  await mkdir(drafts, { mode: 0o700 });
  await writeFile(passwordFile, `${options.ownerPassword}\n`, { mode: 0o600 });
  if (account) for (const path of [drafts, passwordFile]) await chown(path, account.uid, account.gid);
  await runInitdb(binaries, account, draft, ['--pwfile', passwordFile, ...options.settings.flatMap((setting) => ['-c', setting])]);
  await rmdir(data).catch(() => undefined); // an empty folder of that name; anything else was refused before
  await renameDurably(draft, data);
  await removeDrafts(drafts);
}

export async function removeDrafts(drafts: string): Promise<void> {
  await rm(drafts, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Refuses a cluster whose own configuration would let acknowledged data be lost.
 *
 * @throws AppError `DATA_FOLDER_UNUSABLE`.
 */
export async function refuseUnsafeSettings(binaries: Binaries, account: Account | undefined, data: string): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) {
    const { status, output } = await run(binaries.postgres, ['-C', setting, '-D', data], account);
    if (status !== 0) throw new AppError('DATA_FOLDER_UNUSABLE', `The configuration of ${data} cannot be read: ${lastLine(output)}`);
    if (output.trim() === 'on') continue;
    throw new AppError('DATA_FOLDER_UNUSABLE',
      `The configuration of ${data} sets ${setting} to ${output.trim()}: a power cut would lose or destroy data. Remove the setting and start again.`);
  }
}

async function runInitdb(binaries: Binaries, account: Account | undefined, draft: string, more: readonly string[]): Promise<void> {
  const { status, output } = await run(binaries.initdb, [
    '-D', draft, '-U', OWNER_ROLE, '-A', 'scram-sha-256', '-E', 'UTF8',
    '--locale-provider=builtin', '--locale=C.UTF-8', '--lc-messages=C', '--text-search-config=simple', ...more,
  ], account);
  if (status === 0) return;
  throw new AppError('SERVER_START_FAILED', `A new database could not be made in ${draft}: ${lastLine(output)}`);
}

async function run(program: string, words: readonly string[], account: Account | undefined) {
  const child = spawn(program, words, {
    cwd: '/', env: SERVER_ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'], ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [status] = await once(child, 'close') as [number | null];
  return { status, output: said.join('') };
}

function lastLine(output: string): string {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => /error|fatal|could not/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}
