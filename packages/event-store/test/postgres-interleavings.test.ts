import { hash } from 'node:crypto';
import { openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';
import { appendOf, none, readEverything } from '../src/contract/fixtures.ts';
import { freshLog } from './fresh-log.ts';
import { allOrders, HeldWriter, STEPS, takeLockAway } from './interleavings.ts';
import type { Order, Written } from './interleavings.ts';

void test('whatever order writers take their steps in, nobody passes over an event', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  await freshLog(ownerUrl);
  const store = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => store.close());
  await store.append(appendOf('first', none, 'first'));
  const harness = await openHarness(t, ownerUrl, store);

  await t.test('two held before the lock, with positions taken, and after the commit; three before the lock and with positions taken', async (t) => {
    const two = allOrders(2, 3);
    const three = allOrders(3, 2);
    t.strictSame([two.length, three.length], [20, 90]);
    const following = followUntil(store);
    for (const order of [...two, ...three]) await harness.run(t, order, 'commit');
    for (const order of [...two, ...three]) await harness.run(t, order, 'rollback');
    const log = await readEverything(store);
    const seen = await following(log.length);
    t.comment(`${2 * (two.length + three.length)} orders, ${log.length} events; a writer waited for the lock ${harness.waited()} times`);
    t.ok(harness.waited() > 100);
    t.strictSame(seen.map(({ position, id }) => [position, id]), log.map(({ position, id }) => [position, id]), 'a subscriber saw everything in its order');
    t.strictSame(harness.seen(), log.map(({ position }) => position), 'and so did one that looks only behind the last position it knows');
    t.strictSame(harness.noBeginning(log.map(({ id }) => id)), [], 'and whoever reads from the very beginning up to the head, as a rebuild does, reads the beginning of this log');
  });

  await t.test('without the lock the same orders make a simple reader lose events, and the store refuse to read on', async (t) => {
    const before = (await store.head()).position;
    t.equal(harness.refusals(), 0);
    await harness.withoutLock();
    for (const order of allOrders(2, 3)) await harness.run(t, order, 'commit');
    const there = await harness.positions();
    t.ok(harness.noBeginning(await harness.ids()).length > 0, 'nor is what is read from the very beginning a beginning of what is there in the end');
    const lost = there.filter((position) => position > before && !harness.seen().includes(position));
    t.comment(`${lost.length} of ${there.length - before} events lost`);
    t.ok(lost.length > 0);
    t.ok(harness.refusals() > 0, 'whoever reads through the store is told that a position is missing');
  });
});

type Harness = {
  readonly run: (t: Test, order: Order, firstEndsIn: 'commit' | 'rollback') => Promise<void>;
  readonly withoutLock: () => Promise<void>;
  /** What a reader saw that looks behind the last position it knows after every step. */
  readonly seen: () => readonly number[];
  /** After how many steps what was read from the very beginning, up to the head of that moment, was no beginning of this log. */
  readonly noBeginning: (log: readonly string[]) => readonly number[];
  readonly ids: () => Promise<readonly string[]>;
  readonly positions: () => Promise<readonly number[]>;
  readonly waited: () => number;
  /** How often the store refused to read on behind what was seen. */
  readonly refusals: () => number;
};

async function openHarness(t: Test, ownerUrl: string, store: EventStore): Promise<Harness> {
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: ownerUrl });
    t.teardown(() => client.end());
    await client.connect();
    return client;
  };
  const [reader, ...clients] = await Promise.all([connect(), connect(), connect(), connect()]);
  if (reader === undefined) throw new TypeError('no reader');
  const positions = async (after = 0): Promise<readonly number[]> =>
    (await reader.query<{ position: string }>('select position from log.event where position > $1 order by position', [after])).rows.map(({ position }) => Number(position));
  const seen: number[] = [];
  const again: { readonly head: number; readonly digest: string }[] = [];
  let [runs, waited, refusals, isLocked] = [0, 0, 0, true];
  const readAgain = async (): Promise<void> => {
    const { position: head } = await store.head();
    const { rows } = await reader.query<{ digest: string }>(`select md5(string_agg(event_id::text, ',' order by position)) as digest from log.event where position <= $1`, [head]);
    again.push({ head, digest: rows[0]?.digest ?? '' });
  };
  const noBeginning = (log: readonly string[]): readonly number[] => [...again.keys()].filter((step) => again[step]?.digest !== hash('md5', log.slice(0, again[step]?.head).join(','), 'hex'));
  const ids = async (): Promise<readonly string[]> => (await reader.query<{ id: string }>('select event_id as id from log.event order by position')).rows.map(({ id }) => id);
  const look = async (): Promise<void> => {
    await readAgain();
    await store.readAll(seen.at(-1) ?? 0, 100).catch(() => { refusals += 1; });
    seen.push(...await positions(seen.at(-1)));
  };
  const run = async (t: Test, order: Order, firstEndsIn: 'commit' | 'rollback'): Promise<void> => {
    runs += 1;
    // Who inserts into the same stream waits for the other anyhow.
    const raceOf = (number: number): string => (isLocked ? `race-${runs}` : `race-${runs}-${number}`);
    const writers = clients.slice(0, Math.max(...order) + 1).map((client, number) => new HeldWriter(client, `${runs}-${number}`, number === 0 ? firstEndsIn : 'commit'));
    const steps = writers.map(() => 0);
    const open: { readonly writer: number; readonly done: Promise<unknown> }[] = [];
    let holder: number | undefined;
    for (const [now, number] of order.entries()) {
      const step = STEPS[steps[number] ?? 0] ?? 'tell';
      steps[number] = (steps[number] ?? 0) + 1;
      const done = writers[number]?.take(step, raceOf(number), now) ?? Promise.resolve();
      if (step === 'call') open.push({ writer: number, done });
      // With the lock one of the callers has it until it commits; the others wait, and so does what they are told to do next.
      if (isLocked && holder !== undefined && holder !== number) { waited += 1; continue; }
      await done;
      if (step === 'call') holder = number;
      open.splice(0, open.length, ...open.filter(({ writer }) => writer !== number));
      if (step === 'commit') holder = open.length === 0 ? undefined : await Promise.race(open.map(async ({ writer, done: called }) => { await called; return writer; }));
      open.splice(0, open.length, ...open.filter(({ writer }) => writer !== holder));
      await look();
    }
    for (const [number, writer] of writers.entries()) await writer.take('tell', raceOf(number), order.length + number);
    await look();
    if (isLocked) check(t, writers.flatMap(({ written }) => written ?? []), firstEndsIn);
  };
  const withoutLock = async (): Promise<void> => {
    isLocked = false;
    await takeLockAway(reader);
  };
  return { run, withoutLock, positions, seen: () => seen, noBeginning, ids, waited: () => waited, refusals: () => refusals };
}

function check(t: Test, written: readonly Written[], firstEndsIn: 'commit' | 'rollback'): void {
  const kept = firstEndsIn === 'commit' ? written : written.slice(1);
  const wrong = [
    kept.filter(({ race }) => race !== undefined).length <= 1 ? '' : 'two began the same stream',
    firstEndsIn === 'rollback' || kept.some(({ race }) => race !== undefined) ? '' : 'nobody began the stream',
    kept.every((one) => kept.every((other) => one.toldAt > other.calledAt || one.own < other.own)) ? '' : 'who was told came behind somebody who called later',
  ].filter((text) => text !== '');
  if (wrong.length > 0) t.fail(wrong.join('; '));
}

/** Follows the store from its beginning; gives what came once so many events have. */
function followUntil(store: ReturnType<typeof openPostgresStore>): (count: number) => Promise<Awaited<ReturnType<typeof readEverything>>> {
  const control = new AbortController();
  const seen: Awaited<ReturnType<typeof readEverything>>[number][] = [];
  const following = (async () => { for await (const page of store.subscribe(0, { signal: control.signal })) seen.push(...page); })();
  return async (count) => {
    while (seen.length < count) await Promise.race([following, new Promise((resolve) => { setTimeout(resolve, 5); })]);
    control.abort();
    await following;
    return seen;
  };
}
