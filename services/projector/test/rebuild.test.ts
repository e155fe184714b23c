import { setTimeout as sleep } from 'node:timers/promises';
import { inSnapshot, openDatabase } from '@motcua/database';
import { streams } from '@motcua/event-store';
import { dropReplaced, quarantine } from '@motcua/projector';
import type { Projector } from '@motcua/projector';
import { startProcess, until } from '@motcua/testkit';
import { sql } from 'kysely';
import { test } from 'tap';
import { differences, dossierEvent, dump, openBooks, PATIENCE_MS, tell, tellAtOnce, told } from './books.ts';
import type { Books, Told } from './books.ts';
import { quarter, reception, remade } from './remade.ts';

test('a read model that is made again by several workers is the same, row by row, and takes the place of the old one', async (t) => {
  const books = await openBooks(t);
  await tellAtOnce(books.store, [declared('H57.01'), ...quarter(0, 300)]);
  await books.project();
  const before = await dump(books);
  const outcome = await remade(books, { workers: 3, batchSize: 100 });
  t.match(outcome, { kind: 'switched', filled: { events: before['checkpoint']?.[0]?.['position'] } });
  t.same(await dump(books), before);
  t.strictSame(await differences(books), []);
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
  await tellAtOnce(books.store, quarter(0, 400));
  await books.project();
  const [projector, standby] = [books.start(), books.start()];
  const load = new AbortController();
  const writing = write(books, load.signal);
  const reading = Promise.all([read(books.appUrl, load.signal), read(books.appUrl, load.signal)]);
  const outcome = await remade(books, { workers: 2 });
  // The readers shall come to the new one too.
  await sleep(2_000);
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
  const last = await tellAtOnce(books.store, quarter(0, 250));
  await books.project();
  const before = await dump(books);
  const worker = new URL('rebuild-process.ts', import.meta.url).pathname;
  const rebuilding = startProcess(t, process.execPath, [worker, books.ownerUrl, books.appUrl], {});
  t.equal(await rebuilding.ended, 'SIGKILL', rebuilding.text());
  const outcome = await remade(books);
  t.match(outcome, { kind: 'switched' });
  const events = outcome.kind === 'switched' ? outcome.filled.events : 0;
  t.ok(events > 0 && events < last, `${events} of ${last}: what was written is not written again`);
  t.same(await dump(books), before);
});

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
