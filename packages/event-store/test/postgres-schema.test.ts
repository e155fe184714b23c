import { migrateLog, openPostgresStore } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import pg from 'pg';
import { test } from 'tap';
import { appendOf, any, none } from '../src/contract/fixtures.ts';
import { freshLog, onConnection } from './fresh-log.ts';

void test('the schema of the log', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);

  await t.test('several processes may bring it up to date at once, and again', async (t) => {
    await Promise.all([1, 2, 3, 4].map(() => migrateLog(ownerUrl)));
    await migrateLog(ownerUrl);
    const names = await onConnection(ownerUrl, (client) => client.query<{ name: string }>('select name from log.migration order by name'));
    t.strictSame(names.rows.map(({ name }) => name), ['0001-create-log', '0002-create-append', '0003-chain-events']);
  });

  await t.test('the application cannot change, remove or slip in anything', async (t) => {
    await freshLog(ownerUrl);
    const store = openPostgresStore({ connectionString: appUrl });
    await store.append(appendOf('a', none, 'a0'));
    await store.close();
    const denied = { code: '42501' };
    for (const statement of [
      `update log.event set type = 'x'`, 'delete from log.event', 'truncate log.event', 'insert into log.event select * from log.event',
      'select * from log.counter for update', 'update log.counter set position = 0', 'delete from log.counter', 'truncate log.counter',
      'alter table log.event disable trigger all', 'drop table log.event', 'drop function log.append', 'create table log.mine ()', 'select * from log.migration',
    ]) {
      await t.rejects(onConnection(appUrl, (client) => client.query(statement)), /denied|must be owner/, statement);
    }
    await t.rejects(onConnection(appUrl, (client) => client.query('delete from log.event')), denied);
  });

  await t.test('the owner is stopped by the trigger, in a replication session too', async (t) => {
    await freshLog(ownerUrl);
    const message = /The log is append-only: (update|delete|truncate) on log\.(event|counter) is refused/;
    for (const statement of [`update log.event set type = 'x'`, 'delete from log.event', 'truncate log.event', 'delete from log.counter', 'truncate log.counter']) {
      await t.rejects(onConnection(ownerUrl, (client) => client.query(statement)), { code: '23001', message }, statement);
    }
    const { rows } = await onConnection(ownerUrl, (client) => client.query<{ always: boolean }>(
      `select bool_and(tgenabled = 'A') as always from pg_trigger where tgname = 'append_only' and tgrelid in ('log.event'::regclass, 'log.counter'::regclass) and not tgisinternal`));
    t.strictSame(rows, [{ always: true }]);
  });

  await t.test('recordedAt does not fall when the clock goes back', async (t) => {
    await freshLog(ownerUrl);
    const store = openPostgresStore({ connectionString: appUrl });
    t.teardown(() => store.close());
    await store.append(appendOf('a', none, 'a0'));
    await onConnection(ownerUrl, (client) => client.query(`update log.counter set recorded_at = '2098-01-01T00:00:00.5Z'`));
    t.match(await store.append(appendOf('a', any, 'a1')), { recordedAt: '2098-01-01T00:00:00.500Z' });
    t.match(await store.append(appendOf('a', any, 'a2')), { recordedAt: '2098-01-01T00:00:00.500Z' });
  });

  await t.test('importing the library and using it leaves pg\'s process-wide parsers alone', async (t) => {
    await freshLog(ownerUrl);
    const store = openPostgresStore({ connectionString: appUrl });
    await store.append(appendOf('a', none, 'a0'));
    await store.close();
    const { rows } = await onConnection(ownerUrl, (client) => client.query<{ big: unknown; day: unknown }>(`select 1::int8 as big, date '2024-01-05' as day`));
    t.equal(rows[0]?.big, '1');
    t.ok(rows[0]?.day instanceof Date);
    t.equal(pg.types.getTypeParser(20)('7'), '7');
  });
});
