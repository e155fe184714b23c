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
    t.strictSame(verdicts.map((verdict) => positionsOf(verdict).length), [2, 0, 0, 1, 1]);
    t.strictSame(verdicts.flatMap(positionsOf).toSorted(), [1, 2, 3, 4], 'streams that have nothing in common may be written in any order');
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

  await t.test('takes thousands of appends in one call', async (t) => {
    const store = await oneStore(t, engine);
    const [calls, streams] = [engine.callMax, engine.callMax / 4];
    const verdicts = await store.appendMany(range(0, calls).map((n) => appendOf(`s-${n % streams}`, any, `e-${n}`)));
    t.strictSame(new Set(verdicts.flatMap(positionsOf)).size, calls);
    t.equal((await store.head()).position, calls);
    t.strictSame((await store.readStream('s-7')).map(({ sourceId }) => sourceId), range(0, 4).map((n) => `e-${7 + n * streams}`));
  });

  await t.test('takes as many events in one append as it promises', async (t) => {
    const store = await oneStore(t, engine);
    const verdict = await store.append(appendOf('a', none, ...range(0, engine.appendMax).map((n) => `e-${n}`)));
    t.strictSame(positionsOf(verdict), range(1, engine.appendMax));
  });

  await t.test('gives a payload of 900 KiB in UTF-8 back unchanged', async (t) => {
    const store = await oneStore(t, engine);
    const event = named('large', { data: { text: 'Sổ Một Cửa '.repeat(54_000) } });
    await store.append({ stream: 'a', expect: none, events: [event] });
    t.strictSame((await store.readStream('a'))[0]?.data, event.data);
  });
}
