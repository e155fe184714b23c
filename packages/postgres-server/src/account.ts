import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { AppError } from '@motcua/kernel';

/** A system user that owns the data and runs the server, because PostgreSQL refuses to run as root. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/** Is this process root's? */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account to drop to: `postgres` where there is one, else `motcua`, which is made; undefined for an ordinary user,
 * who runs the server as himself.
 *
 * @throws AppError `SERVER_START_FAILED` when root can neither find nor make such a user.
 */
export function serverAccount(): Account | undefined {
  if (!isRoot()) return undefined;
  const found = findAccount('postgres') ?? findAccount('motcua') ?? makeAccount('motcua');
  if (found) return found;
  throw new AppError('SERVER_START_FAILED',
    'PostgreSQL does not run as root, and no system user "postgres" or "motcua" exists or could be made; run as an ordinary user, or make one: useradd --system motcua.');
}

function makeAccount(name: string): Account | undefined {
  const ways = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name],
    ['adduser', '-S', '-D', '-H', name],
  ] as const;
  for (const [program, ...words] of ways) {
    spawnSync(program, words, { stdio: 'ignore', env: { PATH: '/usr/sbin:/sbin:/usr/bin:/bin' } });
    const made = findAccount(name);
    if (made) return made;
  }
  return undefined;
}

function findAccount(wanted: string): Account | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === wanted && uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
