import type { Test } from 'tap';
import { any, appendOf, named, none, oneStore, range, withoutChain } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

export async function readingTests(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('gives back what was written, and what was left out stays left out', async (t) => {
    const store = await oneStore(t, engine);
    const full = named('full', { commandId: 'c-1', actor: { unit: 'H57.31', role: 'clerk' }, schemaVersion: 3, occurredAt: '2024-01-05T01:12:00.120Z' });
    const verdict = await store.append({ stream: 'a', expect: none, events: [full, named('bare')] });
    const recordedAt = 'recordedAt' in verdict ? verdict.recordedAt : '';
    t.match(recordedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    t.strictSame(await store.readStream('a'), [
      { ...full, stream: 'a', revision: 0, position: 1, recordedAt }, { ...named('bare'), stream: 'a', revision: 1, position: 2, recordedAt },
    ]);
  });

  await t.test('reads a stream from a revision on; an unknown stream is empty', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('a', none, 'a0', 'a1', 'a2'));
    const from = async (fromRevision: number) => (await store.readStream('a', { fromRevision })).map(({ revision }) => revision);
    t.strictSame([await from(0), await from(1), await from(3)], [[0, 1, 2], [1, 2], []]);
    t.strictSame(await store.readStream('unknown'), []);
  });

  await t.test('reads many streams at once up to a position; unknown streams are missing', async (t) => {
    const store = await oneStore(t, engine);
    await store.appendMany([appendOf('a', any, 'a0'), appendOf('b', any, 'b0'), appendOf('a', any, 'a1'), appendOf('c', any, 'c0')]);
    const all = await store.readStreams(['c', 'a', 'unknown', 'a']);
    t.strictSame([...all.keys()].sort(), ['a', 'c']);
    t.strictSame(all.get('a')?.map(({ sourceId }) => sourceId), ['a0', 'a1']);
    const position = all.get('a')?.[0]?.position ?? 0;
    t.strictSame((await store.readStreams(['a'], { upToPosition: position })).get('a')?.length, 1);
    t.equal((await store.readStreams(['a', 'b'], { upToPosition: 0 })).size, 0);
    t.equal((await store.readStreams([])).size, 0);
  });

  await t.test('reads the log in pages behind a position', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('a', none, ...range(0, 7).map((n) => `a${n}`)));
    const page = async (after: number, limit: number) => (await store.readAll(after, limit)).map(({ position }) => position);
    t.strictSame([await page(0, 3), await page(3, 3), await page(6, 3), await page(7, 3), await page(100, 3)], [[1, 2, 3], [4, 5, 6], [7], [], []]);
  });

  await t.test('the head is the last position and its instant', async (t) => {
    const store = await oneStore(t, engine);
    t.strictSame(withoutChain(await store.head()), { position: 0, recordedAt: undefined });
    const verdict = await store.append(appendOf('a', none, 'a0', 'a1'));
    t.strictSame(withoutChain(await store.head()), { position: 2, recordedAt: 'recordedAt' in verdict ? verdict.recordedAt : '' });
  });
}
