import { openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { any, appendOf, exact, follow, none, range, readEverything } from '../src/contract/fixtures.ts';
import { freshLog, onConnection } from './fresh-log.ts';

function openStore(t: Test, connectionString: string): EventStore {
  const store = openPostgresStore({ connectionString });
  t.teardown(() => store.close());
  return store;
}

void test('what is committed is visible', async (t) => {
  const database = await testDatabase(t);
  const { ownerUrl, appUrl } = database;

  await t.test('a long write transaction elsewhere, in this database or another, hides no new event', async (t) => {
    await freshLog(ownerUrl);
    const store = openStore(t, appUrl);
    const other = await testDatabase(t);
    for (const url of [other.ownerUrl, ownerUrl]) {
      await onConnection(url, async (client) => {
        await client.query('begin; create table busy (n int); insert into busy values (1)');
        const before = (await store.head()).position;
        await store.append(appendOf('a', any, `written beside ${url === ownerUrl ? 'this' : 'another'} database`));
        t.equal((await store.readAll(before, 10)).length, 1);
        t.equal((await follow(store, before, 1)).flat().length, 1);
        await client.query('rollback');
      });
    }
  });

  await t.test('events become visible in the order of their positions although a commit is delayed', async (t) => {
    await freshLog(ownerUrl);
    const store = openStore(t, appUrl);
    await store.append(appendOf('a', none, 'a0'));
    const seen = follow(store, 1, 2);
    await onConnection(ownerUrl, async (client) => {
      await client.query('begin');
      await client.query(`select log.append('{0}', '{1}', '{slow}', '{-1}', array[gen_random_uuid()], '{T}', '{s}', '{urn:test}', '{i}',
        '{2024-01-05T00:00:00Z}', '{1}', array[null], array[null], array['{}'])`);
      const behind = store.append(appendOf('b', none, 'b0'));
      t.strictSame(await store.readAll(1, 10), [], 'nothing of position 2 or 3 while 2 is not committed');
      await client.query('commit');
      t.match(await behind, { positions: [3] });
    });
    t.strictSame((await seen).flat().map(({ position, stream }) => [position, stream]), [[2, 'slow'], [3, 'b']]);
  });

  await t.test('after a copy of the tables into another database everything is visible and writing goes on', async (t) => {
    await freshLog(ownerUrl);
    const store = openStore(t, appUrl);
    await store.append(appendOf('a', none, ...range(0, 5).map((n) => `a${n}`)));
    const written = await readEverything(store);
    for (const tables of [['event'], ['event', 'counter']]) {
      const copy = await testDatabase(t);
      await freshLog(copy.ownerUrl);
      for (const table of tables) await copyTable(ownerUrl, copy.ownerUrl, `log.${table}`);
      const restored = openStore(t, copy.appUrl);
      t.strictSame(await readEverything(restored), written);
      t.strictSame((await follow(restored, 0, 5)).flat(), written);
      t.match(await restored.append(appendOf('a', none, 'a0')), { kind: 'duplicate', positions: [1] });
      t.match(await restored.append(appendOf('a', exact(4), 'a5')), { kind: 'appended', positions: [6], revision: 5 });
    }
  });
});

/** As COPY writes and reads a dump: every column as its text. */
async function copyTable(fromUrl: string, toUrl: string, table: string): Promise<void> {
  const { rows } = await onConnection(fromUrl, (client) => client.query<{ row: string }>(`select ${table.split('.')[1]}::text as row from ${table}`));
  await onConnection(toUrl, async (client) => {
    for (const { row } of rows) await client.query(`insert into ${table} select (r.x).* from (select $1::${table} as x) r`, [row]);
  });
}
