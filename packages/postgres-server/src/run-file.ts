import { readFile, rm } from 'node:fs/promises';

import { homePaths } from './data-home.ts';
import { writePrivately } from './files.ts';
import { birthOf } from './processes.ts';

/**
 * Who runs the server of a data home, for commands that look for it.
 * `holder`: `ledger` for a start that serves, `command` for a short-lived command's; `httpUrl`: where the ledger answers, once it does.
 */
export type RunFile = {
  readonly holder: 'ledger' | 'command';
  readonly pid: number;
  /** When that process began, as the system writes it: with the number it names one process. */
  readonly born: string;
  readonly port: number;
  readonly httpUrl?: string;
};

/** Reads who runs the server of a data home; undefined when nobody does, also when a killed process left its file behind. */
export async function readRunFile(home: string): Promise<RunFile | undefined> {
  const run = await readFile(homePaths(home).run, 'utf8').then(parseRun, () => undefined);
  return run !== undefined && birthOf(run.pid) === run.born ? run : undefined;
}

export async function writeRunFile(home: string, run: RunFile): Promise<void> {
  await writePrivately(homePaths(home).run, `${JSON.stringify(run, null, 2)}\n`);
}

export async function removeRunFile(home: string): Promise<void> {
  await rm(homePaths(home).run, { force: true });
}

function parseRun(text: string): RunFile | undefined {
  try {
    const run = JSON.parse(text) as Partial<RunFile>;
    const whole = typeof run.pid === 'number' && typeof run.born === 'string' && typeof run.port === 'number';
    return whole && (run.holder === 'ledger' || run.holder === 'command') ? run as RunFile : undefined;
  } catch {
    return undefined;
  }
}
