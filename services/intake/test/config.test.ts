import { test } from 'tap';
import { loadConfig } from '../src/index.ts';

test('has a default for everything but the database', (t) => {
  const url = 'postgres://u@127.0.0.1/x';
  t.match(loadConfig({ DATABASE_URL: url }), { host: '127.0.0.1', port: 8080, databaseUrl: url, ownerUrl: url, logLevel: 'info', refusalsPerMinute: 10_000 });
  t.end();
});

test('reports every wrong variable at once, without its value', (t) => {
  const wrong = () => loadConfig({ DATABASE_URL: 'mysql://secret', PORT: 'eighty', LOG_LEVEL: 'loud' });
  t.throws(wrong, { code: 'CONFIG_INVALID', message: /DATABASE_URL.*PORT.*LOG_LEVEL|PORT.*DATABASE_URL.*LOG_LEVEL/ });
  try {
    wrong();
  } catch (error) {
    t.notMatch(String(error), /secret|eighty/);
  }
  t.end();
});
