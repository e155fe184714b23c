import { AppError } from '@motcua/kernel';
import type { RecordedEvent } from '../port.ts';
import { faultKindOf, toAppError } from './connection.ts';
import { LazyClient } from './lazy-client.ts';
import type { LogClient } from './lines.ts';
import { readPage } from './reader.ts';
import { backOffMs } from '../retry.ts';
import type { StoreLog } from '../retry.ts';
import type { Timing } from '../timing.ts';

export type SubscriptionOptions = {
  readonly newClient: () => LogClient;
  readonly timing: Timing;
  readonly batchSize: number;
  readonly pollMs: number;
  readonly log: StoreLog | undefined;
  /** The consumer's: ends the iteration. */
  readonly signal: AbortSignal;
  /** The store's: an iteration that goes on after it was closed fails with STOPPING, so that nobody takes it for the end. */
  readonly closing: AbortSignal;
};

/**
 * Pages behind a position, without end. One connection listens and reads; the next page is read when the consumer asks
 * for it, so a slow consumer costs no memory. Leaving the loop, also by an error, gives the connection back.
 *
 * @throws AppError `STOPPING`, `HISTORY_IMPOSSIBLE` (a position is missing), `INTERNAL` (no such table, no right to read).
 */
export async function* subscribePages(afterPosition: number, options: SubscriptionOptions): AsyncGenerator<readonly RecordedEvent[]> {
  const session = new Session(options);
  let after = afterPosition;
  try {
    for (;;) {
      const page = await session.next(after);
      if (page === undefined) return;
      yield page;
      after += page.length;
    }
  } finally {
    await session.end();
  }
}

class Session {
  readonly #options: SubscriptionOptions;
  readonly #client: LazyClient<LogClient>;
  readonly #stop: AbortSignal;
  readonly #onStop = (): void => { this.#client.drop(); };
  #noticed = false;
  #wake: () => void = () => undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#stop = AbortSignal.any([options.signal, options.closing]);
    this.#stop.addEventListener('abort', this.#onStop, { once: true });
    this.#client = new LazyClient(options.newClient, async (client) => {
      const notice = (): void => { this.#notice(); };
      client.on('notification', notice);
      client.on('error', notice);
      client.on('end', notice);
      await client.query({ text: 'listen motcua_log', rowMode: 'array' });
    });
  }

  /** The next page that is not empty; undefined when the consumer wants no more. */
  async next(after: number): Promise<readonly RecordedEvent[] | undefined> {
    for (let failures = 0; !this.#stop.aborted;) {
      try {
        // Before reading: what is committed while the page is read shall be noticed.
        this.#noticed = false;
        const page = await readPage(await this.#client.get(), after, this.#options.batchSize);
        if (page.length > 0 && !this.#stop.aborted) return page;
        failures = 0;
        await this.#rest();
      } catch (error) {
        await this.#recover(error, failures);
        failures += 1;
      }
    }
    if (this.#options.signal.aborted) return undefined;
    throw new AppError('STOPPING', 'The log was closed while somebody still read it.');
  }

  async end(): Promise<void> {
    this.#stop.removeEventListener('abort', this.#onStop);
    await this.#client.end();
  }

  async #recover(error: unknown, failures: number): Promise<void> {
    this.#client.drop();
    if (this.#stop.aborted) return;
    if (faultKindOf(error) !== 'lost') throw toAppError(error);
    this.#options.log?.warn({ err: error, failures }, 'a subscription lost its connection, trying again');
    const { timing } = this.#options;
    await timing.sleep(backOffMs(failures, timing.chance), this.#stop);
  }

  #notice(): void {
    this.#noticed = true;
    this.#wake();
  }

  /** Until a notice, a lost connection, the end, or the longest sleep. */
  async #rest(): Promise<void> {
    if (this.#noticed || this.#stop.aborted) return;
    const done = new AbortController();
    this.#wake = () => { done.abort(); };
    await this.#options.timing.sleep(this.#options.pollMs, AbortSignal.any([done.signal, this.#stop]));
  }
}
