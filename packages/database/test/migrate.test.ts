import { migrateDatabase, openDatabase, recountBalances } from '@motcua/database';
import { migrateSchema } from '@motcua/migrator';
import { testDatabase } from '@motcua/testkit';
import pg from 'pg';
import { test } from 'tap';
import * as createLedger from '../src/migrations/0001-create-ledger.ts';
import * as createReference from '../src/migrations/0002-create-reference.ts';
import * as createTime from '../src/migrations/0003-create-time.ts';
import * as keepDeclarations from '../src/migrations/0004-keep-declarations.ts';
import * as extendFinding from '../src/migrations/0005-extend-finding.ts';

test('several processes may bring the schema up to date at once, and again later', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  await Promise.all([migrateDatabase(ownerUrl), migrateDatabase(ownerUrl), migrateDatabase(ownerUrl)]);
  await migrateDatabase(ownerUrl);
  const database = openDatabase(ownerUrl);
  t.teardown(() => database.close());
  t.match(await database.db.selectFrom('checkpoint').selectAll().execute(), [{ projection: 'ledger', position: 0, recorded_at: null }]);
});

test('a ledger that was filled before stocks were carried has them when it is brought up to date, as if it were counted anew', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const before = {
    '0001-create-ledger': createLedger, '0002-create-reference': createReference, '0003-create-time': createTime, '0004-keep-declarations': keepDeclarations, '0005-extend-finding': extendFinding,
  };
  await migrateSchema(ownerUrl, { schema: 'ledger', what: 'the read model', migrations: before, grants: [] });
  const { db, pool, close } = openDatabase(ownerUrl);
  t.teardown(close);
  await pool.query(`insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('a', 'b', 'c', 'd', 'online')`);
  await pool.query(`insert into ledger.kind (rule, class, cause, side) values
    ('nd61', 'outside', 'received', 'from'), ('nd61', 'in_progress', 'received', 'to'), ('nd61', 'in_progress', 'resolved', 'from'), ('nd61', 'resolved_late', 'resolved', 'to'), ('portal-766', 'overdue', 'overdue', 'to')`);
  await pool.query(`insert into ledger.balance (place, kind, effective_on, amount) values
    (1, 1, '2023-12-14', -3), (1, 2, '2023-12-14', 3), (1, 2, '2023-12-15', 2), (1, 3, '2024-06-30', -3), (1, 4, '2024-06-30', 3), (1, 5, '2024-07-01', 1)`);
  await pool.query(`insert into ledger.journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
    select row_number() over (), gen_random_uuid(), effective_on, n, place, kind, sign(amount), false, 'D' from ledger.balance cross join generate_series(1, abs(amount)) n`);
  await migrateDatabase(ownerUrl);
  const tables = async () => ({
    stock: (await pool.query('select * from ledger.stock order by 1, 2, 3, 4')).rows, balance: (await pool.query('select * from ledger.balance order by 1, 2, 3')).rows,
  });
  const migrated = await tables();
  t.ok(migrated.stock.length > 0);
  await recountBalances(db);
  t.strictSame(migrated, await tables());
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
