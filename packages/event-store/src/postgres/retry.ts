import { retry } from '../retry.ts';
import type { LostAnswers, RetryOptions } from '../retry.ts';
import { faultKindOf } from './connection.ts';

const LOST: LostAnswers = {
  isLost: (error) => faultKindOf(error) === 'lost',
  told: (error) => ({ err: error }),
  warning: 'the connection to the log was lost, trying again',
};

/** As `retry`, of work on the log's database. */
export function retryLost<T>(options: RetryOptions, work: () => Promise<T>, onLost?: () => void): Promise<T> {
  return retry(options, LOST, work, onLost);
}
