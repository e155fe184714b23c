import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '@motcua/testkit';
import type { Test } from 'tap';

/** A service in a process of its own that is started again whenever it ends, as an operator's service manager would. */
export type Supervised = {
  /** Where the running process answers; waits for one that does. */
  readonly address: () => Promise<string>;
  /** SIGKILL to the running process, wherever it is in its life; fulfils when it is gone. */
  readonly kill: () => Promise<void>;
  /** How each process that is gone has ended: a signal's name, or its status as a number. */
  readonly ends: readonly (string | number)[];
  /** The last that the running process wrote. */
  readonly lastWords: () => string;
  /** SIGTERM, and no other process after it; its end. */
  readonly stop: () => Promise<string | number>;
};

/** How long a process that ended by itself is left alone; milliseconds. */
const PAUSE_MS = 100;
const WORDS = 600;
const ADDRESS = /(?:"url":"|đang chạy tại )(http[^" ]+)/;

/**
 * @param entry - Absolute path of the service's main file, which logs its `url` once it listens, or says it to people.
 * @param words - Its arguments.
 */
export function supervise(t: Pick<Test, 'teardown'>, entry: string, env: Readonly<Record<string, string>>, words: readonly string[] = []): Supervised {
  const ends: (string | number)[] = [];
  const launch = () => startProcess(t, process.execPath, [entry, ...words], env);
  let current = launch();
  let wanted = true;
  const keepRunning = async (): Promise<void> => {
    for (;;) {
      ends.push(await current.ended);
      if (wanted) await sleep(PAUSE_MS);
      if (!wanted) return;
      current = launch();
    }
  };
  const gone = keepRunning();
  const end = async (signal: NodeJS.Signals): Promise<string | number> => {
    wanted = false;
    current.signal(signal);
    await gone;
    return ends.at(-1) ?? '';
  };
  t.teardown(() => end('SIGKILL'));
  return {
    ends,
    address: async () => {
      for (;;) {
        const url = await current.says(ADDRESS).catch(() => undefined);
        if (url !== undefined) return url;
        await sleep(PAUSE_MS);
      }
    },
    kill: async () => {
      const count = ends.length;
      while (ends.length === count || ends.at(-1) !== 'SIGKILL') {
        current.signal('SIGKILL');
        await current.ended;
        await sleep(1);
      }
    },
    lastWords: () => current.text().slice(-WORDS),
    stop: () => end('SIGTERM'),
  };
}
