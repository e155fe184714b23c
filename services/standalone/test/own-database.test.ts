import { migrateDatabase } from '@motcua/database';
import { LATENESS_RULES } from '@motcua/dossier';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import { figuresAnswer } from '@motcua/statistics';
import { testDatabase, until } from '@motcua/testkit';
import type { TestDatabase } from '@motcua/testkit';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';
import { ADDRESS, npm } from './program.ts';
import { motcua, startToItsEnd } from './said.ts';
import type { Said } from './said.ts';

const SMALL = ['--sample', '--dossiers', '200', '--authorities', '5', '--seed', '3'] as const;
const NOWHERE = 'postgres://nobody:secret@127.0.0.1:1/none';

test('with a database of one\'s own nothing is played unless it is asked for, a port that is taken is no hindrance, and npm that is told to end leaves nothing behind that runs', async (t) => {
  const { env } = await databaseFor(t);
  const taken = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const program = npm(t, { ...env, PORT: String(port) }, 'start');
  const url = await program.says(ADDRESS);
  t.not(new URL(url).port, String(port));
  await until(async () => (await fetch(`${url}/ready`)).ok);
  t.match(await (await fetch(`${url}/ready`)).json(), { components: { projector: { position: 0 }, clock: { state: 'running', marked: 0 } } });
  t.notMatch(program.text(), /mẫu/);
  program.signal('SIGTERM');
  // Only when the last process has closed its output has it ended.
  await program.ended;
  t.match(program.text(), /Đang dừng/);
});

test('a sample of any size is played, printed without the published report, and not played again', async (t) => {
  const { env, store } = await databaseFor(t);
  const first = await startToItsEnd(env, ...SMALL, '--exit-after-report');
  t.equal(first.status, 0, first.text);
  t.match(first.text, /Phát lại quý mẫu: 200 hồ sơ của 5 đơn vị/);
  t.match(first.text, /Gửi sự kiện: 100 %/);
  t.match(first.text, /Tổng cộng/);
  t.match(first.text, /✓ Mọi đẳng thức của hai sổ đều đúng/);
  t.notMatch(first.text, /BÁO CÁO ĐÃ CÔNG BỐ/, 'which has other totals');
  const played = await store.readAll(0, 100_000);
  const firstMark = played.findIndex(({ type }) => type === 'DossierFellOverdue');
  t.ok(firstMark > 0, 'what was due in 2024 and is unfinished is overdue now');
  t.ok(played.slice(firstMark).every(({ type }) => type === 'DossierFellOverdue'), 'and the clock began when all was told');
  const other = await startToItsEnd(env, '--sample', '--dossiers', '300', '--exit-after-report');
  t.equal(other.status, 0, other.text);
  t.match(other.text, /đã có mẫu --dossiers 200 --authorities 5 --seed 3 và giữ nguyên/);
  t.notMatch(other.text, /Gửi sự kiện/);
  t.equal((await store.head()).position, played.length);
  t.equal(reportIn(other.text), reportIn(first.text));
});

test('a log that holds something else is left as it is', async (t) => {
  const { env, store } = await databaseFor(t);
  await store.append({ stream: 'authority-H57', expect: { kind: 'any' }, events: [{
    id: '0190a0d8-0000-7000-8000-000000000001', type: 'AuthorityDeclared', source: 'urn:test', sourceId: '1', subject: 'H57', occurredAt: '2024-01-01T00:00:00.000Z',
    schemaVersion: 1, data: { name: 'UBND tỉnh', level: 'province', parent: null, validFrom: '2020-01-01' },
  }] });
  const program = await startToItsEnd(env, ...SMALL, '--exit-after-report');
  t.equal(program.status, 0, program.text);
  t.match(program.text, /Nhật ký đã có sự kiện khác nên quý mẫu không được phát lại/);
  t.equal((await store.head()).position, 1);
});

test('figures that another version has counted are not served, and it is said how they are counted again', async (t) => {
  const { env, store } = await databaseFor(t, [migrateLog, migrateDatabase]);
  const owner = new pg.Client({ connectionString: env.DATABASE_OWNER_URL });
  await owner.connect();
  await owner.query('update ledger.checkpoint set version = 99, position = 1');
  await owner.end();
  for (const asked of [await startToItsEnd(env), await motcua(env, 'figures', '--scope', 'VN', '--period', '2024-Q1')]) {
    t.equal(asked.status, 1, asked.text);
    t.match(asked.text, /PROJECTION_OUTDATED[^]*motcua -- rebuild/);
    t.notMatch(asked.text, /"level":/, 'in one sentence');
  }
  t.equal((await store.head()).position, 0);
});

test('wrong variables are named all at once, and nothing is started', async (t) => {
  const program = await startToItsEnd({ DATABASE_URL: 'mysql://x', PORT: 'x' }, '--demo');
  t.equal(program.status, 1, program.text);
  for (const part of ['CONFIG_INVALID', 'DATABASE_URL: ', 'PORT: ', '--demo']) t.ok(program.text.includes(part), part);
});

test('a server that is not there is named', async (t) => {
  const program = await startToItsEnd({ DATABASE_URL: NOWHERE });
  t.equal(program.status, 1, program.text);
  t.match(program.text, /Không khởi động được \(DATABASE_UNAVAILABLE\)/);
  t.notMatch(program.text, /secret/);
});

test('an address that others can reach is refused', async (t) => {
  const program = await startToItsEnd({ DATABASE_URL: NOWHERE, HOST: '0.0.0.0' });
  t.equal(program.status, 1, program.text);
  t.match(program.text, /CONFIG_INVALID/);
});

test('the command reads a database of one\'s own, and marks what fell due while no ledger ran', async (t) => {
  const { env, store } = await databaseFor(t);
  const figures = (): Promise<Said> => motcua(env, 'figures', '--scope', 'VN', '--period', '2024-Q1', '--json');
  const empty = await figures();
  t.equal(empty.status, 0, empty.text);
  const answer = figuresAnswer.parse(JSON.parse(empty.text));
  t.match(answer, { scope: 'VN', asOf: { position: 0 } });
  t.strictSame(answer.rows, []);
  const code = 'H57.01-240102-0001';
  await store.append({ stream: `dossier-${code}`, expect: { kind: 'none' }, events: [{
    id: '0190a0d8-0000-7000-8000-000000000003', type: 'DossierReceived', source: 'urn:test', sourceId: '1', subject: code, occurredAt: '2024-01-02T02:00:00.000Z', schemaVersion: 1,
    data: { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001', channel: 'in_person', limit: { amount: 10, unit: 'working_days' } },
  }] });
  const marked = await figures();
  t.equal(marked.status, 0, marked.text);
  t.match(JSON.parse(marked.text), { asOf: { position: 1 + LATENESS_RULES.length }, total: { inProgress: 1, overdue: 1 } });
  t.strictSame((await store.readAll(1, 10)).map(({ occurredAt }) => occurredAt), LATENESS_RULES.map(() => '2024-01-16T10:00:00.000Z'));
});

async function databaseFor(t: Test, migrations: Parameters<typeof testDatabase>[1] = [migrateLog]): Promise<Pick<TestDatabase, 'name'> & { readonly env: { readonly DATABASE_URL: string; readonly DATABASE_OWNER_URL: string }; readonly store: ReturnType<typeof openPostgresStore> }> {
  const { name, appUrl, ownerUrl } = await testDatabase(t, migrations);
  const store = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => store.close());
  return { name, env: { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }, store };
}

/** Everything from the heading of the table on. */
function reportIn(text: string): string {
  return text.slice(text.indexOf('Phạm vi'));
}
