import type { Test } from 'tap';
import { appendOf, drain, none, oneStore, range, readEverything, stores } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

export async function lifecycleTests(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('closing waits for the appends in flight', async (t) => {
    const [store, other] = await stores(t, engine, 2);
    if (store === undefined || other === undefined) throw new TypeError('no stores');
    const calls = range(0, 50).map((n) => store.append(appendOf(`s-${n}`, none, `e-${n}`)));
    await store.close();
    t.ok((await Promise.all(calls)).every(({ kind }) => kind === 'appended'));
    t.equal((await readEverything(other)).length, 50);
  });

  await t.test('after closing every call rejects with STOPPING', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('a', none, 'a0'));
    await store.close();
    await store.close();
    const stopping = { code: 'STOPPING' };
    await t.rejects(store.append(appendOf('a', none, 'a0')), stopping);
    await t.rejects(store.appendMany([appendOf('a', none, 'a0')]), stopping);
    await t.rejects(store.readStream('a'), stopping);
    await t.rejects(store.readStreams(['a']), stopping);
    await t.rejects(store.readAll(0, 1), stopping);
    await t.rejects(store.head(), stopping);
    await t.rejects(store.positionAt('2024-01-05T00:00:00Z'), stopping);
    await t.rejects(store.chainAt(0), stopping);
  });

  await t.test('a subscription of a closed store fails aloud instead of ending', async (t) => {
    const store = await oneStore(t, engine);
    const endless = drain(store.subscribe(0, { signal: new AbortController().signal }));
    const failed = t.rejects(endless, { code: 'STOPPING' });
    await store.append(appendOf('a', none, 'a0'));
    await store.close();
    await failed;
  });
}
