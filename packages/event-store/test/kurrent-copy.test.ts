import { copyLog, migrateLog, openKurrentImport, openPostgresImport, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { EventStore, LogImport } from '@motcua/event-store';
import { startKurrentPeer, testDatabase } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { any, appendOf, exact, named, none, range } from '../src/contract/fixtures.ts';
import { freshLog } from './fresh-log.ts';
import { freshKurrentLog } from './kurrent-log.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(300_000);

const EVENTS = 1_102;

void test('a log goes from PostgreSQL into KurrentDB, the tests\' own model of it, and back', async (t) => {
  const [source, index, back] = [await testDatabase(t), await testDatabase(t), await testDatabase(t)];
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  await migrateLog(source.ownerUrl);
  const from = openPostgresStore({ connectionString: source.appUrl });
  t.teardown(() => from.close());
  await from.append({ stream: 'b', expect: none, events: [
    named('full', { commandId: 'c-1', actor: { unit: 'H57.31', role: 'clerk' }, schemaVersion: 3, occurredAt: '1999-12-31T23:59:59.999Z' }),
    named('đủ dấu', { subject: 'hồ sơ 🗂️', data: { note: 'Huế "\\" \u0000', 'khoá': [null, 1.5e-7] }, actor: {}, commandId: '' }),
  ] });
  await from.appendMany(range(0, EVENTS - 2).map((n) => appendOf(`s-${n % 40}`, any, `many-${n}`)));
  const { chain: root = '' } = await from.head();

  const log = await freshKurrentLog(t, { url: peer.url, ownerUrl: index.ownerUrl, appUrl: index.appUrl });
  const middle = log.open();
  const into = openKurrentImport({ url: peer.url, indexUrl: index.appUrl, prefix: log.prefix });
  t.teardown(() => into.close());

  await t.test('event by event, also when it was interrupted within a page', async (t) => {
    const interrupted: LogImport = { ...into, importEvents: async (events) => {
      await into.importEvents(events.slice(0, 400));
      throw new TypeError('interrupted');
    } };
    await t.rejects(copyLog({ from, to: middle, into: interrupted }), { message: 'interrupted' });
    t.strictSame(await copyLog({ from, to: middle, into }), { before: 400, copied: EVENTS - 400, position: EVENTS, root, behind: 0 });
    t.strictSame(await all(middle), await all(from));
    t.strictSame(await middle.head(), await from.head());
  });

  await t.test('what does not continue it is refused', async (t) => {
    const [event] = await from.readAll(EVENTS - 1, 1);
    if (event === undefined) throw new TypeError('no event');
    await t.rejects(into.importEvents([{ ...event, position: EVENTS + 1 }]), { code: 'LOG_IMPORT_REFUSED' }, 'its place in the stream is taken');
    await t.rejects(into.importEvents([{ ...event, position: EVENTS + 1, recordedAt: '2001-01-01T00:00:00.000Z' }]), { code: 'LOG_IMPORT_REFUSED' }, 'an instant that falls');
    t.equal((await middle.head()).position, EVENTS);
  });

  await t.test('and services go on behind it, in KurrentDB and, copied back, in PostgreSQL', async (t) => {
    t.match(await middle.append(appendOf('b', exact(1), 'later')), { kind: 'appended', positions: [EVENTS + 1], revision: 2 });
    await freshLog(back.ownerUrl);
    const [to, importing] = [openPostgresStore({ connectionString: back.appUrl }), openPostgresImport({ connectionString: back.ownerUrl })];
    t.teardown(() => Promise.all([to.close(), importing.close()]));
    const copied = await copyLog({ from: middle, to, into: importing });
    t.match(copied, { before: 0, copied: EVENTS + 1, root: await middle.chainAt(EVENTS + 1) ?? '' });
    t.equal(await to.chainAt(EVENTS), root, 'the root of the beginning is still that of the first log');
    t.strictSame(await all(to), await all(middle));
    t.match(await verifyLog({ connectionString: back.appUrl }), { checked: EVENTS + 1, fault: undefined });
  });
});

function all(store: EventStore) {
  return store.readAll(0, 10 * EVENTS);
}
