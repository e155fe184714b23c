import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateEventStore, openEventStore, streams } from '@motcua/event-store';
import type { EventStore, NewEvent } from '@motcua/event-store';
import { eventKey } from '@motcua/kernel';
import { startKurrentPeer, testDatabase } from '@motcua/testkit';
import type { KurrentPeer } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { motcua } from './said.ts';

// Several processes start one after the other: long, because a busy machine shall not fail them.
file.setTimeout(300_000);

const EVENTS = 1_100;

test('with the log in KurrentDB, the tests\' own model of it, it is verified, backed up, restored elsewhere, and the read model rebuilt', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-backup-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const source = await openKurrent(t);
  await source.store.appendMany(Array.from({ length: EVENTS }, (_, n) => ({ stream: streams.authority(`H${n}`), expect: { kind: 'none' }, events: [declared(n)] })));
  const { chain = '' } = await source.store.head();

  const fitting = await motcua(source.env, 'verify', '--root', `${EVENTS}:${chain}`);
  t.equal(fitting.status, 0, fitting.text);
  t.match(fitting.text, new RegExp(`Kiểm tra nhật ký: 100 %[^]*Nhật ký nguyên vẹn\\.\n1\\.100 sự kiện khớp [^]*Gốc của chuỗi ở vị trí ${EVENTS}: ${chain}[^]*Đã đối chiếu với 2 gốc`));

  const backup = join(folder, 'a.backup');
  const made = await motcua(source.env, 'backup', backup);
  t.equal(made.status, 0, made.text);
  t.match(made.text, new RegExp(`Sao lưu: 100 %[^]*Đã sao lưu 1\\.100 sự kiện [^]*Gốc của chuỗi ở vị trí ${EVENTS}: ${chain}`));

  const target = await openKurrent(t);
  const restored = await motcua(target.env, 'restore', backup, '--root', `${EVENTS}:${chain}`);
  t.equal(restored.status, 0, restored.text);
  t.match(restored.text, new RegExp(`Khôi phục nhật ký: 100 %[^]*Lập lại số liệu: 100 %[^]*Đã khôi phục 1\\.100 sự kiện và lập lại số liệu[^]*Gốc của chuỗi ở vị trí ${EVENTS}: ${chain}`));
  t.equal(target.peer.stored().length, EVENTS, 'it is in the engine, and not beside it');

  const rebuilt = await motcua(target.env, 'rebuild', '--json');
  t.equal(rebuilt.status, 0, rebuilt.text);
  t.match(JSON.parse(rebuilt.out), { switched: true, differences: [], filled: { events: EVENTS } });

  source.peer.rewrite('motcua.authority-H7', 0, JSON.stringify(declared(8).data));
  const broken = await motcua(source.env, 'verify');
  t.equal(broken.status, 2, broken.text);
  t.match(broken.text, /KHÔNG KHỚP ở vị trí 1000: chuỗi không khớp với gốc mà log_index\.mark giữ/);
});

test('a log that lies in a PostgreSQL of its own is the one that is verified and backed up', async (t) => {
  const [model, log] = [await testDatabase(t), await testDatabase(t)];
  const config = { kind: 'postgres', url: log.appUrl, ownerUrl: log.ownerUrl } as const;
  await migrateEventStore(config);
  const store = openEventStore(config);
  t.teardown(() => store.close());
  await store.append({ stream: streams.authority('H1'), expect: { kind: 'none' }, events: [declared(1)] });
  const env = { DATABASE_URL: model.appUrl, DATABASE_OWNER_URL: model.ownerUrl, LOG_DATABASE_URL: log.appUrl, LOG_DATABASE_OWNER_URL: log.ownerUrl };
  const verified = await motcua(env, 'verify', '--json');
  t.equal(verified.status, 0, verified.text);
  t.match(verified.text, `"position":1,"chain":"${(await store.head()).chain ?? ''}"`);
});

type KurrentLog = { readonly peer: KurrentPeer; readonly store: EventStore; readonly env: Readonly<Record<string, string>> };

/** An empty log, and the settings of a ledger on it. */
async function openKurrent(t: Test): Promise<KurrentLog> {
  const { appUrl, ownerUrl } = await testDatabase(t);
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  const config = { kind: 'kurrentdb', url: peer.url, indexUrl: appUrl, indexOwnerUrl: ownerUrl } as const;
  await migrateEventStore(config);
  const store = openEventStore(config);
  t.teardown(() => store.close());
  return { peer, store, env: { EVENT_STORE: 'kurrentdb', KURRENTDB_URL: peer.url, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl } };
}

function declared(n: number): NewEvent {
  return {
    id: eventKey('urn:test', String(n)), type: 'AuthorityDeclared', source: 'urn:test', sourceId: String(n), subject: `H${n}`, occurredAt: '2024-01-01T00:00:00.000Z', schemaVersion: 1,
    data: { name: `UBND xã ${n}`, level: 'commune', parent: null, validFrom: '2020-01-01' },
  };
}
