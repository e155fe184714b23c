import type { Test } from 'tap';
import type { Expectation } from '../port.ts';
import { any, appendOf, exact, exists, named, none, oneStore, positionsOf, range, readEverything } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

export async function appendingTests(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('numbers positions from 1 and revisions from 0, without gaps', async (t) => {
    const store = await oneStore(t, engine);
    t.match(await store.append(appendOf('a', none, 'a0', 'a1')), { kind: 'appended', positions: [1, 2], revision: 1 });
    t.match(await store.append(appendOf('b', none, 'b0')), { kind: 'appended', positions: [3], revision: 0 });
    t.match(await store.append(appendOf('a', exact(1), 'a2')), { kind: 'appended', positions: [4], revision: 2 });
    const everything = await readEverything(store);
    t.strictSame(everything.map((event) => [event.position, event.stream, event.revision]), [[1, 'a', 0], [2, 'a', 1], [3, 'b', 0], [4, 'a', 2]]);
  });

  await t.test('refuses an append to an existing stream that must not exist', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('a', none, 'a0'));
    t.strictSame(await store.append(appendOf('a', none, 'a1')), { kind: 'wrong_revision', current: 0 });
    t.equal((await store.readStream('a')).length, 1);
  });

  await t.test('holds every expectation against every state of a stream', async (t) => {
    const store = await oneStore(t, engine);
    const cases: readonly (readonly [expect: Expectation, missing: boolean, twoEvents: boolean])[] = [
      [any, true, true], [none, true, false], [exists, false, true], [exact(0), false, false], [exact(1), false, true], [exact(2), false, false],
    ];
    for (const [index, [expect, missing, twoEvents]] of cases.entries()) {
      await store.append(appendOf(`two-${index}`, none, `two-${index}-0`, `two-${index}-1`));
      const onMissing = await store.append(appendOf(`missing-${index}`, expect, `missing-${index}`));
      const onTwo = await store.append(appendOf(`two-${index}`, expect, `two-${index}-2`));
      const name = JSON.stringify(expect);
      t.match(onMissing, missing ? { kind: 'appended', revision: 0 } : { kind: 'wrong_revision', current: -1 }, `${name} on a missing stream`);
      t.match(onTwo, twoEvents ? { kind: 'appended', revision: 2 } : { kind: 'wrong_revision', current: 1 }, `${name} on a stream of two events`);
    }
  });

  await t.test('a refused append uses up neither a position nor its ids', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('a', none, 'a0'));
    t.match(await store.append(appendOf('a', exact(7), 'a1', 'a2')), { kind: 'wrong_revision' });
    t.match(await store.append(appendOf('a', exact(0), 'a1')), { kind: 'appended', positions: [2] });
    t.match(await store.append(appendOf('b', none, 'a2')), { kind: 'appended', positions: [3] });
  });

  await t.test('gives each of many appends its own verdict, in order', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('old', none, 'old-0'));
    const verdicts = await store.appendMany([
      appendOf('a', none, 'a0', 'a1'), appendOf('old', none, 'old-1'), appendOf('b', exists, 'b0'), appendOf('old', any, 'old-0'), appendOf('c', any, 'c0'),
    ]);
    t.strictSame(verdicts.map(({ kind }) => kind), ['appended', 'wrong_revision', 'wrong_revision', 'duplicate', 'appended']);
    t.strictSame(verdicts.map(positionsOf), [[2, 3], [], [], [1], [4]]);
    t.equal((await store.head()).position, 4);
  });

  await t.test('keeps the order of appends to one stream within one call', async (t) => {
    const store = await oneStore(t, engine);
    const verdicts = await store.appendMany([
      appendOf('a', none, 'a0'), appendOf('b', none, 'b0'), appendOf('a', exact(0), 'a1'), appendOf('a', exact(1), 'a2'), appendOf('b', exact(0), 'b1'),
    ]);
    t.ok(verdicts.every(({ kind }) => kind === 'appended'));
    t.strictSame((await store.readStream('a')).map(({ sourceId }) => sourceId), ['a0', 'a1', 'a2']);
  });

  await t.test('appends nothing when nothing is given', async (t) => {
    const store = await oneStore(t, engine);
    t.strictSame(await store.appendMany([]), []);
    t.equal((await store.head()).position, 0);
  });

  await t.test('takes ten thousand events in one call', async (t) => {
    const store = await oneStore(t, engine);
    const verdicts = await store.appendMany(range(0, 10_000).map((n) => appendOf(`s-${n % 2_500}`, any, `e-${n}`)));
    t.strictSame(new Set(verdicts.flatMap(positionsOf)).size, 10_000);
    t.equal((await store.head()).position, 10_000);
    t.strictSame((await store.readStream('s-7')).map(({ sourceId }) => sourceId), ['e-7', 'e-2507', 'e-5007', 'e-7507']);
  });

  await t.test('takes ten thousand events in one append', async (t) => {
    const store = await oneStore(t, engine);
    const verdict = await store.append(appendOf('a', none, ...range(0, 10_000).map((n) => `e-${n}`)));
    t.strictSame(positionsOf(verdict), range(1, 10_000));
  });

  await t.test('gives a payload of 900 KB back unchanged', async (t) => {
    const store = await oneStore(t, engine);
    const event = named('large', { data: { text: 'Sổ Một Cửa '.repeat(64_000) } });
    await store.append({ stream: 'a', expect: none, events: [event] });
    t.strictSame((await store.readStream('a'))[0]?.data, event.data);
  });
}
