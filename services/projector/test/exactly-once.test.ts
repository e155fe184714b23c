import assert from 'node:assert/strict';
import type { Dossier } from '@motcua/dossier';
import { movementsOf } from '@motcua/ledger';
import { randomRuns, startProcess, until } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { asOwner, differences, dossierEvent, dump, openBooks, PATIENCE_MS, tell, tellAtOnce } from './books.ts';
import type { Books } from './books.ts';
import { play, wishes } from './histories.ts';

const RUNS = randomRuns(5);

test('whatever arrives in whatever order, the journal nets to the movements of the histories, by any batches and restarts', async (t) => {
  const books = await openBooks(t);
  let run = 0;
  await fc.assert(fc.asyncProperty(wishes, fc.integer({ min: 1, max: 9 }), async (all, batchSize) => {
    const { events, dossiers } = play(all, run += 1);
    const { position: start } = await books.store.head();
    await books.forget(start);
    const half = Math.ceil(events.length / 2);
    await tellAtOnce(books.store, events.slice(0, half));
    await books.project({ batchSize, cachedEventsMax: 8 });
    await tellAtOnce(books.store, events.slice(half));
    await books.project({ batchSize, cachedEventsMax: 8 });
    const piecemeal = await dump(books);
    assert.deepEqual(await differences(books), [], 'every balance is the sum of its legs');
    assert.deepEqual(await nettedMovements(books), expectedMovements(dossiers), 'what was not taken back is what the histories say');
    assert.deepEqual(piecemeal['dossier']?.map(({ code, class: now }) => [code, now]), [...dossiers].map(([code, { situation }]) => [code, situation.class]).sort());
    await books.forget(start);
    await books.project();
    assert.deepEqual(await dump(books), piecemeal, 'posted again from the start in one go it is the same');
  }), { numRuns: RUNS, interruptAfterTimeLimit: PATIENCE_MS * 4 });
  t.ok(run >= RUNS, `${run} runs`);
});

test('a projector killed again and again loses nothing and counts nothing twice', async (t) => {
  const books = await openBooks(t);
  const events = fc.sample(wishes, { numRuns: 4, seed: 7 }).flatMap((all, run) => play(all, run).events);
  const last = await tellAtOnce(books.store, events);
  const seen = new Set<number>();
  for (let kill = 0; kill < 3; kill += 1) {
    const before = await checkpoint(books);
    const worker = startProcess(t, process.execPath, [`${import.meta.dirname}/worker.ts`, books.appUrl, '5'], {});
    await until(async () => (await checkpoint(books)) > Math.min(before + 20, last - 1));
    worker.signal('SIGKILL');
    await worker.ended;
    seen.add(await checkpoint(books));
  }
  t.ok([...seen].some((position) => position > 0 && position < last), `killed in the middle, at ${[...seen].join(', ')} of ${last}`);
  await books.project();
  const afterKills = await dump(books);
  t.same(await differences(books), []);
  await books.forget();
  await books.project();
  t.same(afterKills, await dump(books));
});

test('however often a projector starts again, it uses up no number for a place or a kind that is known', async (t) => {
  const books = await openBooks(t);
  const place = { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001' };
  const used = () => asOwner(books.ownerUrl, 'select k.last_value::integer as kinds, p.last_value::integer as places from ledger.kind_kind_seq k, ledger.place_place_seq p');
  const tellAndProject = async (number: number) => {
    await tell(books.store, [dossierEvent(`H57.01-240102-000${number}`, 'DossierSubmitted', '2024-01-02T08:00:00+07:00', place)]);
    await books.project();
    return used();
  };
  const first = await tellAndProject(1);
  for (const number of [2, 3, 4]) t.same(await tellAndProject(number), first);
});

function expectedMovements(dossiers: ReadonlyMap<string, Dossier>): readonly string[] {
  return [...dossiers].flatMap(([code, { events, rule }]) => movementsOf(events, rule).map(({ eventId, effectiveOn, cause, from, to }) =>
    [code, eventId, effectiveOn, cause, from.class, from.placement.authority, from.placement.procedure, to.class, to.placement.authority, to.placement.procedure].join(' '))).sort();
}

async function nettedMovements(books: Books): Promise<readonly string[]> {
  const rows = await books.rows(`
    with movement as (
      select f.dossier, f.event_id, f.effective_on, fk.cause, f.inverted, concat_ws(' ', f.dossier, f.event_id, f.effective_on, fk.cause,
        fk.class, fp.authority, fp.procedure, tk.class, tp.authority, tp.procedure) as text
      from ledger.journal f join ledger.kind fk on fk.kind = f.kind and fk.side = 'from' join ledger.place fp on fp.place = f.place
      join ledger.journal t on t.position = f.position and t.movement = f.movement join ledger.kind tk on tk.kind = t.kind and tk.side = 'to'
      join ledger.place tp on tp.place = t.place
      where fk.rule = 'nd61'
    ) select text, sum(case when inverted then -1 else 1 end)::integer as times from movement group by text having sum(case when inverted then -1 else 1 end) <> 0`);
  return rows.flatMap(({ text, times }) => Array.from({ length: Number(times) }, () => String(text))).sort();
}

async function checkpoint(books: Books): Promise<number> {
  return Number((await books.rows('select position from ledger.checkpoint'))[0]?.['position']);
}
