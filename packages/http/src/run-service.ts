import { constants } from 'node:os';
import { isAppError } from '@motcua/kernel';
import type { Logger } from 'pino';

/** `stop`: takes nothing new, finishes what is in flight, gives every connection back. */
export type RunningService = { readonly log: Pick<Logger, 'info' | 'error'>; readonly stop: () => Promise<void> };

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * The life of a service's process: starts it, and stops it at the first SIGINT or SIGTERM; the process then ends with 0. A second
 * signal, or one while the service is starting, ends the process at once, with 128 and the signal's number. A service that does
 * not start says why on the error output, in one sentence when it is known, and ends with 1.
 */
export async function runService(name: string, start: () => Promise<RunningService>): Promise<void> {
  let running: RunningService | undefined;
  let stopping: Promise<void> | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (running === undefined || stopping !== undefined) process.exit(128 + constants.signals[signal]);
      stopping = stopped(running, signal);
    });
  }
  try {
    running = await start();
  } catch (error) {
    console.error(isAppError(error) ? `${name} did not start (${error.code}): ${error.message}` : error);
    process.exit(1);
  }
}

async function stopped({ log, stop }: RunningService, signal: NodeJS.Signals): Promise<void> {
  log.info({ signal }, 'stopping');
  try {
    await stop();
    log.info({ signal }, 'stopped');
  } catch (error) {
    log.error({ err: error }, 'stopping failed');
    process.exitCode = 1;
  }
}
