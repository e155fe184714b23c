import { setTimeout as sleep } from 'node:timers/promises';
import { compareSchemas, inSnapshot, openDatabase, switchSchemas } from '@motcua/database';
import { streams } from '@motcua/event-store';
import { dropReplaced, quarantine, rebuild } from '@motcua/projector';
import type { Projector, RebuildOptions, RebuildOutcome } from '@motcua/projector';
import { startProcess, until } from '@motcua/testkit';
import { sql } from 'kysely';
import { test } from 'tap';
import type { Test } from 'tap';
import { asOwner, differences, dossierEvent, dump, openBooks, PATIENCE_MS, tell, tellAtOnce, told } from './books.ts';
import type { Books, Told } from './books.ts';

const reception = { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001', channel: 'in_person', dueAt: '2024-01-10' } as const;

test('a read model that is made again by any number of workers is the same, row by row, and takes the place of the old one', async (t) => {
  const books = await openBooks(t);
  await tellAtOnce(books.store, [declared('H57.01'), ...quarter(0, 300)]);
  await books.project();
  const before = await dump(books);
  for (const workers of [1, 3]) {
    const outcome = await remade(books, { workers, batchSize: 100 });
    t.match(outcome, { kind: 'switched', filled: { events: before['checkpoint']?.[0]?.['position'] } });
    t.same(await dump(books), before, `${workers} workers`);
    t.strictSame(await differences(books), []);
  }
  await dropReplaced(books.ownerUrl);
  t.strictSame(await books.rows(`select nspname from pg_namespace where nspname like 'ledger%' order by 1`), [{ nspname: 'ledger' }]);
});

test('what was set aside, and what is no dossier’s, is in the rebuilt read model once', async (t) => {
  const books = await openBooks(t);
  const [a, b] = ['H57.01-240102-0001', 'H57.01-240102-0002'];
  const raw = (stream: string, type: string, subject: string) => told(stream, { type, subject, time: '2024-01-04T08:00:00Z', id: type, data: {} });
  await tell(books.store, [
    declared('H57.01'), dossierEvent(a, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception), raw(streams.dossier(a), 'DossierEaten', a), raw('weather-hue', 'RainFell', 'hue'),
    raw(streams.dossier(a), 'DossierResolved', b), dossierEvent(b, 'DossierReceived', '2024-01-03T09:00:00+07:00', reception), dossierEvent(a, 'DossierResolved', '2024-01-05T08:00:00+07:00', {}),
  ]);
  const projector = books.start();
  for (const position of [3, 4, 5]) {
    await until(() => stopOf(projector) === position);
    await quarantine(books.store, books.database, position, 'Gửi nhầm');
  }
  await projector.waitFor(10, PATIENCE_MS);
  const before = await dump(books);
  for (const batchSize of [1, 4]) {
    t.match(await remade(books, { workers: 2, batchSize }), { kind: 'switched' });
    t.same(await dump(books), before);
  }
});

test('readers, the projector and one that stands by go on through the switch, and no answer mixes two schemas', async (t) => {
  const books = await openBooks(t);
  await tellAtOnce(books.store, quarter(0, 2_000));
  await books.project();
  const [projector, standby] = [books.start(), books.start()];
  const load = new AbortController();
  const writing = write(books, load.signal);
  const reading = Promise.all([read(books.appUrl, load.signal), read(books.appUrl, load.signal)]);
  const outcome = await remade(books, { workers: 2 });
  load.abort();
  const [written, seen] = [await writing, (await reading).flat()];
  t.match(outcome, { kind: 'switched' });
  t.comment(outcome.kind === 'switched' ? `readers waited ${Math.round(outcome.heldMs)} ms at most` : 'not switched');
  await projector.waitFor(written, PATIENCE_MS);
  await standby.waitFor(written, PATIENCE_MS);
  for (const { positions, mixed } of seen) {
    t.strictSame(positions, positions.toSorted((one, other) => one - other), 'no position goes back');
    t.equal(mixed, 0);
  }
  t.ok(new Set(seen.flatMap(({ tables }) => [...tables])).size === 2, 'both schemas were read');
  t.strictSame(await differences(books), []);
  await projector.stop();
  const last = await tellAtOnce(books.store, [...quarter(5_000, 5)]);
  await standby.waitFor(last, PATIENCE_MS);
  const incremental = await dump(books);
  await standby.stop();
  await books.forget();
  await books.project();
  t.same(await dump(books), incremental);
});

test('a rebuild that is killed half-way goes on where it was', async (t) => {
  const books = await openBooks(t);
  const last = await tellAtOnce(books.store, quarter(0, 1_500));
  await books.project();
  const before = await dump(books);
  const worker = new URL('rebuild-process.ts', import.meta.url).pathname;
  const rebuilding = startProcess(t, process.execPath, [worker, books.ownerUrl, books.appUrl], {});
  await rebuilding.says(/posted \d{3}/);
  rebuilding.signal('SIGKILL');
  t.equal(await rebuilding.ended, 'SIGKILL');
  const outcome = await remade(books, { workers: 1 });
  t.match(outcome, { kind: 'switched' });
  t.ok(outcome.kind === 'switched' && outcome.filled.events > 0 && outcome.filled.events < last, 'what was written is not written again');
  t.same(await dump(books), before);
});

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
    { position: 2, reason: 'Đếm lại thư xin lỗi', data: { parts: { dossier: 1 }, acceptedBy: { role: 'Quản trị' }, version: { old: 1, new: 1 }, cells: [{ part: 'dossier', key: { code: 'H57.01-240102-0001' } }] } },
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

function remade({ ownerUrl, appUrl }: Books, options: Partial<RebuildOptions> = {}): Promise<RebuildOutcome> {
  return rebuild({ ownerUrl, log: { kind: 'postgres', url: appUrl }, role: 'motcua_app', workers: 2, recountEdition: (_database, { closed }) => Promise.resolve(closed.sha256), ...options });
}

/** Leaves a rebuild that was cut off before it compared anything. */
async function left(t: Test, books: Books): Promise<void> {
  await t.rejects(remade(books, { onStep: ({ kind }) => { if (kind === 'comparing') throw new Error('cut off'); } }), { message: 'cut off' });
}

/** Two events each: received, and most of them resolved. */
function quarter(first: number, count: number): readonly Told[] {
  return Array.from({ length: count }, (_, index) => first + index).flatMap((number) => {
    const code = `H57.01-240102-${String(number).padStart(4, '0')}`;
    const day = String(3 + (number % 20)).padStart(2, '0');
    const place = { ...reception, dueAt: '2024-02-01', authority: `H57.0${number % 7}`, procedure: `1.00000${number % 5}` };
    const received = dossierEvent(code, 'DossierReceived', `2024-01-${day}T08:00:00+07:00`, place);
    return number % 9 === 0 ? [received] : [received, dossierEvent(code, 'DossierResolved', `2024-01-${day}T10:00:00+07:00`, {})];
  });
}

function declared(code: string): Told {
  return told(streams.authority(code), { type: 'AuthorityDeclared', subject: code, time: '2023-01-01T00:00:00Z', id: 'first', data: { name: 'Xã', level: 'commune', parent: null, validFrom: '2023-01-01' } });
}

function stopOf(projector: Projector): number | undefined {
  const health = projector.health();
  return health.kind === 'stopped' ? health.stop.position : undefined;
}

/** Appends until it is told to end; answers the last position. */
async function write({ store }: Books, signal: AbortSignal): Promise<number> {
  let last = 0;
  for (let number = 3_000; !signal.aborted; number += 3) {
    last = await tellAtOnce(store, quarter(number, 3));
    await sleep(5);
  }
  return last;
}

/** What a reader saw: positions in their order, tables of how many checkpoints, and answers in which two schemas met. */
type Seen = { readonly positions: readonly number[]; readonly tables: ReadonlySet<number>; readonly mixed: number };

/** Reads without a pause until it is told to end, half of it in snapshots; whatever fails, fails the test. */
async function read(url: string, signal: AbortSignal): Promise<Seen> {
  const database = openDatabase(url, { connections: 2, access: 'read-only' });
  const seen = { positions: [] as number[], tables: new Set<number>(), mixed: 0 };
  try {
    while (!signal.aborted) {
      await inSnapshot(database.db, async ({ tx, asOf }) => {
        const table = await tx.selectFrom('checkpoint').select(TABLE).executeTakeFirstOrThrow();
        await sleep(1);
        const sum = await tx.selectFrom('balance').select(({ fn }) => [fn.max(OF_BALANCE).as('schema'), fn.sum('amount').as('amount')]).executeTakeFirstOrThrow();
        const last = await tx.selectFrom('journal').select(({ fn }) => [fn.max(OF_JOURNAL).as('schema'), fn.max('position').as('position')]).executeTakeFirstOrThrow();
        seen.positions.push(asOf.position);
        seen.tables.add(table.table);
        if (sum.schema !== last.schema || Number(sum.amount) !== 0 || (last.position ?? 0) > asOf.position) seen.mixed += 1;
      });
      seen.positions.push((await database.db.selectFrom('checkpoint').select('position').where('projection', '=', 'ledger').executeTakeFirstOrThrow()).position);
    }
    return seen;
  } finally {
    await database.close();
  }
}

const TABLE = sql<number>`tableoid::bigint`.as('table');
const OF_BALANCE = sql<string>`(select relnamespace::text from pg_class where oid = balance.tableoid)`;
const OF_JOURNAL = sql<string>`(select relnamespace::text from pg_class where oid = journal.tableoid)`;
