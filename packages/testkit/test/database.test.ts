import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';
import { test } from 'tap';

import { testDatabase, testServer } from '@motcua/testkit';

test('gives every test an empty database of its own, with both roles', async (t) => {
  const [one, two] = await Promise.all([testDatabase(t), testDatabase(t)]);
  t.not(one.name, two.name);
  await query(one.ownerUrl, 'CREATE TABLE only_here ()');
  t.same(await query(two.ownerUrl, `SELECT to_regclass('only_here') AS found`), [{ found: null }]);
  t.same(await query(one.appUrl, 'SELECT current_user::text AS role'), [{ role: 'motcua_app' }]);
  await t.rejects(query(one.appUrl, 'SELECT * FROM only_here'), { code: '42501' });
});

test('drops the database when the test ends, also when a connection was left open', async (t) => {
  const kept = await testDatabase(t);
  let name = '';
  await t.test('a test that leaves a connection open', async (inner) => {
    const database = await testDatabase(inner);
    name = database.name;
    const client = new pg.Client({ connectionString: database.ownerUrl });
    client.on('error', () => undefined);
    await client.connect();
  });
  t.not(name, '');
  t.same(await query(kept.ownerUrl, `SELECT 1 FROM pg_database WHERE datname = '${name}'`), []);
});

test('only a server of its own, which may be killed, keeps every write on disk before it is acknowledged', async (t) => {
  const setting = (url: string) => query(url, `SELECT setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name`);
  const [shared, own] = [await testDatabase(t), await testServer(t)];
  t.same(await setting(shared.ownerUrl), [{ setting: 'off' }, { setting: 'off' }, { setting: 'on' }]);
  t.same(await setting(own.ownerUrl('postgres')), [{ setting: 'on' }, { setting: 'on' }, { setting: 'on' }]);
});

test('a server of its own comes back after a kill on the same port with what was acknowledged', async (t) => {
  const server = await testServer(t);
  const url = server.ownerUrl('postgres');
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await server.kill();
  await t.rejects(query(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
  await server.restart();
  t.same(await query(url, 'SELECT one FROM kept'), [{ one: 1 }]);
});

test('a kill while a statement runs ends the statement and the server comes back', async (t) => {
  const server = await testServer(t);
  const waiting = query(server.ownerUrl('postgres'), 'SELECT pg_sleep(600)').then(() => 'finished', () => 'broken off');
  await sleep(50);
  await server.kill();
  t.equal(await waiting, 'broken off');
  await server.restart();
  t.same(await query(server.ownerUrl('postgres'), 'SELECT 1 AS one'), [{ one: 1 }]);
});

async function query(connectionString: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
