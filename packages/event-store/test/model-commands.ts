import assert from 'node:assert/strict';
import { isAppError } from '@motcua/kernel';
import type { Append, EventStore, RecordedEvent, Verdict } from '@motcua/event-store';
import fc from 'fast-check';
import { named } from '../src/contract/fixtures.ts';
import type { ModelLog } from './model.ts';

/** The log in memory, and how far each consumer is. */
export type Model = { readonly log: ModelLog; readonly consumers: number[] };
/** The store under test. `cut`: every connection to its server breaks. `reopen`: it is closed, and there is another one on the same log. */
export type Real = {
  store: EventStore;
  readonly open: Map<number, Following>;
  readonly cut: () => Promise<unknown>;
  readonly reopen: () => EventStore;
  readonly seen: Set<string>;
};
type Following = { readonly pages: AsyncIterator<readonly RecordedEvent[]>; readonly control: AbortController };
type Command = fc.AsyncCommand<Model, Real>;

const STREAMS = ['a', 'b', 'c', 'd'] as const;
const CONSUMERS = 3;
/** What a consumer does when it has what it wanted: waits for more, leaves, is told to end, or dies with the last page not yet noted. */
const ENDS = ['stays', 'leaves', 'aborts', 'crashes'] as const;

/** Few streams, few names, few contents: so that every way to collide comes up. */
const expectation = fc.oneof(
  fc.constantFrom({ kind: 'any' } as const, { kind: 'none' } as const, { kind: 'exists' } as const),
  fc.nat(4).map((revision) => ({ kind: 'exact' as const, revision })),
);
const event = fc.record({ name: fc.nat(15), other: fc.integer({ min: 0, max: 9 }) })
  .map(({ name, other }) => named(`e-${name}`, other === 0 ? { data: { note: 'other content' } } : {}));
const append: fc.Arbitrary<Append> = fc.record({
  stream: fc.constantFrom(...STREAMS), expect: expectation, events: fc.uniqueArray(event, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
});
const size = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(7, 1_000));

export const commands: fc.Arbitrary<Iterable<Command>> = fc.commands<Model, Real, false>([
  fc.array(append, { minLength: 1, maxLength: 8 }).map(appendMany),
  fc.array(append, { minLength: 1, maxLength: 8 }).map(appendMany),
  fc.record({ from: fc.nat(60), limit: size }).map(readPages),
  fc.record({ streams: fc.subarray([...STREAMS, 'nobody']), upTo: fc.option(fc.nat(60), { nil: undefined }), from: fc.nat(6) }).map(readStreams),
  fc.record({ consumer: fc.nat(CONSUMERS - 1), pages: fc.nat(3), limit: size, ends: fc.constantFrom(...ENDS) }).map(follow),
  fc.record({ consumer: fc.nat(CONSUMERS - 1), pages: fc.nat(3), limit: size, ends: fc.constantFrom(...ENDS) }).map(follow),
  fc.constant(command('cut', async (_model, { cut }) => { await cut(); })),
  fc.constant(command('reopen', reopen)),
], { maxCommands: 40 });

function command(name: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return { check: () => true, toString: () => name, run: async (model, real) => { await run(model, real); real.seen.add(name.split(' ')[0] ?? name); } };
}

function appendMany(batch: readonly Append[]): Command {
  return command(`append ${fc.stringify(batch.map(({ stream, expect, events }) => [stream, expect, events.map(({ sourceId, data }) => [sourceId, data])]))}`, async ({ log }, { store, seen }) => {
    const before = log.stored.length;
    const verdicts = await store.appendMany(batch);
    assert.deepEqual(verdicts.map(withoutPlace), batch.map((item) => withoutPlace(log.append(item))));
    for (const { kind } of verdicts) seen.add(kind);
    // Appends that have nothing in common may be written in another order than they were called in.
    const placeOf = new Map(verdicts.flatMap((verdict, index) => ('positions' in verdict ? batch[index]?.events.map(({ id }, place) => [id, verdict.positions[place] ?? 0] as const) ?? [] : [])));
    const added = log.stored.splice(before).toSorted((one, other) => (placeOf.get(one.event.id) ?? 0) - (placeOf.get(other.event.id) ?? 0));
    log.stored.push(...added);
    for (const [id, position] of placeOf) assert.equal(log.stored[position - 1]?.event.id, id, 'an event is not where its verdict says');
  });
}

function withoutPlace(verdict: Verdict): unknown {
  return 'positions' in verdict ? { kind: verdict.kind, revision: verdict.revision, events: verdict.positions.length } : verdict;
}

function readPages({ from, limit }: { readonly from: number; readonly limit: number }): Command {
  return command(`read behind ${from} by ${limit}`, async ({ log }, { store }) => {
    assert.equal((await store.head()).position, log.stored.length);
    for (let position = Math.min(from, log.stored.length), turn = 0; turn < 20; turn += 1) {
      const page = await store.readAll(position, limit);
      compare(page, log, position, Math.min(limit, log.stored.length - position));
      if (page.length === 0) return;
      position += page.length;
    }
  });
}

function readStreams({ streams, upTo, from }: { readonly streams: readonly string[]; readonly upTo: number | undefined; readonly from: number }): Command {
  return command(`read streams ${streams.join()} up to ${String(upTo)}, from ${from}`, async ({ log }, { store }) => {
    const expected = (stream: string, holds: (position: number, revision: number) => boolean) =>
      log.stored.flatMap(({ stream: own, revision, event: { id } }, index) => (own === stream && holds(index + 1, revision) ? [{ position: index + 1, revision, id }] : []));
    const found = await store.readStreams(streams, upTo === undefined ? {} : { upToPosition: upTo });
    for (const stream of streams) assert.deepEqual((found.get(stream) ?? []).map(placed), expected(stream, (position) => position <= (upTo ?? Infinity)));
    for (const stream of streams) assert.deepEqual((await store.readStream(stream, { fromRevision: from })).map(placed), expected(stream, (_position, revision) => revision >= from));
  });
}

type Wish = { readonly consumer: number; readonly pages: number; readonly limit: number; readonly ends: (typeof ENDS)[number] };

function follow({ consumer, pages, limit, ends }: Wish): Command {
  return command(`follow ${consumer}: ${pages} pages of ${limit}, then ${ends}`, async ({ log, consumers }, { store, open, seen }) => {
    const following = open.get(consumer) ?? begin(store, consumers[consumer] ?? 0, limit);
    open.set(consumer, following);
    for (let read = 0; read < pages && (consumers[consumer] ?? 0) < log.stored.length; read += 1) {
      const position = consumers[consumer] ?? 0;
      const { value } = await following.pages.next() as IteratorYieldResult<readonly RecordedEvent[]>;
      assert.ok(value.length > 0);
      compare(value, log, position, value.length);
      // Who dies before it has noted a page gets it again.
      if (ends !== 'crashes' || read < pages - 1) consumers[consumer] = position + value.length;
    }
    seen.add(ends);
    if (ends === 'stays') return;
    open.delete(consumer);
    if (ends === 'aborts') {
      following.control.abort();
      assert.equal((await following.pages.next()).done, true);
    } else await following.pages.return?.();
  });
}

function begin(store: EventStore, position: number, batchSize: number): Following {
  const control = new AbortController();
  return { control, pages: store.subscribe(position, { signal: control.signal, batchSize, pollMs: 200 })[Symbol.asyncIterator]() };
}

/** Whoever still followed the closed store is told so; the next consumer goes on where the last one stood. */
async function reopen(_model: Model, real: Real): Promise<void> {
  const { store, open } = real;
  await store.close();
  for (const { pages } of open.values()) await assert.rejects(pages.next(), (error) => isAppError(error) && error.code === 'STOPPING');
  open.clear();
  real.store = real.reopen();
}

function compare(page: readonly RecordedEvent[], log: ModelLog, after: number, length: number): void {
  assert.deepEqual(page.map(({ stream, data, ...rest }) => ({ stream, data, ...placed(rest) })), log.stored.slice(after, after + length).map(({ stream, revision, event: { id, data } }, index) =>
    ({ stream, data, position: after + 1 + index, revision, id })));
}

function placed({ position, revision, id }: Pick<RecordedEvent, 'position' | 'revision' | 'id'>): { readonly position: number; readonly revision: number; readonly id: string } {
  return { position, revision, id };
}
