import { AppError } from '@motcua/kernel';
import type { Verdict } from '../port.ts';
import { runAppends } from './append-statement.ts';
import { takeBatch } from './batch.ts';
import type { BatchLimits } from './batch.ts';
import { faultKindOf, toAppError } from './connection.ts';
import type { EncodedAppend } from '../encoded-append.ts';
import type { LazyClient } from './lazy-client.ts';
import type { LogClient } from './lines.ts';
import { retryLost } from './retry.ts';
import type { RetryOptions } from '../retry.ts';

type WaitingAppend = {
  readonly append: EncodedAppend;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Whatever waits while one batch is in flight goes into the next single statement. One batch at a time: so the appends
 * of a stream are written in the order of their calls, also when a batch has to be repeated or taken apart.
 */
export class CoalescingWriter {
  readonly #client: LazyClient<LogClient>;
  readonly #limits: BatchLimits;
  readonly #retry: Required<RetryOptions>;
  #queue: readonly WaitingAppend[] = [];
  #arrived: WaitingAppend[] = [];
  #running: Promise<void> | undefined;
  /** The last position that was given to an append of this writer. */
  #written = 0;

  constructor(client: LazyClient<LogClient>, limits: BatchLimits, retry: Required<RetryOptions>) {
    this.#client = client;
    this.#limits = limits;
    this.#retry = retry;
  }

  /** @throws AppError `DATABASE_UNAVAILABLE` (the outcome is unknown), `EVENT_INVALID` (nothing written). */
  append(append: EncodedAppend): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#arrived.push({ append, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Waits until nothing waits any more, then gives the connection back. */
  async close(): Promise<void> {
    await this.#running;
    await this.#client.end();
  }

  async #run(): Promise<void> {
    while (this.#arrived.length > 0 || this.#queue.length > 0) {
      // The callers of the batch before have their verdicts; what they append next belongs into this one.
      await this.#retry.timing.turn();
      const { batch, rest } = takeBatch([...this.#queue, ...this.#arrived], this.#limits);
      this.#queue = rest;
      this.#arrived = [];
      await this.#settle(batch);
    }
    this.#running = undefined;
  }

  /** A value that the server refuses fails the whole statement, so the batch is halved until it stands alone. */
  async #settle(batch: readonly WaitingAppend[]): Promise<void> {
    try {
      const verdicts = await this.#write(batch.map(({ append }) => append));
      for (const [index, verdict] of verdicts.entries()) batch[index]?.resolve(verdict);
    } catch (error) {
      if (batch.length === 1 || faultKindOf(error) !== 'data') {
        for (const { reject } of batch) reject(toAppError(error));
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, middle));
      await this.#settle(batch.slice(middle));
    }
  }

  async #write(appends: readonly EncodedAppend[]): Promise<readonly Verdict[]> {
    const verdicts = await retryLost(this.#retry, async () => runAppends(await this.#client.get(), appends), () => { this.#client.drop(); });
    this.#noteWritten(verdicts.flatMap((verdict) => (verdict.kind === 'appended' ? verdict.positions : [])));
    return verdicts;
  }

  /** One batch at a time, so positions can only rise: a log in which they fall has lost events that were acknowledged. */
  #noteWritten(positions: readonly number[]): void {
    for (const position of positions) {
      const before = this.#written;
      this.#written = position;
      if (position <= before) throw new AppError('HISTORY_IMPOSSIBLE', `The log gives position ${position} behind position ${before}: what was written there is gone.`);
    }
  }
}
