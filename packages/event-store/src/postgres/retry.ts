import { setTimeout as sleep } from 'node:timers/promises';
import { faultKindOf } from './connection.ts';

/** What the store tells its operator; a pino logger fits. */
export type StoreLog = { warn(fields: object, message: string): void };

export type RetryOptions = {
  /** How long a lost connection is tried again; milliseconds from the first attempt. */
  readonly retryMsMax: number;
  readonly log: StoreLog | undefined;
};

/**
 * Repeats work whose outcome is unknown because the connection was lost. Only for what may be done twice: reading, and
 * appending (the ids of the events make the second time a duplicate).
 *
 * @param onLost - Called before each new attempt.
 * @throws the last error, when the time is over or trying again cannot help.
 */
export async function retryLost<T>(options: RetryOptions, work: () => Promise<T>, onLost: () => void = () => undefined): Promise<T> {
  const deadline = performance.now() + options.retryMsMax;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (faultKindOf(error) !== 'lost') throw error;
      onLost();
      const pause = backOffMs(attempt);
      if (performance.now() + pause > deadline) throw error;
      options.log?.warn({ err: error, attempt }, 'the connection to the log was lost, trying again');
      await sleep(pause);
    }
  }
}

/** Milliseconds before the next attempt: doubling from 50 to 2,000, spread so that many processes do not come back at once. */
export function backOffMs(attempt: number): number {
  const ceiling = Math.min(2_000, 50 * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + Math.random() * (ceiling / 2);
}
