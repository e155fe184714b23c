import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { test } from 'tap';

import { readRunFile, removeData, startServer } from '../src/index.ts';
import { fingerprint, freshHome, query, quiet } from './support.ts';

test('starts, keeps what it was told over a clean stop, and starts again', async (t) => {
  const home = freshHome(t);
  const first = await startServer({ home, log: quiet });
  await first.createDatabase('sổ');
  await first.createDatabase('sổ');
  await query(first.ownerUrl('sổ'), 'CREATE TABLE kept AS SELECT 1 AS one');
  await first.stop();
  await first.stop();
  await t.rejects(query(first.ownerUrl('sổ'), 'SELECT 1'));
  const second = await startServer({ home, log: quiet });
  t.teardown(() => second.stop());
  t.same(await query(second.ownerUrl('sổ'), 'SELECT one FROM kept'), [{ one: 1 }]);
});

test('keeps every promise of durability, sorts alike everywhere, and listens on 127.0.0.1 only', async (t) => {
  const server = await startServer({ home: freshHome(t), log: quiet });
  t.teardown(() => server.stop());
  const rows = await query(server.ownerUrl('postgres'), `SELECT name, setting FROM pg_settings WHERE name IN
    ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories', 'jit', 'server_encoding') ORDER BY name`);
  t.same(rows, [
    { name: 'fsync', setting: 'on' }, { name: 'full_page_writes', setting: 'on' }, { name: 'jit', setting: 'off' },
    { name: 'listen_addresses', setting: '127.0.0.1' }, { name: 'server_encoding', setting: 'UTF8' },
    { name: 'synchronous_commit', setting: 'on' }, { name: 'unix_socket_directories', setting: '' },
  ]);
  t.same(await query(server.ownerUrl('postgres'), "SELECT datlocprovider::text AS p, datlocale AS l FROM pg_database WHERE datname = 'template1'"), [{ p: 'b', l: 'C.UTF-8' }]);
  t.same(await query(server.ownerUrl('postgres'), "SELECT DISTINCT auth_method AS a FROM pg_hba_file_rules"), [{ a: 'scram-sha-256' }]);
});

test('the application has a role without power, and nobody comes in without a password', async (t) => {
  const server = await startServer({ home: freshHome(t), log: quiet });
  t.teardown(() => server.stop());
  t.same(await query(server.appUrl('postgres'), 'SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user'),
    [{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
  await t.rejects(query(server.ownerUrl('postgres').replace(/:[^:@]+@/, ':guess@'), 'SELECT 1'), { code: '28P01' });
});

test('what lies in the data home is for its owner only', async (t) => {
  const home = freshHome(t);
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  t.equal(statSync(home).mode & 0o777, 0o700);
  for (const file of ['secrets.json', 'run.json', 'server.log']) t.equal(statSync(join(home, file)).mode & 0o777, 0o600, file);
});

test('refuses a second start and says where the first one runs', async (t) => {
  const home = freshHome(t);
  const server = await startServer({ home, log: quiet });
  await server.announce('http://127.0.0.1:4242');
  t.match(await readRunFile(home), { holder: 'ledger', pid: process.pid, httpUrl: 'http://127.0.0.1:4242' });
  await t.rejects(startServer({ home, log: quiet }), { code: 'ALREADY_RUNNING', message: /http:\/\/127\.0\.0\.1:4242 .*process \d+/ });
  t.same(await query(server.ownerUrl('postgres'), 'SELECT 1 AS one'), [{ one: 1 }], 'the first one is unharmed');
  await t.rejects(removeData(home), { code: 'ALREADY_RUNNING' });
  await server.stop();
  t.equal(await readRunFile(home), undefined);
  await removeData(home);
  t.notOk(existsSync(home));
});

test('refuses data of another major version and touches nothing', async (t) => {
  const home = freshHome(t);
  mkdirSync(join(home, 'postgres'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'postgres', 'PG_VERSION'), '15\n');
  const before = fingerprint(home);
  await t.rejects(startServer({ home, log: quiet }), { code: 'DATA_FOLDER_UNUSABLE', message: /PostgreSQL 15 and this is PostgreSQL 18/ });
  t.same(fingerprint(home), before);
});

test('refuses a folder that holds something else and touches nothing', async (t) => {
  const home = freshHome(t);
  mkdirSync(join(home, 'postgres'), { recursive: true });
  writeFileSync(join(home, 'postgres', 'letter.txt'), 'not a database');
  const before = fingerprint(home);
  await t.rejects(startServer({ home, log: quiet }), { code: 'DATA_FOLDER_UNUSABLE', message: /holds no PostgreSQL data/ });
  t.same(fingerprint(home), before);
});

test('makes the data anew when their making was broken off', async (t) => {
  const home = freshHome(t);
  mkdirSync(join(home, 'drafts', 'abc', 'base'), { recursive: true });
  writeFileSync(join(home, 'drafts', 'abc', 'PG_VERSION'), '18\n');
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  t.same(await query(server.ownerUrl('postgres'), 'SELECT 1 AS one'), [{ one: 1 }]);
  t.notOk(existsSync(join(home, 'drafts')));
});

for (const setting of ['fsync', 'full_page_writes']) {
  test(`refuses data whose configuration turns ${setting} off`, async (t) => {
    const home = freshHome(t);
    await (await startServer({ home, log: quiet })).stop();
    appendFileSync(join(home, 'postgres', 'postgresql.auto.conf'), `${setting} = off\n`);
    await t.rejects(startServer({ home, log: quiet }), { code: 'DATA_FOLDER_UNUSABLE', message: new RegExp(`sets ${setting} to off`) });
    t.match(readFileSync(join(home, 'postgres', 'postgresql.auto.conf'), 'utf8'), `${setting} = off`);
  });
}

test('works below a folder with spaces and accents', async (t) => {
  const home = join(freshHome(t), 'hồ sơ – một cửa', '.motcua');
  mkdirSync(join(home, '..'), { recursive: true });
  // Root's server user must be able to pass through the folders above.
  if (process.getuid?.() === 0) for (const above of [join(home, '..'), join(home, '../..')]) mkdirSync(above, { recursive: true, mode: 0o755 });
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  t.same(await query(server.ownerUrl('postgres'), 'SELECT 1 AS one'), [{ one: 1 }]);
});
