import { migrateLog, openPostgresImport, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { LogImport, RecordedEvent } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { any, appendOf, exact, named, none, range } from '../src/contract/fixtures.ts';
import { freshLog, onConnection } from './fresh-log.ts';
import { breakingProxy } from './proxy.ts';

void test('importing into the log in PostgreSQL', async (t) => {
  const [from, to] = [await testDatabase(t), await testDatabase(t)];
  await migrateLog(from.ownerUrl);
  const source = openPostgresStore({ connectionString: from.appUrl });
  t.teardown(() => source.close());
  await source.append({ stream: 'b', expect: none, events: [
    named('full', { commandId: 'c-1', actor: { unit: 'H57.31', role: 'clerk' }, schemaVersion: 3, occurredAt: '1999-12-31T23:59:59.999Z' }),
    named('đủ dấu', { subject: 'hồ sơ 🗂️', data: { note: 'Huế "\\" \u0000', 'khoá': [null, 1.5e-7] }, actor: {}, commandId: '' }),
  ] });
  await source.appendMany(range(0, 300).map((n) => appendOf(`s-${n % 7}`, any, `many-${n}`)));
  const events = await source.readAll(0, 1_000);

  await t.test('keeps ids, positions, revisions, instants and the chain', async (t) => {
    const log = await openTarget(t);
    await log.importEvents(events.slice(0, 1));
    await log.importEvents([]);
    await log.importEvents(events.slice(1, 120));
    await log.importEvents(events.slice(120));
    const store = openPostgresStore({ connectionString: to.appUrl });
    t.teardown(() => store.close());
    t.strictSame(await store.readAll(0, 1_000), events);
    t.strictSame(await store.head(), await source.head());
    t.match(await verifyLog({ connectionString: to.appUrl }), { checked: 302, fault: undefined });
    t.match(await store.append(appendOf('b', exact(1), 'later')), { kind: 'appended', positions: [303], revision: 2 }, 'services go on behind it');
    t.match(await store.append(appendOf('s-0', any, 'many-0')), { kind: 'duplicate', positions: [3] });
    t.match(await verifyLog({ connectionString: to.appUrl }), { checked: 303, fault: undefined });
  });

  await t.test('refuses what does not continue the log exactly, and then nothing is written', async (t) => {
    const log = await openTarget(t);
    await log.importEvents(events.slice(0, 10));
    const next = at(10);
    const cases: readonly (readonly [what: string, events: readonly RecordedEvent[], code: string])[] = [
      ['a gap', events.slice(11, 20), 'LOG_IMPORT_REFUSED'],
      ['events that are there already', events.slice(9, 20), 'LOG_IMPORT_REFUSED'],
      ['a position twice', [next, next], 'LOG_IMPORT_REFUSED'],
      ['an instant that falls', [{ ...next, recordedAt: '2001-01-01T00:00:00.000Z' }], 'LOG_IMPORT_REFUSED'],
      ['an id that is there already', [next, { ...at(11), id: at(3).id }], 'LOG_IMPORT_REFUSED'],
      ['a place in a stream that is taken', [{ ...next, stream: 'b', revision: 0 }], 'LOG_IMPORT_REFUSED'],
      ['a hole in a stream', [{ ...next, stream: 'b', revision: 3 }], 'LOG_IMPORT_REFUSED'],
      ['a stream without its beginning', [{ ...next, stream: 'new', revision: 1 }], 'LOG_IMPORT_REFUSED'],
      ['a hole inside', [{ ...next, stream: 'new', revision: 0 }, { ...at(11), stream: 'new', revision: 2 }], 'LOG_IMPORT_REFUSED'],
      ['an id that is none', [{ ...next, id: 'x' }], 'EVENT_INVALID'],
      ['an instant that is none', [{ ...next, occurredAt: '2024-02-31T00:00:00.000' }], 'EVENT_INVALID'],
      ['a text that PostgreSQL cannot hold', [{ ...next, subject: 'a\u0000b' }], 'EVENT_INVALID'],
    ];
    for (const [what, wrong, code] of cases) await t.rejects(log.importEvents(wrong), { code }, what);
    t.match(await verifyLog({ connectionString: to.appUrl }), { checked: 10, fault: undefined });
    await log.importEvents(events.slice(10));
    t.match(await verifyLog({ connectionString: to.appUrl }), { checked: 302, fault: undefined });
  });

  await t.test('is the owner\'s: the application\'s role is refused, and the log stays append-only for both', async (t) => {
    const log = await openTarget(t);
    await log.importEvents(events.slice(0, 10));
    const asService = openPostgresImport({ connectionString: to.appUrl });
    t.teardown(() => asService.close());
    await t.rejects(asService.importEvents(events.slice(10)), { code: 'LOG_IMPORT_REFUSED', message: /Only the role that owns/ });
    for (const url of [to.ownerUrl, to.appUrl]) {
      for (const statement of ['update log.event set subject = subject', 'delete from log.event', 'truncate log.event', 'delete from log.counter']) {
        await t.rejects(onConnection(url, (client) => client.query(statement)), { code: url === to.appUrl ? '42501' : '23001' }, statement);
      }
    }
  });

  await t.test('a lost answer is no reason to write twice', async (t) => {
    await freshLog(to.ownerUrl);
    const proxy = await breakingProxy(t, to.ownerUrl);
    const log = openPostgresImport({ connectionString: proxy.url });
    t.teardown(() => log.close());
    await log.importEvents(events.slice(0, 5));
    // Each answer in turn, from `begin` to `commit`: of the last, only the log itself can tell what became of it.
    for (const [index, event] of events.slice(5, 20).entries()) {
      proxy.loseAnswers(1, index);
      await log.importEvents([event]);
    }
    t.ok(proxy.lost() > 7);
    t.match(await verifyLog({ connectionString: to.appUrl }), { checked: 20, fault: undefined });
  });

  await t.test('beside a service that appends, whoever comes second sees what the first has written', async (t) => {
    const log = await openTarget(t);
    const store = openPostgresStore({ connectionString: to.appUrl });
    t.teardown(() => store.close());
    const [imported] = await Promise.allSettled([
      log.importEvents(events), store.appendMany(range(0, 20).map((n) => appendOf('own', any, `own-${n}`))),
    ]);
    const { position } = await store.head();
    t.equal(position, imported.status === 'fulfilled' ? 322 : 20);
    t.match(await verifyLog({ connectionString: to.appUrl }), { checked: position, fault: undefined });
  });

  async function openTarget(t: Test): Promise<LogImport> {
    await freshLog(to.ownerUrl);
    const log = openPostgresImport({ connectionString: to.ownerUrl });
    t.teardown(() => log.close());
    return log;
  }

  function at(index: number): RecordedEvent {
    const event = events[index];
    if (event === undefined) throw new TypeError(`no event ${index}`);
    return event;
  }
});
