import { loadConfig } from '@motcua/clock';
import { test } from 'tap';

test('needs nothing but the address of the database', async (t) => {
  const url = 'postgresql://app@127.0.0.1:5432/motcua';
  t.match(loadConfig({ DATABASE_URL: url }), { databaseUrl: url, ownerUrl: url, host: '127.0.0.1', batchSize: 500, pollMs: 1_000, logLevel: 'info' });
  t.match(loadConfig({ DATABASE_URL: url, DATABASE_OWNER_URL: `${url}?x`, CLOCK_BATCH_SIZE: '7', CLOCK_POLL_MS: '50' }), { ownerUrl: `${url}?x`, batchSize: 7, pollMs: 50 });
});

test('names every wrong variable at once and repeats no value', async (t) => {
  const wrong = { DATABASE_URL: 'mysql://app:geheim@127.0.0.1/motcua', CLOCK_POLL_MS: '0', CLOCK_BATCH_SIZE: 'many' };
  t.throws(() => loadConfig(wrong), {
    code: 'CONFIG_INVALID', message: /^(?!.*geheim).*DATABASE_URL.*CLOCK_BATCH_SIZE.*CLOCK_POLL_MS/, errors: [{ pointer: '/DATABASE_URL' }, {}, {}],
  });
});
