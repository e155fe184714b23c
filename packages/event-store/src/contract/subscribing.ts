import type { Test } from 'tap';
import { any, appendOf, drain, follow, none, oneStore, range, stores } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

/** Longer than any test: whoever passes with it was woken by a notice. */
const NEVER_POLL = { pollMs: 600_000 };

export async function subscribingTests(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('gives what is there in batches, then what comes', async (t) => {
    const [store, other] = await stores(t, engine, 2);
    if (store === undefined || other === undefined) throw new TypeError('no stores');
    await store.append(appendOf('a', none, ...range(0, 5).map((n) => `a${n}`)));
    const followed = follow(store, 1, 6, { ...NEVER_POLL, batchSize: 2 });
    await other.append(appendOf('b', none, 'b0'));
    await other.append(appendOf('b', any, 'b1'));
    const batches = await followed;
    t.ok(batches.every((batch) => batch.length >= 1 && batch.length <= 2));
    t.strictSame(batches.flat().map(({ position }) => position), range(2, 6));
  });

  await t.test('wakes a waiting consumer, and one that waits for a position still to come', async (t) => {
    const [store, other] = await stores(t, engine, 2);
    if (store === undefined || other === undefined) throw new TypeError('no stores');
    const early = follow(store, 0, 3, NEVER_POLL);
    const late = follow(store, 2, 1, NEVER_POLL);
    for (const name of ['a0', 'a1', 'a2']) await other.append(appendOf('a', any, name));
    t.strictSame((await early).flat().map(({ position }) => position), [1, 2, 3]);
    t.strictSame((await late).flat().map(({ position }) => position), [3]);
  });

  await t.test('a consumer that throws ends with its own error; from where it stood nothing is skipped', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('a', none, ...range(0, 10).map((n) => `a${n}`)));
    let done = 0;
    const consume = async (): Promise<void> => {
      for await (const batch of store.subscribe(0, { signal: new AbortController().signal, batchSize: 4 })) {
        if (done > 0) throw new Error('the handler failed');
        done = batch.at(-1)?.position ?? 0;
      }
    };
    await t.rejects(consume(), { message: 'the handler failed' });
    t.strictSame((await follow(store, done, 6)).flat().map(({ position }) => position), range(5, 6));
  });

  await t.test('ends when the signal aborts: before, while it waits, and between batches', async (t) => {
    const store = await oneStore(t, engine);
    const before = store.subscribe(0, { signal: AbortSignal.abort() });
    t.strictSame(await drain(before), []);
    const control = new AbortController();
    const waiting = drain(store.subscribe(0, { signal: control.signal, ...NEVER_POLL }));
    await store.append(appendOf('a', none, 'a0'));
    control.abort();
    t.ok((await waiting).length <= 1);
    t.equal((await follow(store, 0, 1)).length, 1);
  });

  await t.test('a consumer that leaves the loop stops nobody else', async (t) => {
    const store = await oneStore(t, engine);
    const other = follow(store, 0, 2, NEVER_POLL);
    await store.append(appendOf('a', none, 'a0'));
    for await (const batch of store.subscribe(0, { signal: new AbortController().signal })) {
      t.equal(batch.length, 1);
      break;
    }
    await store.append(appendOf('a', any, 'a1'));
    t.strictSame((await other).flat().map(({ position }) => position), [1, 2]);
  });
}
