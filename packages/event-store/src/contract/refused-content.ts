import { isAppError } from '@motcua/kernel';
import type { Test } from 'tap';
import type { Append } from '../port.ts';
import { any, appendOf, named, none, oneStore } from './fixtures.ts';
import type { ContractEngine } from './suite.ts';

export async function refusedContentTests(t: Test, engine: ContractEngine): Promise<void> {
  const impossible: Readonly<Record<string, Append>> = {
    'an append without events': { stream: 'a', expect: any, events: [] },
    'a stream without a name': appendOf('', any, 'x'),
    'half a surrogate pair in a text': { stream: 'a', expect: any, events: [named('x', { subject: 'H57\ud800' })] },
    'half a surrogate pair in the data': { stream: 'a', expect: any, events: [named('x', { data: { note: '\udfff' } })] },
    'a number that JSON does not have': { stream: 'a', expect: any, events: [named('x', { data: { amount: Number.NaN } })] },
    'an instant that is not in UTC with milliseconds': { stream: 'a', expect: any, events: [named('x', { occurredAt: '2024-01-05T08:12:00+07:00' })] },
    'an instant that does not exist': { stream: 'a', expect: any, events: [named('x', { occurredAt: '2024-02-30T00:00:00.000Z' })] },
    'an id that is no UUID': { stream: 'a', expect: any, events: [named('x', { id: 'x' })] },
    'a schema version that is no whole number': { stream: 'a', expect: any, events: [named('x', { schemaVersion: 1.5 })] },
    'a revision below 0': { stream: 'a', expect: { kind: 'exact', revision: -1 }, events: [named('x')] },
  };
  await t.test('rejects what it could not give back unchanged with EVENT_INVALID and writes nothing', async (t) => {
    const store = await oneStore(t, engine);
    for (const [name, append] of Object.entries(impossible)) await t.rejects(store.append(append), { code: 'EVENT_INVALID' }, name);
    t.equal((await store.head()).position, 0);
  });

  await t.test('an append that cannot be held fails no neighbour and is named', async (t) => {
    const store = await oneStore(t, engine);
    const bad: Append = { stream: 'bad', expect: any, events: [named('bad', { subject: 'a\u0000b' })] };
    const good = ['g0', 'g1', 'g2', 'g3', 'g4', 'g5'].map((name) => appendOf(name, none, name));
    const error: unknown = await store.appendMany(good.toSpliced(3, 0, bad)).catch((reason: unknown) => reason);
    if (!isAppError(error)) throw new TypeError('no AppError');
    t.equal(error.code, 'EVENT_INVALID');
    t.strictSame(error.errors.map(({ pointer }) => pointer), ['/3']);
    t.strictSame((await store.appendMany(good)).map(({ kind }) => kind), good.map(() => 'duplicate'), 'the others are in the log');
    t.equal((await store.head()).position, good.length);
  });

  await t.test('keeps accents, emoji, control characters and NUL inside the data', async (t) => {
    const store = await oneStore(t, engine);
    const data = { note: 'Thừa Thiên Huế 🏛️ "\\" \n\t\u0000\u001f', 'khoá có dấu': ['ỡ', null, true, 1.5e-7, 9_007_199_254_740_991, { sâu: [] }] };
    await store.append({ stream: 'đơn-vị', expect: none, events: [named('ễ', { subject: 'hồ sơ 🗂️', data })] });
    const [event] = await store.readStream('đơn-vị');
    t.strictSame([event?.subject, event?.sourceId, event?.data], ['hồ sơ 🗂️', 'ễ', data]);
  });
}
