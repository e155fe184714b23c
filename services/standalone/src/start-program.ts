import { inspect } from 'node:util';
import type { Environment } from '@motcua/http';
import { isAppError } from '@motcua/kernel';
import { loadSchedules } from '@motcua/reporter';
import { pino } from 'pino';
import { loadOptions } from './options.ts';
import type { Output } from './output.ts';
import { asksForHelp, START_HELP } from './start-help.ts';
import { start } from './start.ts';

/** What `npm start` writes to and is ended by. `log` also gets why it could not start. */
type StartSurroundings = { readonly out: Output; readonly log: { readonly write: (text: string) => unknown }; readonly signal: AbortSignal };

/** With what it ends: ending a ledger that serves is its normal end; a play or a report that was cut short is not what was asked for. */
export const START_STATUS = { done: 0, failed: 1, interrupted: 130 } as const;

/**
 * `npm start -- …words`: the whole ledger in one process, until the signal aborts.
 *
 * @returns The status to end with.
 */
export async function runStart(env: Environment, words: readonly string[], { out, log, signal }: StartSurroundings): Promise<number> {
  if (asksForHelp(words)) {
    out.write(START_HELP);
    return START_STATUS.done;
  }
  try {
    const options = loadOptions(env, words);
    const schedules = await loadSchedules(options.schedulesFile, env);
    return START_STATUS[await start({ ...options, schedules }, { log: pino({ level: options.logLevel, name: 'motcua' }, log), out, signal })];
  } catch (error) {
    log.write(`${isAppError(error) ? `Không khởi động được (${error.code}): ${error.message}` : inspect(error)}\n`);
    return START_STATUS.failed;
  }
}
