import type { Test } from 'tap';
import type { EventStore, RecordedEvent } from '../port.ts';
import { any, appendOf, follow, positionsOf, range, readEverything, stores } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

const WRITERS = 16;
const APPENDS_EACH_MAX = 60;

export async function concurrencyTests(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('with 16 writers on 4 stores a subscriber sees every event once, in order', async (t) => {
    const many = await stores(t, engine, 5);
    const [reader, ...writers] = many;
    if (reader === undefined) throw new TypeError('no store');
    const appendsEach = Math.min(APPENDS_EACH_MAX, engine.callMax / 50);
    const total = WRITERS * appendsEach;
    const followed = follow(reader, 0, total, { batchSize: 37 });
    const acknowledged = await Promise.all(range(0, WRITERS).map((writer) => writeAll(writers[writer % writers.length] ?? reader, writer, appendsEach)));
    const seen = (await followed).flat();
    t.strictSame(seen.map(({ position }) => position), range(1, total), 'no position is missing, none comes twice');
    t.equal(new Set(seen.map(({ id }) => id)).size, total);
    t.strictSame(seen, await readEverything(reader), 'the subscription and the log agree');
    checkStreams(t, seen);
    for (const positions of acknowledged) t.strictSame(positions, positions.toSorted((a, b) => a - b), 'the order of the acknowledgements is kept');
    t.strictSame(acknowledged.flat().toSorted((a, b) => a - b), range(1, total), 'what was acknowledged is there');
  });
}

/** Each writer has a stream of its own and one that all share. */
async function writeAll(store: EventStore, writer: number, appends: number): Promise<readonly number[]> {
  const positions: number[] = [];
  for (const n of range(0, appends)) {
    const stream = n % 3 === 0 ? 'shared' : `own-${writer}`;
    positions.push(...positionsOf(await store.append(appendOf(stream, any, `w${writer}-${n}`))));
  }
  return positions;
}

function checkStreams(t: Test, events: readonly RecordedEvent[]): void {
  for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
    t.strictSame(own.map(({ revision }) => revision), range(0, own.length), `revisions of ${stream}`);
  }
  t.ok(events.every((event, index) => index === 0 || event.recordedAt >= (events[index - 1]?.recordedAt ?? '')), 'recordedAt never falls');
}
