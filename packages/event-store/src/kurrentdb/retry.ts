import { retry } from '../retry.ts';
import type { LostAnswers, RetryOptions } from '../retry.ts';
import { faultKindOf, reasonOf, toAppError } from './faults.ts';

/** Of an error only its reason is told: it carries what the server sent beside it. */
const LOST: LostAnswers = {
  isLost: (error) => faultKindOf(error) === 'lost',
  told: (error) => ({ reason: reasonOf(error) }),
  warning: 'the log\'s engine gave no answer, trying again',
};

/**
 * As `retry`, of a read of the log's engine.
 *
 * @throws AppError when the time is over or trying again cannot help.
 */
export function retryLost<T>(options: RetryOptions, work: () => Promise<T>): Promise<T> {
  return retry(options, LOST, work).catch((error: unknown) => { throw toAppError(error); });
}
