import { AppError } from '@motcua/kernel';
import { EventChain } from './event-chain.ts';
import type { EventStore, RecordedEvent } from './port.ts';

/** A part of a log: behind `after` (exclusive) up to `upTo` (inclusive). */
export type LogSpan = { readonly after: number; readonly upTo: number };

/** Pages are small enough that even parts of editions, the largest events, do not fill the memory. */
const PAGE_EVENTS = 1_000;

/** A span of a log in pages, none of them empty; the next one is read while the last is worked on. */
export async function* logPages(store: EventStore, { after, upTo }: LogSpan): AsyncGenerator<readonly RecordedEvent[]> {
  const read = (position: number): Promise<readonly RecordedEvent[]> => store.readAll(position, Math.min(PAGE_EVENTS, upTo - position));
  let position = after;
  let next = position < upTo ? read(position) : Promise.resolve([]);
  while (position < upTo) {
    const page = await next;
    if (page.length === 0) throw new AppError('HISTORY_IMPOSSIBLE', `The log ends at position ${position}, although it went to ${upTo} before.`);
    position += page.length;
    next = position < upTo ? read(position) : Promise.resolve([]);
    // Whoever stops here does not wait for it.
    next.catch(() => undefined);
    yield page;
  }
}

/**
 * As {@link logPages}, with every event reckoned into the chain and each page's end compared with the log's own, before
 * the page is given: what was changed behind the log's back goes no further.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` with the page in which the events and the chain part.
 */
export async function* verifiedPages(store: EventStore, span: LogSpan): AsyncGenerator<{ readonly events: readonly RecordedEvent[]; readonly root: string }> {
  const chain = new EventChain({ position: span.after, root: await rootAt(store, span.after) });
  for await (const events of logPages(store, span)) {
    for (const event of events) chain.follow(event);
    if (await rootAt(store, chain.position) !== chain.root) {
      throw new AppError('HISTORY_IMPOSSIBLE',
        `Between the positions ${chain.position - events.length + 1} and ${chain.position} the events of the log do not give its chain; "motcua verify" names the place.`);
    }
    yield { events, root: chain.root };
  }
}

/**
 * Reckons the chain of a log from all that is stored there now.
 *
 * @param kept - What it must come to.
 * @throws AppError `HISTORY_IMPOSSIBLE` when it does not.
 */
export async function readBack(store: EventStore, kept: { readonly position: number; readonly root: string }, onProgress: (events: number) => void): Promise<void> {
  const chain = new EventChain();
  for await (const events of logPages(store, { after: 0, upTo: kept.position })) {
    for (const event of events) chain.follow(event);
    onProgress(chain.position);
  }
  const own = await rootAt(store, kept.position);
  if (chain.root === kept.root && own === kept.root) return;
  throw new AppError('HISTORY_IMPOSSIBLE', `What the log holds now up to position ${kept.position} gives the root ${chain.root}, its own chain says ${own}, and it has to be ${kept.root}.`);
}

/**
 * The log's own root at a position.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` where the log has none.
 */
export async function rootAt(store: EventStore, position: number): Promise<string> {
  const root = await store.chainAt(position);
  if (root === undefined) throw new AppError('HISTORY_IMPOSSIBLE', `The log has no chain at position ${position}.`);
  return root;
}
