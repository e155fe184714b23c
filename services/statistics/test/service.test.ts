import { join } from 'node:path';
import { openDatabase } from '@motcua/database';
import { figuresAnswer, loadConfig } from '@motcua/statistics';
import { startProcess } from '@motcua/testkit';
import { test } from 'tap';
import { openLedger } from './ledger-fixture.ts';

test('the configuration names every wrong variable at once', async (t) => {
  t.match(loadConfig({ DATABASE_URL: 'postgres://a@b/c', PORT: '', NOT_OURS: 'x' }), { host: '127.0.0.1', port: 8082 });
  t.throws(() => loadConfig({ DATABASE_URL: 'mysql://x', PORT: '70000' }), {
    code: 'CONFIG_INVALID', errors: [{ pointer: '/DATABASE_URL' }, { pointer: '/PORT' }],
  });
});

test('a connection opened for reading only cannot write', async (t) => {
  const { url } = await openLedger(t);
  const { db, close } = openDatabase(url, { access: 'read-only' });
  t.teardown(close);
  t.strictSame(await db.selectFrom('finding').select('kind').execute(), []);
  await t.rejects(db.deleteFrom('finding').execute(), /read-only transaction/);
});

test('the service runs by itself, answers, and stops when it is told to', async (t) => {
  const { url } = await openLedger(t);
  const service = startProcess(t, process.execPath, [join(import.meta.dirname, '../src/main.ts')], { DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'info' });
  const address = await service.says(/"url":"([^"]+)","msg":"statistics answers"/);
  t.match(await (await fetch(`${address}/ready`)).json(), { status: 'ok', components: { database: { status: 'ok', position: 0 } } });
  const figures = figuresAnswer.parse(await (await fetch(`${address}/v1/figures?scope=VN&period=2024-Q1`)).json());
  t.match(figures, { asOf: { position: 0, recordedAt: null }, total: { received: 0, onTimeRatePercent: null } });
  t.strictSame(figures.rows, []);
  t.match(await (await fetch(`${address}/v1/figures?scope=H57&period=2024-Q1`)).json(), { code: 'SCOPE_UNKNOWN' });
  service.signal('SIGTERM');
  t.equal(await service.ended, 0, service.text());
});
