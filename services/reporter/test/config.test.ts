import { loadConfig } from '@motcua/reporter';
import { test } from 'tap';

test('runs on this machine with a few connections unless told otherwise', async (t) => {
  t.match(loadConfig({ DATABASE_URL: 'postgresql://u@127.0.0.1/d' }), { databaseUrl: 'postgresql://u@127.0.0.1/d', host: '127.0.0.1', port: 8_083, logLevel: 'info', connections: 4, statementTimeoutMs: 120_000 });
});

test('a query of a closing may take as long as the operator says', async (t) => {
  t.match(loadConfig({ DATABASE_URL: 'postgresql://u@127.0.0.1/d', STATEMENT_TIMEOUT_SECONDS: '600' }), { statementTimeoutMs: 600_000 });
});

test('names every wrong variable at once', async (t) => {
  t.throws(() => loadConfig({ PORT: 'x', DATABASE_CONNECTIONS: '0' }), { code: 'CONFIG_INVALID', message: /DATABASE_URL.*PORT.*DATABASE_CONNECTIONS/ });
});
