import { fileURLToPath } from 'node:url';
import { startProcess } from '@motcua/testkit';
import type { StartedProcess } from '@motcua/testkit';
import type { Test } from 'tap';

type Env = Readonly<Record<string, string>>;

/** `npm start -- …words`, without npm. */
export function startProgram(t: Pick<Test, 'teardown'>, env: Env, ...words: readonly string[]): StartedProcess {
  return run(t, process.execPath, [fileOf('main'), ...words], env);
}

/** `npm …words`, such as `start`. */
export function npm(t: Pick<Test, 'teardown'>, env: Env, ...words: readonly string[]): StartedProcess {
  return run(t, 'npm', ['--prefix', fileURLToPath(new URL('../../../', import.meta.url)), ...words], { HOME: process.env['HOME'] ?? '', ...env });
}

/** `npm run motcua -- …words`, without npm. Where only what it says counts, the one of `said.ts` is cheaper. */
export function motcuaProcess(t: Pick<Test, 'teardown'>, env: Env, ...words: readonly string[]): StartedProcess {
  return run(t, process.execPath, [fileOf('motcua'), ...words], env);
}

/** The first program on a terminal of its own, whose Ctrl-C goes to all that runs there. */
export function startOnTerminal(t: Pick<Test, 'teardown'>, env: Env): StartedProcess {
  const command = `exec "${process.execPath}" "${fileOf('main')}"`;
  return run(t, 'script', process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'], env);
}

function run(t: Pick<Test, 'teardown'>, command: string, words: readonly string[], env: Env): StartedProcess {
  return startProcess(t, command, words, { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...env });
}

function fileOf(name: 'main' | 'motcua'): string {
  return fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));
}

/** Where a started ledger says that it answers. */
export const ADDRESS = /đang chạy tại (http:\S+)/;
