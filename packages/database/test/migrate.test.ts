import { migrateDatabase, openDatabase } from '@motcua/database';
import { testDatabase } from '@motcua/testkit';
import pg from 'pg';
import { test } from 'tap';

test('several processes may bring the schema up to date at once, and again later', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  await Promise.all([migrateDatabase(ownerUrl), migrateDatabase(ownerUrl), migrateDatabase(ownerUrl)]);
  await migrateDatabase(ownerUrl);
  const database = openDatabase(ownerUrl);
  t.teardown(() => database.close());
  t.match(await database.db.selectFrom('checkpoint').selectAll().execute(), [{ projection: 'ledger', position: 0, recorded_at: null }]);
});

test('the application writes the read model and can neither empty nor change what only grows', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  await migrateDatabase(ownerUrl);
  const { pool, close } = openDatabase(appUrl);
  t.teardown(close);
  await pool.query(`insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('a', 'b', 'c', 'd', 'online')`);
  await pool.query(`insert into ledger.balance (place, kind, effective_on, amount) values (1, 1, '2024-01-01', 1)`);
  await pool.query('update ledger.balance set amount = 2');
  for (const forbidden of [
    'delete from ledger.balance', 'truncate ledger.journal', 'update ledger.journal set amount = 1', 'update ledger.place set field = $$x$$',
    'update ledger.finding set severity = $$warning$$', 'drop table ledger.dossier', 'insert into ledger.migration values ($$x$$, $$y$$)',
  ]) await t.rejects(pool.query(forbidden), { message: /permission denied|must be owner/ }, forbidden);
});

test('numbers, dates and instants come out exact, whatever time zone server and machine have, and only on its own connections', async (t) => {
  const { ownerUrl, name } = await testDatabase(t);
  const { pool, close } = openDatabase(ownerUrl);
  const plain = new pg.Pool({ connectionString: ownerUrl });
  t.teardown(() => Promise.all([close(), plain.end()]));
  await plain.query(`alter database ${name} set timezone = 'America/New_York'`);
  await plain.query(`alter database ${name} set datestyle = 'German'`);
  const sql = `select 9007199254740991::bigint as big, '2024-01-01'::date as day, '2024-01-01T00:30:00.5+07:00'::timestamptz as instant, null::date as none`;
  t.same((await pool.query(sql)).rows, [{ big: 9_007_199_254_740_991, day: '2024-01-01', instant: '2023-12-31T17:30:00.500Z', none: null }]);
  t.equal((await plain.query<{ big: unknown }>('select 1::bigint as big')).rows[0]?.big, '1', 'other users of pg keep its own way');
  await t.rejects(pool.query('select 9007199254740993::bigint'), RangeError);
});
