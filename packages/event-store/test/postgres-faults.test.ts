import { machineTiming, openPostgresStore, openStoreBy } from '@motcua/event-store';
import type { EventStore, PostgresStoreOptions, RecordedEvent } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';
import { any, appendOf, follow, named, none, range, readEverything } from '../src/contract/fixtures.ts';
import { linesTo } from '../src/postgres/lines.ts';
import { freshLog, onConnection } from './fresh-log.ts';
import { breakingProxy } from './proxy.ts';

function openStore(t: Test, options: PostgresStoreOptions): EventStore {
  const store = openPostgresStore(options);
  t.teardown(() => store.close());
  return store;
}

void test('faults between the store and its server', async (t) => {
  const { ownerUrl, appUrl, name } = await testDatabase(t);
  const cutAll = () => onConnection(ownerUrl, (client) =>
    client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = $2', ['motcua-log', name]));
  const openConnections = () => onConnection(ownerUrl, async (client) =>
    (await client.query('select from pg_stat_activity where application_name = $1 and datname = $2', ['motcua-log', name])).rowCount);

  await t.test('an append whose answer is lost after the commit is written once and gets its verdict', async (t) => {
    await freshLog(ownerUrl);
    const proxy = await breakingProxy(t, appUrl);
    const store = openStore(t, { connectionString: proxy.url });
    await store.append(appendOf('a', none, 'a0'));
    proxy.loseAnswers(1);
    const verdicts = await store.appendMany([appendOf('a', any, 'a1'), appendOf('b', none, 'b0')]);
    t.equal(proxy.lost(), 1, 'the fault happened');
    t.strictSame(verdicts.map((verdict) => 'positions' in verdict && verdict.positions), [[2], [3]]);
    t.equal((await readEverything(store)).length, 3);
  });

  await t.test('writers and subscribers go on after every connection was cut', async (t) => {
    await freshLog(ownerUrl);
    const warnings: string[] = [];
    const store = openStore(t, { connectionString: appUrl, log: { warn: (_fields, message) => warnings.push(message) } });
    const followed = follow(store, 0, 200, { batchSize: 10 });
    for (const round of range(0, 4)) {
      const calls = range(0, 50).map((n) => store.append(appendOf(`s-${n}`, any, `e-${round}-${n}`)));
      await cutAll();
      t.ok((await Promise.all(calls)).every(({ kind }) => kind === 'appended' || kind === 'duplicate'));
    }
    t.strictSame((await followed).flat().map(({ position }) => position), range(1, 200));
    t.ok(warnings.length > 0, 'the faults were reached');
  });

  await t.test('a server that cannot be reached is DATABASE_UNAVAILABLE when the time is over', async (t) => {
    const store = openStore(t, { connectionString: 'postgres://nobody:x@127.0.0.1:1/none', retryMsMax: 200 });
    await t.rejects(store.append(appendOf('a', none, 'a0')), { code: 'DATABASE_UNAVAILABLE' });
    await t.rejects(store.head(), { code: 'DATABASE_UNAVAILABLE' });
  });

  await t.test('while every connection of its own pool is taken appends go on, and who reads waits or is told so', async (t) => {
    await freshLog(ownerUrl);
    for (const answerMsMax of [30_000, 1_000]) {
      const lines = linesTo({ connectionString: appUrl, answerMsMax });
      const pool = lines.openPool(2);
      if (!(pool instanceof pg.Pool)) throw new TypeError('no pool of pg');
      const store = openStoreBy({ lines: { ...lines, openPool: () => pool }, timing: machineTiming }, { retryMsMax: 100 });
      t.teardown(() => store.close());
      const taken = [await pool.connect(), await pool.connect()];
      const readers = range(0, 8).map(() => store.readAll(0, 100));
      const settled = Promise.allSettled(readers);
      t.match(await store.append(appendOf(`s-${answerMsMax}`, none, `e-${answerMsMax}`)), { kind: 'appended' }, 'writing has a connection of its own');
      if (answerMsMax === 1_000) for (const reader of readers) await t.rejects(reader, { code: 'DATABASE_UNAVAILABLE' });
      else t.equal(pool.waitingCount, readers.length, 'they wait');
      for (const client of taken) client.release();
      const there = (await readEverything(store)).length;
      t.equal(there, answerMsMax === 1_000 ? 2 : 1, 'and there is service again');
      if (answerMsMax !== 1_000) t.ok((await settled).every((end) => end.status === 'fulfilled' && end.value.length === there));
    }
  });

  await t.test('while the server has no connection left appends wait or are told so, and each is written once', async (t) => {
    await freshLog(ownerUrl);
    const warnings: string[] = [];
    const patient = openStore(t, { connectionString: appUrl, log: { warn: (_fields, message) => warnings.push(message) } });
    const impatient = openStore(t, { connectionString: appUrl, retryMsMax: 200 });
    const allow = (connections: number) => onConnection(ownerUrl, (client) => client.query(`alter database ${client.escapeIdentifier(name)} connection limit ${connections}`));
    t.teardown(() => allow(-1));
    await patient.append(appendOf('a', none, 'a0'));
    await allow(0);
    await cutAll();
    const calls = range(0, 20).map((n) => patient.append(appendOf(`s-${n}`, none, `e-${n}`)));
    await t.rejects(impatient.append(appendOf('b', none, 'b0')), { code: 'DATABASE_UNAVAILABLE', message: /too many connections/ });
    await t.rejects(impatient.head(), { code: 'DATABASE_UNAVAILABLE' });
    t.ok(warnings.length > 0, 'who has time tries again');
    await allow(-1);
    t.ok((await Promise.all(calls)).every(({ kind }) => kind === 'appended'));
    t.match(await impatient.append(appendOf('b', none, 'b0')), { kind: 'appended' });
    t.equal((await readEverything(patient)).length, 22);
  });

  await t.test('a database without the schema is reported at once, to a subscriber too', async (t) => {
    const empty = await testDatabase(t);
    const store = openStore(t, { connectionString: empty.ownerUrl });
    await t.rejects(store.append(appendOf('a', none, 'a0')), { code: 'INTERNAL' });
    await t.rejects(follow(store, 0, 1), { code: 'INTERNAL' });
  });

  await t.test('a name that no index can hold fails alone', async (t) => {
    await freshLog(ownerUrl);
    const store = openStore(t, { connectionString: appUrl });
    const endless = range(0, 20_000).map((n) => String.fromCodePoint(0x4e00 + ((n * n * 31) % 20_000))).join('');
    const good = range(0, 9).map((n) => store.append(appendOf(`good-${n}`, none, `g${n}`)));
    const bad = store.append({ stream: endless, expect: any, events: [named('bad')] });
    await t.rejects(bad, { code: 'EVENT_INVALID' });
    t.ok((await Promise.all(good)).every(({ kind }) => kind === 'appended'));
    t.match(await store.append(appendOf('a', none, 'bad')), { kind: 'appended', positions: [10] }, 'the id is free');
  });

  await t.test('a hole in the table stops readers and subscribers', async (t) => {
    await freshLog(ownerUrl);
    const store = openStore(t, { connectionString: appUrl });
    await store.append(appendOf('a', none, 'a0', 'a1', 'a2'));
    await onConnection(ownerUrl, (client) => client.query('alter table log.event disable trigger append_only; delete from log.event where position = 2'));
    const impossible = { code: 'HISTORY_IMPOSSIBLE' };
    await t.rejects(store.readAll(0, 10), impossible);
    await t.rejects(store.readAll(1, 1), impossible, 'also when the whole page is missing');
    await t.rejects(store.readStream('a'), impossible);
    await t.rejects(follow(store, 0, 3), impossible);
  });

  await t.test('who leaves a subscription, by break or by an error, gives its connection back', async (t) => {
    await freshLog(ownerUrl);
    const writer = openPostgresStore({ connectionString: appUrl });
    await writer.append(appendOf('a', none, 'a0'));
    await writer.close();
    const store = openStore(t, { connectionString: appUrl });
    const leave = async (how: (batch: readonly RecordedEvent[]) => void): Promise<void> => {
      for await (const batch of store.subscribe(0, { signal: new AbortController().signal })) {
        how(batch);
        break;
      }
    };
    await leave(() => undefined);
    await t.rejects(leave(() => { throw new Error('the handler failed'); }), { message: 'the handler failed' });
    while (await openConnections() !== 0) await new Promise((resolve) => { setTimeout(resolve, 10); });
    t.equal(await openConnections(), 0);
  });
});
