import type { EncodedAppend } from '../encoded-append.ts';

/** Anything that waits to be written. */
export type Waiting = { readonly append: EncodedAppend };

export type BatchLimits = { readonly eventsMax: number; readonly sizeMax: number };

/**
 * Takes the next batch from the front of a queue: at most one append per stream and one use of each event id, because
 * the statement judges all its appends by what was there before. Who has to wait keeps the place in the order of its
 * stream. The first one always fits.
 */
export function takeBatch<W extends Waiting>(queue: readonly W[], limits: BatchLimits): { readonly batch: readonly W[]; readonly rest: readonly W[] } {
  const batch: W[] = [];
  const passedOver: W[] = [];
  const taken = new Set<string>();
  let events = 0;
  let size = 0;
  for (const [index, waiting] of queue.entries()) {
    const { append } = waiting;
    events += append.events.length;
    size += append.size;
    const full = batch.length > 0 && (events > limits.eventsMax || size > limits.sizeMax);
    if (full || passedOver.length >= PASSED_OVER_MAX) return { batch, rest: [...passedOver, ...queue.slice(index)] };
    const names = [append.stream, ...append.events.map((event) => event.id)];
    (names.some((name) => taken.has(name)) ? passedOver : batch).push(waiting);
    for (const name of names) taken.add(name);
  }
  return { batch, rest: passedOver };
}

/** Looking further behind a busy stream would cost more than a smaller batch. */
const PASSED_OVER_MAX = 5_000;
