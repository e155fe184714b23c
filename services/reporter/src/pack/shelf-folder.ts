import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^motcua-packs-(\d+)-([0-9a-z]+)-\w+$/;
/** Numbers of processes come again, in a container at once: together with when it started they are this process's own. */
const [PID, SINCE] = [String(process.pid), Math.round(performance.timeOrigin).toString(36)];

/** A temporary folder for packs, which says in its name whose it is. */
export function makeShelfFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `motcua-packs-${PID}-${SINCE}-`));
}

/** Removes the folders that killed processes have left; what cannot be removed is somebody else's. */
export async function removeLeftFolders(): Promise<void> {
  const names = await readdir(tmpdir());
  await Promise.all(names.filter(isLeft).map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)));
}

function isLeft(name: string): boolean {
  const [found, pid = '', since] = NAME.exec(name) ?? [];
  return found !== undefined && (pid === PID ? since !== SINCE : !isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of another user's process nothing else can be asked.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
