import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../postgres/retry.ts';
import type { RetryOptions } from '../postgres/retry.ts';
import { faultKindOf, reasonOf, toAppError } from './faults.ts';

/**
 * Repeats a read that got no answer.
 *
 * @throws AppError when the time is over or trying again cannot help.
 */
export async function retryLost<T>({ retryMsMax, log }: RetryOptions, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + retryMsMax;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const pause = backOffMs(attempt);
      if (faultKindOf(error) !== 'lost' || performance.now() + pause > deadline) throw toAppError(error);
      log?.warn({ reason: reasonOf(error), attempt }, 'the log\'s engine gave no answer, trying again');
      await sleep(pause);
    }
  }
}
