import type { EventStore, Verdict } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import type { Test } from 'tap';
import { any, exact, named, none, positionsOf, range, readEverything } from '../src/contract/fixtures.ts';

/** Of each writer; APPENDS_EACH asks for more: 120 writers. */
export const APPENDS_EACH = Number(process.env['APPENDS_EACH'] ?? 5);
/** Lost answers below which the faults cannot be said to have happened. */
export const LOST_LEAST = 60 * APPENDS_EACH;

export type Written = { readonly name: string; readonly verdict: Verdict };

/**
 * Writers that send one event after the other, each to a stream of its own: the same one again when the store gave up, as a
 * counter does. Some go on from the exact revision, some from any. They end after `appendsEach`, or earlier with the signal.
 */
export async function writeUnderFaults(
  stores: readonly EventStore[],
  { writers, appendsEach, chance, signal }: { readonly writers: number; readonly appendsEach: number; readonly chance: () => number; readonly signal?: AbortSignal },
): Promise<readonly Written[]> {
  const written = await Promise.all(range(0, writers).map(async (writer) => {
    const own: Written[] = [];
    for (let n = 0; n < appendsEach && signal?.aborted !== true; n += 1) {
      const name = `w${writer}-${n}`;
      const expect = chance() < 0.5 ? any : n === 0 ? none : exact(n - 1);
      own.push({ name, verdict: await untilAnswered(stores, () => chance(), { stream: `own-${writer}`, expect, events: [named(name)] }) });
    }
    return own;
  }));
  return written.flat();
}

async function untilAnswered(stores: readonly EventStore[], chance: () => number, append: Parameters<EventStore['append']>[0]): Promise<Verdict> {
  for (;;) {
    const store = stores[Math.floor(chance() * stores.length)];
    const verdict = await store?.append(append).catch((error: unknown) => {
      // A test that ends before its writers closes the stores; who went on then would never end.
      if (isAppError(error) && error.code === 'STOPPING') throw error;
    });
    if (verdict !== undefined) return verdict;
  }
}

/** Every event is there once, where its verdict says, and nothing else is. */
export async function checkLog(t: Test, store: EventStore, written: readonly Written[]): Promise<void> {
  const log = await readEverything(store);
  t.equal(log.length, written.length, 'as many events as appends');
  t.ok(written.every(({ verdict }) => verdict.kind === 'appended' || verdict.kind === 'duplicate'), 'none was refused');
  t.strictSame(written.map(({ verdict }) => log[(positionsOf(verdict)[0] ?? 0) - 1]?.sourceId), written.map(({ name }) => name), 'each where its verdict says');
  for (const [stream, events] of Map.groupBy(log, (event) => event.stream)) {
    t.strictSame(events.map(({ sourceId }) => sourceId), range(0, events.length).map((n) => `${stream.replace('own-', 'w')}-${n}`), stream);
  }
}
