import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';

/** One of the two programs, running in a process of its own. */
export type Program = {
  /** What it has written so far to its output and its error output. */
  readonly text: () => string;
  /** Waits for something in that text, and answers what the first group stands for. */
  readonly says: (part: RegExp) => Promise<string>;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly type: (words: string) => void;
  readonly hangUp: () => void;
  /** How it ended: a signal's name, or its status as a number. */
  readonly ended: Promise<string | number>;
};

type Env = Readonly<Record<string, string>>;

/** `npm start -- …words`, without npm. */
export function startProgram(t: Pick<Test, 'teardown'>, env: Env, ...words: readonly string[]): Program {
  return run(t, process.execPath, [fileOf('main'), ...words], env);
}

/** `npm run motcua -- …words`, without npm. */
export function motcua(t: Pick<Test, 'teardown'>, env: Env, ...words: readonly string[]): Program {
  return run(t, process.execPath, [fileOf('motcua'), ...words], env);
}

/** The first program on a terminal of its own, whose Ctrl-C goes to all that runs there. */
export function startOnTerminal(t: Pick<Test, 'teardown'>, env: Env): Program {
  const command = `exec "${process.execPath}" "${fileOf('main')}" --empty`;
  return run(t, 'script', process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'], env);
}

function run(t: Pick<Test, 'teardown'>, command: string, words: readonly string[], env: Env): Program {
  const child = spawn(command, words, { env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...env } });
  let text = '';
  let closed = false;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more: string) => { text += more; });
  const ended = once(child, 'close').then(([status, signal]): string | number => {
    closed = true;
    return signal ?? status;
  });
  t.teardown(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return {
    ended, text: () => text,
    says: async (part) => {
      for (;;) {
        const found = part.exec(text);
        if (found !== null) return found[1] ?? found[0];
        if (closed) throw new Error(`it ended without saying ${String(part)}: ${text}`);
        await sleep(20);
      }
    },
    signal: (name) => { child.kill(name); },
    type: (keys) => { child.stdin.write(keys); },
    hangUp: () => { child.stdin.end(); },
  };
}

function fileOf(name: 'main' | 'motcua'): string {
  return fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));
}

/** Where a started ledger says that it answers. */
export const ADDRESS = /đang chạy tại (http:\S+)/;
