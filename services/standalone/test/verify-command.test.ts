import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import type { EventStore, NewEvent } from '@motcua/event-store';
import { eventKey } from '@motcua/kernel';
import { testDatabase } from '@motcua/testkit';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';
import { runVerify } from '../src/commands/verify.ts';
import type { VerifyArgs } from '../src/commands/verify.ts';
import { motcua } from './said.ts';

test('a log that fits is told in words, with the root to keep and where to go on', async (t) => {
  const log = await openLog(t);
  const { chain } = await log.store.head();
  const { fits, text } = await log.verify({});
  t.ok(fits);
  t.match(text, /^Nhật ký nguyên vẹn\.\n5 sự kiện khớp với chuỗi băm: từ vị trí 1 đến 5\.\nGốc của chuỗi ở vị trí 5: [\da-f]{64}\nChưa có gốc nào .+\nLần sau .+ --from 6\.\n$/);
  t.match((await log.verify({ from: '6' })).text, /^Không có sự kiện nào cần kiểm tra/);
  t.match((await log.verify({ root: [`5:${chain}`] })).text, /Đã đối chiếu với 1 gốc/);
});

test('the JSON is one line and nothing else', async (t) => {
  const log = await openLog(t);
  const { text } = await log.verify({ json: true, from: '3' });
  t.strictSame(JSON.parse(text), { fits: true, from: 3, checked: 3, rootsChecked: 0, position: 5, chain: (await log.store.head()).chain, fault: null });
  await log.tamper(`update log.event set data = '{"n":8}' where position = 4`);
  t.match(JSON.parse((await log.verify({ json: true })).text), { fits: false, checked: 3, position: 3, fault: { kind: 'content', position: 4 } });
});

test('what does not fit is named by its position and in a sentence, the first of several', async (t) => {
  const log = await openLog(t);
  // Each lies before the ones that were done already.
  const cases: readonly (readonly [tampering: string, said: RegExp])[] = [
    ['update log.counter set position = 3', /KHÔNG KHỚP ở vị trí 4: bộ đếm/],
    [`update log.event set data = '{"n":8}' where position = 4`, /KHÔNG KHỚP ở vị trí 4: nội dung sự kiện đã bị sửa sau khi ghi\.\n3 sự kiện khớp/],
    [`update log.event set chain = sha256('x') where position in (3, 4)`, /KHÔNG KHỚP ở vị trí 3: chuỗi bị đứt/],
    [`update log.event set chain = sha256('x') where position = 1`, /KHÔNG KHỚP ở vị trí 1: mắt xích/],
    ['delete from log.event where position = 1', /KHÔNG KHỚP ở vị trí 1: sự kiện ở đây không còn/],
  ];
  for (const [tampering, said] of cases) {
    await log.tamper(tampering);
    const { fits, text } = await log.verify({});
    t.notOk(fits);
    t.match(text, said);
  }
});

test('the roots of closed periods are looked at without being asked for', async (t) => {
  const log = await openLog(t);
  const root = await log.store.chainAt(4) ?? '';
  await log.store.append({ stream: 'period-x', expect: { kind: 'none' }, events: [eventOf(9, { type: 'PeriodClosed', data: { edition: 'x-1', chainRoot: root, position: 4 } })] });
  t.match((await log.verify({})).text, /Đã đối chiếu với 1 gốc/);
  await log.store.append({ stream: 'period-y', expect: { kind: 'none' }, events: [eventOf(10, { type: 'PeriodClosed', data: { edition: 'y-1', chainRoot: root, position: 5 } })] });
  const { fits, text } = await log.verify({});
  t.notOk(fits);
  t.match(text, /KHÔNG KHỚP ở vị trí 5: chuỗi không khớp với gốc mà y-1 giữ/);
});

test('a wrong option is explained in Vietnamese', async (t) => {
  const log = await openLog(t);
  for (const from of ['0', 'x', '-1', '1.5']) await t.rejects(log.verify({ from }), { code: 'PARAMETER_INVALID', message: /--from phải là/ });
  await t.rejects(log.verify({ from: '7' }), { code: 'PARAMETER_INVALID', message: /chưa có vị trí 7/ });
  for (const root of ['5', `x:${'ab'.repeat(32)}`, '5:abc']) await t.rejects(log.verify({ root: [root] }), { code: 'PARAMETER_INVALID', message: /--root phải/ });
});

test('the command ends with 0 when the log fits, with 2 when it does not, and with 1 for an option that it refuses, also where a projection would stop', async (t) => {
  const log = await openLog(t);
  const env = { DATABASE_URL: log.appUrl, DATABASE_OWNER_URL: log.ownerUrl };
  t.match(await motcua(env, 'verify', '--json'), { status: 0, text: /"fits":true/ });
  await log.tamper('delete from log.event where position = 2');
  t.match(await motcua(env, 'verify'), { status: 2, text: /KHÔNG KHỚP ở vị trí 2/ });
  t.match(await motcua(env, 'verify', '--from', '7'), { status: 1, text: /PARAMETER_INVALID: Nhật ký chưa có vị trí 7/ });
});

test('a wrong option ends with 1 before anything is opened, and the help tells the statuses', async (t) => {
  const nowhere = { MOTCUA_HOME: join(tmpdir(), 'motcua no ledger here') };
  const cases = [
    [1, ['--from', 'x'], /--from phải là/], [1, ['--root', '5'], /--root phải/], [0, ['--help'], /Mã kết thúc: 0 đã làm xong; 1 không làm được [^]*2 đã làm và câu trả lời là không/],
  ] as const;
  for (const [status, words, text] of cases) t.match(await motcua(nowhere, 'verify', ...words), { status, text });
});

async function openLog(t: Test) {
  const { ownerUrl, appUrl } = await testDatabase(t, [migrateLog]);
  const store: EventStore = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => store.close());
  await store.append({ stream: 's', expect: { kind: 'none' }, events: [1, 2, 3, 4, 5].map((n) => eventOf(n, {})) });
  const verify = async (args: VerifyArgs) => {
    let text = '';
    const status = await runVerify({ args, atLog: (work) => work({ kind: 'postgres', url: appUrl }), out: { write: (more) => { text += more; } }, log: process.stderr });
    return { fits: status === 0, text };
  };
  const tamper = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query(`alter table log.event disable trigger append_only; ${statement}; alter table log.event enable always trigger append_only`);
    await client.end();
  };
  return { store, verify, tamper, ownerUrl, appUrl };
}

function eventOf(n: number, changes: Partial<NewEvent>): NewEvent {
  return {
    id: eventKey('urn:test', String(n)), type: 'T', source: 'urn:test', sourceId: String(n), subject: 's', occurredAt: '2024-01-05T01:12:00.000Z', schemaVersion: 1, data: { n },
    ...changes,
  };
}
