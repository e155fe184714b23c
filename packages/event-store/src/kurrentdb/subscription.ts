import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@motcua/kernel';
import type { RecordedEvent } from '../port.ts';
import { backOffMs } from '../retry.ts';
import type { StoreLog } from '../retry.ts';
import { faultKindOf, reasonOf, toAppError } from './faults.ts';
import type { Follower } from './follower.ts';
import type { LogReader } from './log-reader.ts';

export type SubscriptionOptions = {
  readonly follower: Follower;
  readonly reader: LogReader;
  readonly batchSize: number;
  readonly pollMs: number;
  readonly log: StoreLog | undefined;
  /** The consumer's: ends the iteration. */
  readonly signal: AbortSignal;
  /** The store's: an iteration that goes on after it was closed fails with STOPPING, so that nobody takes it for the end. */
  readonly closing: AbortSignal;
};

/**
 * Pages behind a position, without end. All consumers of a process share its one subscription; each reads its own pages, the
 * next one when it asks for it, so a slow consumer costs no memory.
 *
 * @throws AppError `STOPPING`, `HISTORY_IMPOSSIBLE`, `INTERNAL` (no right to read).
 */
export async function* subscribePages(afterPosition: number, options: SubscriptionOptions): AsyncGenerator<readonly RecordedEvent[]> {
  const { follower, reader, batchSize, signal, closing } = options;
  const stop = AbortSignal.any([signal, closing]);
  let after = afterPosition;
  for (let failures = 0; !stop.aborted;) {
    try {
      const page = await reader.page(after, batchSize);
      if (page.length > 0) {
        if (stop.aborted) break;
        yield page;
        after += page.length;
      } else await rest(follower, after, options, stop);
      failures = 0;
    } catch (error) {
      if (stop.aborted) break;
      if (faultKindOf(error) !== 'lost') throw toAppError(error);
      options.log?.warn({ reason: reasonOf(error), failures }, 'a consumer of the log got no answer, trying again');
      await sleep(backOffMs(failures), undefined, { signal: stop }).catch(() => undefined);
      failures += 1;
    }
  }
  if (!signal.aborted) throw new AppError('STOPPING', 'The log was closed while somebody still read it.');
}

/** Until something was counted behind the position. Now and then asks the engine itself, should the subscription be silent. */
async function rest(follower: Follower, after: number, { pollMs }: SubscriptionOptions, stop: AbortSignal): Promise<void> {
  await follower.grown(() => follower.count.position > after, AbortSignal.any([stop, AbortSignal.timeout(pollMs)]));
  if (follower.count.position <= after && !stop.aborted) await follower.catchUp();
}
