import { loadConfig } from '@motcua/projector';
import { test } from 'tap';

test('needs nothing but the address of the database', async (t) => {
  const url = 'postgresql://app@127.0.0.1:5432/motcua';
  t.match(loadConfig({ DATABASE_URL: url }), { databaseUrl: url, ownerUrl: url, host: '127.0.0.1', batchSize: 4_000, logLevel: 'info' });
  t.match(loadConfig({ DATABASE_URL: url, DATABASE_OWNER_URL: `${url}?x`, PROJECTOR_BATCH_SIZE: '7' }), { ownerUrl: `${url}?x`, batchSize: 7 });
});

test('names every wrong variable at once and repeats no value', async (t) => {
  const secret = 'mysql://app:geheim@127.0.0.1/motcua';
  t.throws(() => loadConfig({ DATABASE_URL: secret, PORT: '70000', LOG_LEVEL: 'loud' }), {
    code: 'CONFIG_INVALID', message: /DATABASE_URL.*PORT.*LOG_LEVEL/, errors: [{ pointer: '/DATABASE_URL' }, { pointer: '/PORT' }, { pointer: '/LOG_LEVEL' }],
  });
  try {
    loadConfig({ DATABASE_URL: secret });
  } catch (error) {
    t.notMatch(String(error), /geheim/);
  }
});
