import { homePaths, removeHome } from './data-home.ts';
import { takeServerLock } from './exclusion.ts';
import { exists } from './files.ts';
import { stopOrphans } from './orphans.ts';
import { silentLog } from './server-log.ts';

/**
 * Removes a data home with everything in it, for good. Nothing happens when there is none.
 *
 * @throws AppError `ALREADY_RUNNING` when a ledger or a command uses it.
 */
export async function removeData(home: string): Promise<void> {
  if (!(await exists(home))) return;
  const lock = await takeServerLock(home, 0, silentLog);
  try {
    await stopOrphans(homePaths(home).data, silentLog);
    await removeHome(home);
  } finally {
    lock.release();
  }
}
