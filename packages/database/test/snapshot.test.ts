import { inSnapshot, migrateDatabase, openDatabase, openSnapshot } from '@motcua/database';
import { isAppError } from '@motcua/kernel';
import { testDatabase } from '@motcua/testkit';
import { sql } from 'kysely';
import { test } from 'tap';
import { readModel } from './read-model.ts';

test('a reader that gets no connection is told to ask again, and a fault stays a fault', async (t) => {
  const gone = openDatabase('postgresql://nobody:secret@127.0.0.1:1/none', { connections: 1 });
  t.teardown(() => gone.close());
  for (const read of [() => inSnapshot(gone.db, () => Promise.resolve()), () => openSnapshot(gone.db)]) {
    const error = await read().then(() => undefined, (failure: unknown) => failure);
    t.ok(isAppError(error) && error.code === 'DATABASE_UNAVAILABLE', String(error));
  }
  const { db } = await readModel(t);
  await t.rejects(inSnapshot(db, () => Promise.reject(new TypeError('a fault of our own'))), new TypeError('a fault of our own'));
});

test('a question that runs longer than the connections allow is given up, says so, and keeps no connection', async (t) => {
  const { ownerUrl } = await testDatabase(t, [migrateDatabase]);
  const hasty = openDatabase(ownerUrl, { connections: 1, statementTimeoutMs: 100 });
  t.teardown(() => hasty.close());
  const slow = inSnapshot(hasty.db, ({ tx }) => sql`select pg_sleep(60)`.execute(tx));
  await t.rejects(slow, { code: 'TOOK_TOO_LONG', status: 504, message: /smaller scope .* STATEMENT_TIMEOUT_SECONDS/ });
  t.equal(await inSnapshot(hasty.db, ({ asOf }) => Promise.resolve(asOf.position)), 0, 'the next question is answered');
});

test('a session that is ended in the middle of an answer, or between two statements of it, is a reason to ask again and keeps no connection', async (t) => {
  const { ownerUrl } = await testDatabase(t, [migrateDatabase]);
  const [opened, operator] = [openDatabase(ownerUrl, { connections: 1 }), openDatabase(ownerUrl, { connections: 1 })];
  t.teardown(() => Promise.all([opened.close(), operator.close()]));
  const ended = async (pid: number): Promise<void> => {
    await operator.pool.query('select pg_terminate_backend($1, 60000)', [pid]);
  };
  const pidOf = async (db: typeof opened.db): Promise<number> => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid ?? 0;
  const unavailable = { code: 'DATABASE_UNAVAILABLE', status: 503 };
  for (let round = 0; round < 3; round += 1) {
    await t.rejects(inSnapshot(opened.db, async ({ tx }) => {
      const pid = await pidOf(tx);
      await Promise.all([sql`select pg_sleep(60)`.execute(tx), ended(pid)]);
    }), unavailable, 'in the middle of a statement');
    await t.rejects(inSnapshot(opened.db, async ({ tx }) => {
      await ended(await pidOf(tx));
      await sql`select 1`.execute(tx);
    }), unavailable, 'between two');
    const list = await openSnapshot(opened.db);
    await ended(await pidOf(list.tx));
    await t.rejects(sql`select 1`.execute(list.tx), 'a list that is being read');
    await t.resolves(list.close(), 'can be closed');
  }
  t.equal(await inSnapshot(opened.db, ({ asOf }) => Promise.resolve(asOf.position)), 0, 'the next question is answered');
});
