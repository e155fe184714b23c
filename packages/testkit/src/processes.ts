import { spawn } from 'node:child_process';
import type { Test } from 'tap';
import { until } from './until.ts';

/** A process of a test. */
export type StartedProcess = {
  /** What it has written so far to its output and its error output. */
  readonly text: () => string;
  /**
   * Waits for something in that text, and answers what the first group stands for, or all of it without a group.
   *
   * @throws Error with the whole text when the process ends without saying it.
   */
  readonly says: (part: RegExp) => Promise<string>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Writes to its input. */
  readonly type: (words: string) => void;
  /** Ends its input. */
  readonly hangUp: () => void;
  /** How it ended, once its output ended too: a signal's name, or its status as a number. */
  readonly ended: Promise<string | number>;
};

/** It changes nothing but how long a start takes. */
const { NODE_COMPILE_CACHE: compiled } = process.env;
const COMPILED = compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled };

/**
 * Starts a process that gets a SIGTERM when the test ends, if it has not ended before, and is waited for.
 *
 * @param env - Everything that it finds in its environment, but for what Node has compiled before.
 */
export function startProcess(t: Pick<Test, 'teardown'>, command: string, words: readonly string[], env: Readonly<Record<string, string>>): StartedProcess {
  const child = spawn(command, words, { env: { ...COMPILED, ...env } });
  let text = '';
  let closed = false;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more: string) => { text += more; });
  // It may be gone already when something is typed.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string | number>((resolve) => {
    child.once('close', (status, signal) => {
      closed = true;
      resolve(signal ?? status ?? '');
    });
  });
  t.teardown(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return {
    ended, text: () => text,
    says: async (part) => {
      await until(() => part.test(text) || closed);
      const found = part.exec(text);
      if (found === null) throw new Error(`it ended without saying ${String(part)}: ${text}`);
      return found[1] ?? found[0];
    },
    signal: (name) => { child.kill(name); },
    type: (keys) => { child.stdin.write(keys); },
    hangUp: () => { child.stdin.end(); },
  };
}
