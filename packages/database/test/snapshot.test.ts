import { inSnapshot, openDatabase, openSnapshot } from '@motcua/database';
import { isAppError } from '@motcua/kernel';
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
