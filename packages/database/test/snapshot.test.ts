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
