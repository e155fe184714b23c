import { migrateDatabase, openDatabase } from '@motcua/database';
import { migrateEventStore, openEventStore } from '@motcua/event-store';
import type { LogConfig } from '@motcua/event-store';
import { startKurrentPeer, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { booksOn, differences, dossierEvent, dump, tell } from './books.ts';
import type { Books, Told } from './books.ts';
import { reception, remade } from './remade.ts';

const A = 'H57.01-240102-0001';
const B = 'H57.01-240102-0002';
const C = 'H57.01-240102-0003';
const receivedA = dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception);
const receivedC = dossierEvent(C, 'DossierReceived', '2024-01-03T08:30:00+07:00', reception);

test('an event whose id another dossier\'s event has counts nowhere, nor does what cannot follow without it, and all else goes on', async (t) => {
  const { books, config } = await kurrentBooks(t);
  await tell(books.store, [
    receivedA, again(receivedA, B), receivedC,
    dossierEvent(B, 'ResultReady', '2024-01-04T08:00:00+07:00', {}),
    dossierEvent(A, 'DossierResolved', '2024-01-05T08:00:00+07:00', {}),
    again(dossierEvent(A, 'DossierResolved', '2024-01-05T08:00:00+07:00', {}), C),
    dossierEvent(C, 'DossierResolved', '2024-01-08T08:00:00+07:00', {}),
  ]);
  await books.project({ batchSize: 3 });
  t.match(await books.rows('select code, class, last_position from ledger.dossier order by code'), [
    { code: A, class: 'resolved_early', last_position: 5 }, { code: C, class: 'resolved_early', last_position: 7 },
  ]);
  t.match(await books.rows('select subject, position, severity, kind, detail from ledger.finding where kind = \'quarantined_event\' order by position'), [
    { subject: B, position: 2, severity: 'blocking', detail: { eventId: receivedA.event.id, reason: 'Mã sự kiện này đã được dùng cho sự kiện ở vị trí 1' } },
    { subject: B, position: 4, detail: { reason: 'Không đi sau được sự kiện ở vị trí 2, đã để riêng vì trùng mã' } },
    { subject: C, position: 6, detail: { reason: 'Mã sự kiện này đã được dùng cho sự kiện ở vị trí 5' } },
  ]);
  t.strictSame(await books.rows(`select position, stopped_position from ledger.checkpoint`), [{ position: 7, stopped_position: null }]);
  t.strictSame(await differences(books), []);

  // The state of B is now read from the log, and the use of its id from behind a mark.
  await tell(books.store, [dossierEvent(B, 'DossierResolved', '2024-01-09T08:00:00+07:00', {}), receptionOf(B)]);
  await books.project();
  t.match(await books.rows('select code, class from ledger.dossier where code = $$' + B + '$$'), [{ code: B, class: 'in_progress' }], 'received under an id of its own it counts from there');
  const before = await dump(books);
  t.match(await remade(books, { workers: 2, batchSize: 2, log: config }), { kind: 'switched' });
  t.same(await dump(books), before);
});

/** The same event under the same name, sent for another dossier. */
function again({ event }: Told, code: string): Told {
  return { stream: `dossier-${code}`, event: { ...event, subject: code } };
}

function receptionOf(code: string): Told {
  return dossierEvent(code, 'DossierReceived', '2024-01-10T08:00:00+07:00', { ...reception, dueAt: '2024-01-20' });
}

/** A log in KurrentDB, and a read model beside its marks. */
async function kurrentBooks(t: Test): Promise<{ readonly books: Books; readonly config: LogConfig }> {
  const { appUrl, ownerUrl } = await testDatabase(t);
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  const config: LogConfig = { kind: 'kurrentdb', url: peer.url, indexUrl: appUrl, indexOwnerUrl: ownerUrl };
  await migrateEventStore(config);
  await migrateDatabase(ownerUrl);
  return { books: booksOn(t, { appUrl, ownerUrl, store: openEventStore(config), database: openDatabase(appUrl, { connections: 2 }) }), config };
}
