import type { Test } from 'tap';
import type { NewEvent } from '../port.ts';
import { any, appendOf, exact, named, none, oneStore, stores } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

export async function identityTests(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('the same event a second time succeeds with the first result and is not stored again', async (t) => {
    const store = await oneStore(t, engine);
    const first = await store.append(appendOf('a', none, 'a0', 'a1'));
    await store.append(appendOf('a', exact(1), 'a2'));
    for (const expect of [none, any, exact(5)]) {
      t.strictSame(await store.append(appendOf('a', expect, 'a0', 'a1')), { ...first, kind: 'duplicate' });
    }
    t.match(await store.append(appendOf('a', any, 'a1')), { kind: 'duplicate', positions: [2], revision: 1 });
    t.equal((await store.head()).position, 3);
  });

  await t.test('content is equal whatever the order of its keys', async (t) => {
    const store = await oneStore(t, engine);
    const write = (event: NewEvent) => store.append({ stream: 'a', expect: any, events: [event] });
    await write(named('x', { data: { a: 1, b: { c: 2, d: 3 } }, actor: { unit: 'H57.31', role: 'clerk' } }));
    t.match(await write(named('x', { data: { b: { d: 3, c: 2 }, a: 1, e: undefined }, actor: { role: 'clerk', unit: 'H57.31' } })), { kind: 'duplicate' });
  });

  await t.test('an id with other content is refused and stays the first one\'s', async (t) => {
    const store = await oneStore(t, engine);
    const first = named('x', { actor: { unit: 'H57.31' }, commandId: 'c-1' });
    await store.append({ stream: 'a', expect: none, events: [first] });
    const changes: readonly Partial<NewEvent>[] = [
      { type: 'DossierResolved' }, { source: 'urn:other' }, { sourceId: 'y' }, { subject: 'H57.31-240105-0002' }, { occurredAt: '2024-01-05T01:12:00.001Z' },
      { schemaVersion: 2 }, { commandId: 'c-2' }, { commandId: undefined }, { actor: { unit: 'H57.32' } }, { actor: undefined }, { actor: {} },
      { data: { note: 'X' } }, { data: {} }, { data: { note: 'x', more: null } },
    ];
    for (const change of changes) {
      const verdict = await store.append({ stream: 'a', expect: any, events: [{ ...first, ...change }] });
      t.strictSame(verdict, { kind: 'id_reused', id: first.id }, JSON.stringify(change));
    }
    if (engine.ids === 'log') t.strictSame(await store.append({ stream: 'b', expect: any, events: [first] }), { kind: 'id_reused', id: first.id }, 'another stream');
    t.match(await store.append({ stream: 'a', expect: any, events: [first] }), { kind: 'duplicate', positions: [1] });
    t.equal((await store.head()).position, 1);
  });

  await t.test('tells which events have the id of an earlier one', async (t) => {
    const store = await oneStore(t, engine);
    for (const stream of ['a', 'b', 'c']) await store.append(appendOf(stream, any, 'x'));
    await store.append(appendOf('a', any, 'y'));
    const events = await store.readAll(0, 10);
    t.strictSame([...await store.secondUses(events)], engine.ids === 'log' ? [] : [[2, 1], [3, 1]]);
    t.strictSame([...await store.secondUses(events.slice(2, 4))], engine.ids === 'log' ? [] : [[3, 1]], 'also when the earlier one is not among them');
  });

  await t.test('writes nothing of an append of which only some events are known', async (t) => {
    const store = await oneStore(t, engine);
    await store.append(appendOf('a', none, 'a0'));
    t.strictSame(await store.append(appendOf('a', any, 'a0', 'a1')), { kind: 'wrong_revision', current: 0 });
    t.match(await store.append(appendOf('a', any, 'a1')), { kind: 'appended', positions: [2] }, 'the unknown one may still come');
  });

  await t.test('an id twice in one append is refused', async (t) => {
    const store = await oneStore(t, engine);
    t.strictSame(await store.append(appendOf('a', any, 'a0', 'a0')), { kind: 'id_reused', id: named('a0').id });
    t.equal((await store.head()).position, 0);
  });

  await t.test('an id twice in one call is one event', async (t) => {
    const store = await oneStore(t, engine);
    const verdicts = await store.appendMany([appendOf('a', any, 'x'), appendOf('b', any, 'x'), appendOf('a', any, 'x'), appendOf('a', any, 'y')]);
    t.strictSame(verdicts.map(({ kind }) => kind), ['appended', engine.ids === 'log' ? 'id_reused' : 'appended', 'duplicate', 'appended']);
  });

  await t.test('the same event from many stores at once is written once', async (t) => {
    const many = await stores(t, engine, 4);
    const calls = many.flatMap((store) => Array.from({ length: 8 }, () => store.append(appendOf('a', none, 'a0'))));
    const verdicts = await Promise.all(calls);
    t.equal(verdicts.filter(({ kind }) => kind === 'appended').length, 1);
    t.equal(verdicts.filter(({ kind }) => kind === 'duplicate').length, 31);
    t.ok(verdicts.every((verdict) => 'positions' in verdict && verdict.positions[0] === 1));
  });

  await t.test('of many stores with other events for one revision, one wins', async (t) => {
    const many = await stores(t, engine, 4);
    const verdicts = await Promise.all(many.map((store, index) => store.append(appendOf('a', none, `a-${index}`))));
    t.strictSame(verdicts.map(({ kind }) => kind).sort(), ['appended', 'wrong_revision', 'wrong_revision', 'wrong_revision']);
  });
}
