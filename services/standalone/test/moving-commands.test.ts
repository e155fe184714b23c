import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateLog, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { EventStore, NewEvent } from '@motcua/event-store';
import { eventKey } from '@motcua/kernel';
import { startKurrentPeer, testDatabase } from '@motcua/testkit';
import type { TestDatabase } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { motcuaProcess } from './program.ts';
import { motcua } from './said.ts';

// Several processes start one after the other: long, because a busy machine shall not fail them.
file.setTimeout(300_000);

const EVENTS = 3_000;

test('a log is copied to another server by an address that only the environment knows, and a copy that was killed goes on', async (t) => {
  const source = await openLog(t, EVENTS);
  const target = await testDatabase(t);
  const env = { DATABASE_URL: source.appUrl, DATABASE_OWNER_URL: source.ownerUrl, TARGET: target.ownerUrl };
  const killed = motcuaProcess(t, env, 'log', 'copy', '--to', 'env:TARGET');
  await killed.says(/Chép nhật ký: 30 %/);
  killed.signal('SIGKILL');
  await killed.ended;
  const again = await motcua(env, 'log', 'copy', '--to', 'env:TARGET');
  t.equal(again.status, 0, again.text);
  const { chain } = await source.store.head();
  t.match(again.text, new RegExp(`đích đã có sẵn [\\d.]+\\)[^]*Gốc của chuỗi ở vị trí ${EVENTS}, nguồn và đích như nhau: ${chain ?? ''}`));
  t.match(await verifyLog({ connectionString: target.appUrl }), { checked: EVENTS, fault: undefined, upTo: { chain } });
  for (const text of [killed.text(), again.text]) for (const url of [source.ownerUrl, target.ownerUrl]) t.notOk(text.includes(new URL(url).password), 'no password is printed');
});

test('a log is copied into KurrentDB, the tests\' own model of it, and back into PostgreSQL', async (t) => {
  const source = await openLog(t, 300);
  const [index, back] = [await testDatabase(t), await testDatabase(t)];
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  const env = { ...envOf(source), CLUSTER: peer.url, INDEX: index.ownerUrl, BACK: back.ownerUrl };
  const { chain } = await source.store.head();
  t.match(await motcua(env, 'log', 'copy', '--to', 'env:CLUSTER', '--index', 'env:INDEX'), { status: 0, text: chain ?? 'a root' });
  const again = await motcua(env, 'log', 'copy', '--from', 'env:CLUSTER', '--index', 'env:INDEX', '--to', 'env:BACK', '--json');
  t.equal(again.status, 0, again.text);
  t.match(JSON.parse(again.out), { before: 0, copied: 300, position: 300, root: chain, behind: 0 });
  t.match(await verifyLog({ connectionString: back.appUrl }), { checked: 300, fault: undefined, upTo: { chain } });
});

test('an address that cannot be used is refused without being repeated', async (t) => {
  const source = await openLog(t, 1);
  const other = await openLog(t, 2);
  const env = { DATABASE_URL: source.appUrl, DATABASE_OWNER_URL: source.ownerUrl, OTHER: other.ownerUrl };
  const cases: readonly (readonly [to: string, status: number, said: RegExp])[] = [
    ['env:MISSING', 1, /PARAMETER_INVALID: Biến môi trường MISSING/], ['mysql://u:secret@h/x', 1, /PARAMETER_INVALID: Tùy chọn --to phải là/],
    ['esdb://u:secret@h', 1, /PARAMETER_INVALID: Với KurrentDB cần --index/], ['env:OTHER', 2, /LOG_IMPORT_REFUSED: Nhật ký đích không nhận/],
  ];
  for (const [to, status, said] of cases) {
    const run = await motcua(env, 'log', 'copy', '--to', to);
    t.match(run, { status, text: said });
    t.notMatch(run.text, /secret/);
  }
});

test('a backup is restored into an empty database with its figures, and into no other; a cut file is named with its place', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-backup-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const source = await openLog(t, 1_200);
  const backup = join(folder, 'a.backup');
  const made = await motcua(envOf(source), 'backup', backup);
  t.equal(made.status, 0, made.text);
  const { chain = '' } = await source.store.head();
  t.match(made.text, new RegExp(`Đã sao lưu 1\\.200 sự kiện [^]*Gốc của chuỗi ở vị trí 1200: ${chain}[^]*--after 1200`));
  const target = await testDatabase(t);
  t.match(await motcua(envOf(target), 'restore', backup, '--root', `1200:${'ab'.repeat(32)}`), { status: 2, text: /BACKUP_INVALID: Tệp sao lưu bị cắt, bị sửa/ });
  const restored = await motcua(envOf(target), 'restore', backup, '--root', `1200:${chain}`);
  t.equal(restored.status, 0, restored.text);
  t.match(restored.text, new RegExp(`Đã khôi phục 1\\.200 sự kiện và lập lại số liệu[^]*Gốc của chuỗi ở vị trí 1200: ${chain}`));
  t.match(restored.text, /Kiểm tra tệp: 100 %[^]*Khôi phục nhật ký: 100 %[^]*Đọc lại và đối chiếu: 100 %[^]*Lập lại số liệu: 100 %/);
  t.match(await motcua(envOf(target), 'restore', backup), { status: 2, text: /LOG_NOT_EMPTY: Sổ này đã có số liệu/ });
  await truncate(backup, 3_000);
  t.match(await motcua(envOf(await testDatabase(t)), 'restore', backup), { status: 2, text: /BACKUP_INVALID: [^]*in\s+piece\s+1,\s+behind\s+position\s+0\s+of\s+1200/ });
});

type Log = Pick<TestDatabase, 'ownerUrl' | 'appUrl'> & { readonly store: EventStore };

async function openLog(t: Test, count: number): Promise<Log> {
  const { ownerUrl, appUrl } = await testDatabase(t, [migrateLog]);
  const store = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => store.close());
  await store.appendMany(Array.from({ length: count }, (_, n) => ({ stream: `authority-H${n}`, expect: { kind: 'none' }, events: [declared(n)] })));
  return { store, ownerUrl, appUrl };
}

function declared(n: number): NewEvent {
  return {
    id: eventKey('urn:test', String(n)), type: 'AuthorityDeclared', source: 'urn:test', sourceId: String(n), subject: `H${n}`, occurredAt: '2024-01-01T00:00:00.000Z', schemaVersion: 1,
    data: { name: 'UBND tỉnh', level: 'province', parent: null, validFrom: '2020-01-01' },
  };
}

function envOf({ ownerUrl, appUrl }: Pick<TestDatabase, 'ownerUrl' | 'appUrl'>): Readonly<Record<string, string>> {
  return { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
}
