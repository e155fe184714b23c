import { compareSchemas, openDatabase, PROJECTION_VERSION, switchSchemas } from '@motcua/database';
import { dropReplaced } from '@motcua/projector';
import { until } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { asOwner, dossierEvent, openBooks, PATIENCE_MS, tell } from './books.ts';
import type { Books } from './books.ts';
import { reception, remade } from './remade.ts';

test('one that differs is refused and names the cells; what is served stays, and a rebuild afresh takes its place', async (t) => {
  const books = await openBooks(t);
  const [a, b] = ['H57.01-240102-0001', 'H57.01-240102-0002'];
  await tell(books.store, [dossierEvent(a, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception), dossierEvent(b, 'DossierReceived', '2024-01-04T08:00:00+07:00', reception)]);
  await books.project();
  await left(t, books);
  await asOwner(books.ownerUrl, `update ledger_next.balance set amount = amount + 1 where effective_on = '2024-01-03'; update ledger_next.dossier set apologies = 7 where code = '${b}'; delete from ledger_next.journal where dossier = '${a}' and amount = 1`);
  const outcome = await remade(books);
  t.match(outcome, { kind: 'refused', position: 2, differences: [
    { part: 'balance', cells: [{ key: { effective_on: '2024-01-03', authority: 'H57.01', side: 'to' }, old: { amount: 1 }, new: { amount: 2 } }, { old: { amount: -1 }, new: null }] },
    { part: 'journal', different: 1, cells: [{ key: { position: 1, movement: 0, side: 'to' }, old: { dossier: a }, new: null }] },
    { part: 'dossier', different: 1, cells: [{ key: { code: b }, old: { apologies: 0 }, new: { apologies: 7 } }] },
  ] });
  t.match(await books.rows('select apologies from ledger.dossier'), [{ apologies: 0 }, { apologies: 0 }]);
  t.match(await remade(books), { kind: 'switched' }, 'the next one begins anew');
});

test('what came after the comparison is compared at the switch, and a difference there leaves everything as it was', async (t) => {
  const books = await openBooks(t);
  const [early, late] = ['H57.01-240102-0001', 'H57.01-240102-0002'];
  await tell(books.store, [early, late].map((code) => dossierEvent(code, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception)));
  await books.project();
  await left(t, books);
  await asOwner(books.ownerUrl, `update ledger_next.dossier set apologies = 1; update ledger_next.balance set amount = 5 where amount > 0`);
  const owner = openDatabase(books.ownerUrl, { connections: 2 });
  t.teardown(() => owner.close());
  const outcome = await switchSchemas(owner.pool, {
    catchUp: () => Promise.resolve(), isAccepted: () => false, compare: (client) => compareSchemas(client, { changed: { after: 1, dossiers: [late] } }),
  });
  t.match(outcome, { kind: 'refused', position: 2, differences: [
    { part: 'balance', rows: 2, different: 1, cells: [{ old: { amount: 2 }, new: { amount: 5 } }] }, { part: 'dossier', rows: 1, different: 1, cells: [{ key: { code: late } }] },
  ] });
  t.match(await books.rows('select apologies from ledger.dossier'), [{ apologies: 0 }, { apologies: 0 }]);
  t.match(await remade(books), { kind: 'refused' });
});

test('a wanted difference is accepted by part, with a reason and whose word it is; the log keeps it, and so do read models made later', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [dossierEvent('H57.01-240102-0001', 'DossierReceived', '2024-01-03T08:00:00+07:00', reception)]);
  await books.project();
  await asOwner(books.ownerUrl, `update ledger.dossier set apologies = 3`);
  t.match(await remade(books), { kind: 'refused', differences: [{ part: 'dossier' }] });
  const accept = { parts: ['dossier'], reason: 'Đếm lại thư xin lỗi', acceptedBy: { role: 'Quản trị' } };
  t.match(await remade(books, { accept: { ...accept, parts: ['journal'] } }), { kind: 'refused' }, 'only what is named');
  t.match(await remade(books, { accept }), { kind: 'switched', accepted: [{ part: 'dossier', different: 1, cells: [{ old: { apologies: 3 }, new: { apologies: 0 } }] }] });
  await books.project();
  t.match(await books.rows('select position, reason, data from ledger.accepted_difference'), [
    { position: 2, reason: 'Đếm lại thư xin lỗi', data: { parts: { dossier: 1 }, acceptedBy: { role: 'Quản trị' }, version: { old: PROJECTION_VERSION, new: PROJECTION_VERSION }, cells: [{ part: 'dossier', key: { code: 'H57.01-240102-0001' } }] } },
  ]);
  t.match(await remade(books), { kind: 'switched' });
  t.equal((await books.rows('select position from ledger.accepted_difference')).length, 1);
});

test('a projector posts nothing into what another version made, and goes on when it was made again', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [dossierEvent('H57.01-240102-0001', 'DossierReceived', '2024-01-03T08:00:00+07:00', reception)]);
  await books.project();
  await asOwner(books.ownerUrl, 'update ledger.checkpoint set version = 99');
  const last = await tell(books.store, [dossierEvent('H57.01-240102-0002', 'DossierReceived', '2024-01-04T08:00:00+07:00', reception)]);
  const projector = books.start();
  await until(() => projector.health().kind === 'failing');
  t.match(projector.health(), { kind: 'failing', reason: /Version 99 of the projection/ });
  t.match(await books.rows('select position from ledger.checkpoint'), [{ position: 1 }]);
  t.match(await remade(books), { kind: 'switched', position: 1 });
  await projector.waitFor(last, PATIENCE_MS);
});

test('views of others follow the read model that is served; those of rows of their own are named', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [dossierEvent('H57.01-240102-0001', 'DossierReceived', '2024-01-03T08:00:00+07:00', reception)]);
  await books.project();
  await asOwner(books.ownerUrl, 'create schema report; create view report.standing as select d.code, d.class, p.position from ledger.dossier d, ledger.checkpoint p');
  t.match(await remade(books), { kind: 'switched' });
  await dropReplaced(books.ownerUrl);
  t.match(await asOwner(books.ownerUrl, 'select * from report.standing'), [{ code: 'H57.01-240102-0001', class: 'in_progress' }]);
  await asOwner(books.ownerUrl, 'create materialized view report.kept as select code from ledger.dossier');
  await t.rejects(remade(books), { code: 'REBUILD_REFUSED', message: /report\.kept/ });
});

test('only one rebuild runs at a time', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [dossierEvent('H57.01-240102-0001', 'DossierReceived', '2024-01-03T08:00:00+07:00', reception)]);
  await books.project();
  const second: Promise<unknown>[] = [];
  await remade(books, { onStep: ({ kind }) => { if (kind === 'preparing') second.push(remade(books).catch((error: unknown) => error)); } });
  t.equal(second.length, 1);
  t.match(await second[0], { code: 'REBUILD_REFUSED' });
});

/** Leaves a rebuild that was cut off before it compared anything. */
async function left(t: Test, books: Books): Promise<void> {
  await t.rejects(remade(books, { onStep: ({ kind }) => { if (kind === 'comparing') throw new Error('cut off'); } }), { message: 'cut off' });
}
