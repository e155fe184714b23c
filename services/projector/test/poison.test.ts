import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrateLog, openPostgresStore, streams } from '@motcua/event-store';
import { projectorProbe, quarantine } from '@motcua/projector';
import type { Projector } from '@motcua/projector';
import { testDatabase, until } from '@motcua/testkit';
import { test } from 'tap';
import { differences, dossierEvent, dump, openBooks, PATIENCE_MS, tell, told } from './books.ts';
import type { Told } from './books.ts';
import { remade } from './remade.ts';

const A = 'H57.01-240102-0001';
const B = 'H57.01-240102-0002';
const reception = { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001', channel: 'in_person', dueAt: '2024-01-10' } as const;
const receivedA = dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception);
const receivedB = dossierEvent(B, 'DossierReceived', '2024-01-03T09:00:00+07:00', reception);
const resolvedA = dossierEvent(A, 'DossierResolved', '2024-01-05T08:00:00+07:00', {});
const raw = (stream: string, type: string, subject: string, data = {}) => told(stream, { type, subject, time: '2024-01-04T08:00:00Z', id: type, data });

const poisons: readonly { readonly name: string; readonly event: Told; readonly code: string; readonly subject: string }[] = [
  { name: 'a type that no dossier has', event: raw(streams.dossier(A), 'DossierEaten', A), code: 'HISTORY_IMPOSSIBLE', subject: A },
  { name: 'data of another form', event: raw(streams.dossier(A), 'DossierResolved', A, { outcome: 'fine' }), code: 'HISTORY_IMPOSSIBLE', subject: A },
  { name: 'a second reception', event: dossierEvent(A, 'DossierReceived', '2024-01-04T08:00:00+07:00', reception), code: 'HISTORY_IMPOSSIBLE', subject: A },
  { name: 'a stream that nobody knows', event: raw('weather-hue', 'RainFell', 'hue'), code: 'EVENT_TYPE_UNKNOWN', subject: 'weather-hue' },
  { name: 'another dossier than its stream', event: raw(streams.dossier(A), 'DossierResolved', B), code: 'EVENT_TYPE_UNKNOWN', subject: 'dossier-H57.01-240102-0001' },
  { name: 'a declaration without a name', event: raw(streams.authority('H57.01'), 'AuthorityDeclared', 'H57.01'), code: 'HISTORY_IMPOSSIBLE', subject: 'authority-H57.01' },
];

for (const { name, event, code, subject } of poisons) {
  test(`stands still at ${name}, and goes on without it when it is set aside`, async (t) => {
    const books = await openBooks(t);
    const last = await tell(books.store, [receivedA, event, receivedB, resolvedA]);
    const projector = books.start();
    const stop = await stopOf(projector);
    t.match(stop, { position: 2, code });
    t.match(await books.rows('select position, stopped_position, stopped_code from ledger.checkpoint'), [{ position: 1, stopped_position: 2, stopped_code: code }]);
    t.match(await projectorProbe(projector).check(), { status: 'failing', state: 'stopped', position: 1, stopped: { position: 2 } });
    t.match(await books.rows('select code, class from ledger.dossier'), [{ code: A, class: 'in_progress' }], 'what came before is posted, nothing behind it');

    const decidedAt = await quarantine(books.store, books.database, 2, 'Gửi nhầm');
    t.equal(decidedAt, last + 1);
    await projector.waitFor(decidedAt, PATIENCE_MS);
    t.match(await projectorProbe(projector).check(), { status: 'ok', state: 'running' });
    t.match(await books.rows('select code, class, last_position from ledger.dossier order by code'), [{ code: A, class: 'resolved_early', last_position: 4 }, { code: B, class: 'in_progress' }]);
    t.match(await books.rows(`select severity, subject, position, detail from ledger.finding where kind = 'quarantined_event'`), [
      { severity: 'blocking', subject, position: 2, detail: { reason: 'Gửi nhầm', eventId: event.event.id } },
    ]);
    t.match(await books.rows('select position, stopped_position from ledger.checkpoint'), [{ position: decidedAt, stopped_position: null }]);
    await projector.stop();

    const before = await dump(books);
    await books.forget();
    await books.project({ batchSize: 2 });
    t.same(await dump(books), before, 'posted again from the start it is the same');
  });
}

test('sets aside only the event at which the projection stands still', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [receivedA, raw('weather-hue', 'RainFell', 'hue')]);
  await t.rejects(quarantine(books.store, books.database, 2, 'chưa chạy tới'), { code: 'QUARANTINE_REFUSED' });
  await stopOf(books.start());
  await t.rejects(quarantine(books.store, books.database, 1, 'sai vị trí'), { code: 'QUARANTINE_REFUSED' });
  for (const reason of ['', ' \n', 'hai\ndòng', 'x'.repeat(501)]) await t.rejects(quarantine(books.store, books.database, 2, reason), { code: 'PARAMETER_INVALID' });
  t.equal((await books.store.head()).position, 2);
});

test('goes on after a restart when the event was set aside in between, and stands still again when it was not', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [receivedA, raw(streams.dossier(A), 'DossierEaten', A), resolvedA]);
  const first = books.start();
  await stopOf(first);
  await t.rejects(first.waitFor(3, 50), { code: 'PROJECTION_STOPPED' });
  await first.stop();
  const second = books.start();
  t.match(await stopOf(second), { position: 2 });
  await second.stop();
  await quarantine(books.store, books.database, 2, 'Gửi nhầm');
  await books.project();
  t.match(await books.rows('select class from ledger.dossier'), [{ class: 'resolved_early' }]);
  // The state is now read from the log, where the event set aside still is.
  await tell(books.store, [dossierEvent(A, 'ResultReady', '2024-01-05T09:00:00+07:00', {})]);
  await books.project();
  t.match(await books.rows('select ready_at from ledger.dossier'), [{ ready_at: '2024-01-05T02:00:00.000Z' }]);
  t.same(await differences(books), []);
});

test('stands still at a decision to set aside what was posted already, which is void once it is set aside itself', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [receivedA]);
  const projector = books.start();
  await projector.waitFor(1, PATIENCE_MS);
  await tell(books.store, [raw(streams.quarantine, 'EventQuarantined', 'quarantine', { position: 1, reason: 'muộn' }), resolvedA]);
  t.match(await stopOf(projector), { position: 2, code: 'HISTORY_IMPOSSIBLE' });
  await projector.waitFor(await quarantine(books.store, books.database, 2, 'Không hợp lệ'), PATIENCE_MS);
  await projector.stop();
  t.match(await books.rows('select class from ledger.dossier'), [{ class: 'resolved_early' }]);
  const before = await dump(books);
  await books.forget();
  await books.project();
  t.same(await dump(books), before);
});

test('finds the one event of a batch whose values the database refuses', async (t) => {
  const books = await openBooks(t);
  // So long that the log's index still takes it and that of the findings does not.
  const code = Array.from({ length: 100 }, (_, index) => createHash('sha256').update(String(index)).digest('base64url')).join('').slice(0, 2_672);
  await tell(books.store, [receivedA, receivedB, dossierEvent(code, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception), resolvedA]);
  const projector = books.start();
  t.match(await stopOf(projector), { position: 3, code: 'EVENT_INVALID' });
  t.match(await books.rows('select code from ledger.dossier order by code'), [{ code: A }, { code: B }]);
  await projector.waitFor(await quarantine(books.store, books.database, 3, 'Mã quá dài'), PATIENCE_MS);
  t.match(await books.rows('select code, class from ledger.dossier order by code'), [{ code: A, class: 'resolved_early' }, { code: B }]);
  t.same(await differences(books), []);
});

async function stopOf(projector: Projector): Promise<unknown> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (Date.now() < giveUpAt) {
    const health = projector.health();
    if (health.kind === 'stopped') return health.stop;
    await sleep(10);
  }
  throw new Error(`the projection did not stop: ${JSON.stringify(projector.health())}`);
}

test('a read model does not go on in a log that has lost its last events, nor in another one that has as many', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [receivedA, receivedB]);
  await books.project();
  const { appUrl } = await testDatabase(t, [migrateLog]);
  const store = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => store.close());
  const projector = books.start({ store });
  for (const [event, reason] of [[receivedA, /the log ends before it/], [resolvedA, /the log holds one of/]] as const) {
    await tell(store, [event]);
    await until(() => reason.test(reasonOf(projector)));
  }
  t.match(projector.health(), { kind: 'failing', reason: /drop the schema of the read model/ });
  await t.rejects(remade(books, { log: { kind: 'postgres', url: appUrl } }), { code: 'LOG_REPLACED' });
  t.match(await books.rows('select position from ledger.checkpoint'), [{ position: 2 }]);
});

function reasonOf(projector: Projector): string {
  const health = projector.health();
  return health.kind === 'failing' ? health.reason : '';
}
