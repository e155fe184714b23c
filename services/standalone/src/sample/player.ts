import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@motcua/kernel';
import type { CloudEvent } from '@motcua/simulator';
import { Pool } from 'undici';

/** A simulated sender: where it posts, and what it has to send, in order. */
export type Sender = { readonly path: string; readonly events: Iterable<CloudEvent> };

export type PlayOptions = {
  readonly baseUrl: string;
  /** Counters that post at the same time. */
  readonly parallel?: number;
  /** Events per request. */
  readonly batchSize?: number;
  /** Called after each answered request with the number of events that it settled. */
  readonly onProgress: (settled: number) => void;
  readonly signal?: AbortSignal;
};

/** How often a batch is sent again that could not be taken, and how long after the answer; milliseconds. */
const TRIES_MAX = 20;
const AGAIN_MS = 1_000;

/**
 * Lets counters post their events through the HTTP API in batches (NDJSON), several counters at a time. Each counter
 * sends in order and one request after the other, as a real one would; events that are already in the log are duplicates,
 * and what could not be taken for now, because the database or the machine is too busy, is sent again.
 *
 * @throws AppError of the first event that was refused: a sample is lawful as a whole or it is a defect; the signal's
 *   reason when it aborts. Requests under way have been answered then.
 */
export async function play(senders: readonly Sender[], options: PlayOptions): Promise<void> {
  const { baseUrl, parallel = 8, batchSize = 1_000, onProgress } = options;
  const pool = new Pool(baseUrl, { connections: parallel, pipelining: 1 });
  const waiting = [...senders];
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const postAll = async (): Promise<void> => {
    for (let sender = waiting.shift(); sender !== undefined; sender = waiting.shift()) {
      for (const batch of batches(sender.events, batchSize)) {
        signal.throwIfAborted();
        await postUntilTaken(pool, sender.path, batch, signal);
        onProgress(batch.length);
      }
    }
  };
  // Whoever has a request under way gets its answer, also when another one fails or the play is cut short.
  const ends = await Promise.allSettled(Array.from({ length: parallel }, () => postAll().catch((error: unknown) => {
    failed.abort(error);
    throw error;
  })));
  await pool.destroy();
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken !== undefined) throw signal.reason;
}

function* batches(events: Iterable<CloudEvent>, size: number): Generator<readonly CloudEvent[]> {
  let batch: CloudEvent[] = [];
  for (const event of events) {
    batch.push(event);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function postUntilTaken(pool: Pool, path: string, batch: readonly CloudEvent[], signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    // A connection that broke says nothing of what became of it; the ids make the second time duplicates.
    const notTaken = await post(pool, path, batch).catch((error: unknown): NotTaken => ({ mayPass: true, why: String(error) }));
    if (notTaken === undefined) return;
    if (!notTaken.mayPass || tries === TRIES_MAX) throw new AppError('INTERNAL', `The ledger did not take an event of the sample: ${notTaken.why}`);
    await sleep(AGAIN_MS, undefined, { signal });
  }
}

/** `mayPass`: something failed for now, or no answer came; what was refused beside it may have needed it. */
type NotTaken = { readonly mayPass: boolean; readonly why: string };

async function post(pool: Pool, path: string, batch: readonly CloudEvent[]): Promise<NotTaken | undefined> {
  const body = batch.map((event) => JSON.stringify(event)).join('\n');
  const { statusCode, body: answer } = await pool.request({
    method: 'POST', path, body, headers: { 'content-type': 'application/x-ndjson', prefer: 'return=minimal' },
  });
  const lines = (await answer.text()).trim().split('\n');
  // Only what was not taken is answered line by line; the last line counts.
  if (statusCode === 200 && lines.length === 1) return undefined;
  return { mayPass: statusCode === 503 || lines.some((line) => line.includes('"status":"failed"')), why: `HTTP ${statusCode}: ${(lines[0] ?? '').slice(0, 500)}` };
}
