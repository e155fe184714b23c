import { createHttpServer } from '@motcua/http';
import { statisticsPlugin } from '@motcua/statistics';
import { until } from '@motcua/testkit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { t as file, test } from 'tap';
import { openLedger } from './ledger-fixture.ts';

const ledger = await openLedger(file);
const log = pino({ level: 'silent' });
const server = await createHttpServer({ log, title: 'test', version: '1', registry: new Registry() });
await server.register(statisticsPlugin({ database: ledger.database, store: ledger.store, log }));
file.teardown(() => server.close());

test('an answer waits until it holds the position that was asked for', async (t) => {
  let isAnswered = false;
  const asking = ask('/v1/findings?atLeast=7', 'respond-async, wait=30').finally(() => { isAnswered = true; });
  await until(async () => (await ask('/v1/findings?atLeast=1', 'wait=0')).status === 503);
  t.notOk(isAnswered);
  await post(7);
  const { status, body } = await asking;
  t.equal(status, 200);
  t.match(body, { asOf: { position: 7 } });
  t.match(await ask('/v1/findings?atLeast=7', 'wait=0'), { status: 200 }, 'what is posted already is answered at once');
});

test('who does not want to wait longer is told how far the ledger is, and when to come back', async (t) => {
  await post(7);
  const answer = await ask('/v1/figures?scope=VN&period=2024-Q1&atLeast=900', 'wait=0');
  t.match(answer, {
    status: 503, headers: { 'retry-after': '1', 'content-type': /problem/ },
    body: { code: 'PROJECTION_BEHIND', detail: /position 7, not yet to 900/, errors: [{ pointer: '/atLeast', detail: 'at most 7 now' }] },
  });
});

test('a projection that stands still is not waited for', async (t) => {
  await post(7, 8);
  t.match(await ask('/v1/findings?atLeast=8', 'wait=30'), { status: 503, body: { code: 'PROJECTION_STOPPED', errors: [{ detail: 'at most 7 now' }] } });
  t.match(await ask('/v1/findings?atLeast=7', 'wait=30'), { status: 200 });
  await post(7);
});

test('every address that reads the ledger has the parameter, and says so', async (t) => {
  const { paths } = server.swagger() as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly { readonly name: string }[] }>>>> };
  const without = Object.entries(paths).filter(([, methods]) => !Object.values(methods).every(({ parameters = [] }) => parameters.some(({ name }) => name === 'atLeast')));
  t.strictSame(without.map(([path]) => path).toSorted(), ['/health', '/ready', '/v1/definitions', '/v1/periods']);
  t.match(await ask('/v1/findings?atLeast=soon', ''), { status: 400, body: { code: 'PARAMETER_INVALID', errors: [{ pointer: '/atLeast' }] } });
  t.match(await ask('/v1/findings?at=7', ''), { status: 400 }, 'and no other name');
});

test('closing does not wait for those who wait', async (t) => {
  const another = await createHttpServer({ log, title: 'test', version: '1', registry: new Registry() });
  await another.register(statisticsPlugin({ database: ledger.database, store: ledger.store, log }));
  const asking = another.inject({ url: '/v1/findings?atLeast=900', headers: { host: '127.0.0.1', prefer: 'wait=30' } });
  await until(async () => (await another.inject({ url: '/v1/findings?atLeast=900', headers: { host: '127.0.0.1', prefer: 'wait=0' } })).statusCode === 503);
  await another.close();
  t.match((await asking).json(), { code: 'STOPPING' });
});

async function ask(url: string, prefer: string) {
  const answer = await server.inject({ url, headers: { host: '127.0.0.1', prefer } });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<unknown>() };
}

async function post(position: number, stoppedAt: number | null = null): Promise<void> {
  const stop = stoppedAt === null ? [null, null, null] : [stoppedAt, 'HISTORY_IMPOSSIBLE', 'A test.'];
  await ledger.database.pool.query('update ledger.checkpoint set position = $1, stopped_position = $2, stopped_code = $3, stopped_reason = $4', [position, ...stop]);
}
