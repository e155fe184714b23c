// Runs by itself: node keeper.main.ts HOME LINGER_MS keep|throw-away synced|unsynced
// Starts the server of a data home for commands and stops it when the last of them has left or died.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { isAppError } from '@motcua/kernel';

import type { KeeperMessage } from './command-server.ts';
import { homePaths, removeHome } from './data-home.ts';
import { tryLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { silentLog } from './server-log.ts';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';

const [home = '', lingerMs = '0', afterwards = 'keep', disk = 'synced'] = process.argv.slice(2);
process.on('disconnect', () => undefined);
const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => undefined);

try {
  const server = await startServer({ home, log: silentLog, holder: 'command', patienceMs: 0, durable: disk !== 'unsynced' });
  say({ ready: true });
  await keep(server);
} catch (error) {
  const detail = error instanceof Error ? error.message : String(error);
  say({ ready: false, code: isAppError(error) ? error.code : 'SERVER_START_FAILED', detail });
  process.exitCode = 1;
}

async function keep(server: RunningServer): Promise<void> {
  const lastLeft = await Promise.race([nobodyUses(Number(lingerMs)), server.exited, ended]);
  await server.stop();
  // With this lock held no command can begin to use the home before it is gone.
  if (lastLeft) {
    if (afterwards === 'throw-away') await removeHome(home);
    lastLeft.release();
  }
  process.exit();
}

async function nobodyUses(patienceMs: number): Promise<FileLock> {
  const { usersLock } = homePaths(home);
  for (;;) {
    await sleep(100);
    const first = tryLock(usersLock, 'exclusive');
    if (first === undefined || patienceMs === 0) {
      if (first) return first;
      continue;
    }
    first.release();
    await sleep(patienceMs);
    const second = tryLock(usersLock, 'exclusive');
    if (second) return second;
  }
}

function say(message: KeeperMessage): void {
  if (process.connected) process.send?.(message);
}
