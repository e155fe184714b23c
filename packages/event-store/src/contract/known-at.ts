import { formatInstant } from '@motcua/kernel';
import type { Test } from 'tap';
import type { EventStore, RecordedEvent } from '../port.ts';
import { any, appendOf, none, oneStore, range, readEverything, withoutChain } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

export async function knownAtTests(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('of an empty log nothing is known at any time', async (t) => {
    const store = await oneStore(t, engine);
    t.strictSame(await store.positionAt('2099-01-01T00:00:00Z'), await store.head());
  });

  await t.test('what was known at an instant is the longest prefix recorded until then', async (t) => {
    const store = await oneStore(t, engine);
    for (const n of range(0, 12)) await writeOnce(store, n);
    const log = await readEverything(store);
    for (const instant of instantsAround(log)) {
      const last = log.findLast(({ recordedAt }) => recordedAt <= instant);
      t.strictSame(withoutChain(await store.positionAt(instant)), { position: last?.position ?? 0, recordedAt: last?.recordedAt }, instant);
    }
    t.strictSame(await store.positionAt('2099-01-01T00:00:00Z'), await store.head());
  });

  await t.test('an instant may have any offset and fractions finer than the log\'s', async (t) => {
    const store = await oneStore(t, engine);
    const verdict = await store.append(appendOf('a', none, 'a0'));
    const recordedAt = 'recordedAt' in verdict ? verdict.recordedAt : '';
    const inHanoi = formatInstant(Date.parse(recordedAt) + 7 * 3_600_000).replace('Z', '999+07:00');
    t.equal((await store.positionAt(inHanoi)).position, 1);
    t.equal((await store.positionAt(formatInstant(Date.parse(recordedAt) - 1).replace('Z', '999Z'))).position, 0);
  });

  await t.test('rejects what is no instant', async (t) => {
    const store = await oneStore(t, engine);
    for (const text of ['', 'now', '2024-03-14', '2024-02-30T00:00:00Z', '2024-03-14T10:00:00', '5']) {
      await t.rejects(store.positionAt(text), { code: 'PARAMETER_INVALID' }, text);
    }
  });

  await t.test('the root at a position is that of the head when the log ended there', async (t) => {
    const store = await oneStore(t, engine);
    const heads = [await store.head()];
    for (const n of range(0, 3)) {
      await writeOnce(store, n);
      heads.push(await store.head());
    }
    for (const { position, chain } of heads) t.equal(await store.chainAt(position), chain);
    const roots = heads.flatMap(({ chain }) => chain ?? []);
    t.equal(new Set(roots).size, roots.length, 'all of them differ, where there are any');
    t.equal(await store.chainAt(100), undefined);
  });
}

/** Batches of one to three, so that several events have one instant. */
async function writeOnce(store: EventStore, n: number): Promise<void> {
  await store.append(appendOf(`s-${n % 3}`, any, ...range(0, 1 + (n % 3)).map((k) => `e-${n}-${k}`)));
}

/** Each instant of the log, a millisecond before and after it. */
function instantsAround(log: readonly RecordedEvent[]): readonly string[] {
  return log.flatMap(({ recordedAt }) => [-1, 0, 1].map((more) => formatInstant(Date.parse(recordedAt) + more)));
}
