import { until } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { asOwner, differences, dump, openBooks, PATIENCE_MS, tellAtOnce } from './books.ts';
import { play, wishes } from './histories.ts';

test('of two projectors one works and the other waits, and takes over when the first ends', async (t) => {
  const books = await openBooks(t);
  const { events } = play(fc.sample(wishes, { numRuns: 1, seed: 3 })[0] ?? [], 1);
  const first = books.start();
  await until(async () => first.health().kind === 'running');
  const second = books.start();
  await until(async () => second.health().kind === 'standby');
  const half = await tellAtOnce(books.store, events.slice(0, events.length / 2));
  await Promise.all([first.waitFor(half, PATIENCE_MS), second.waitFor(half, PATIENCE_MS)]);
  t.equal(second.health().kind, 'standby');
  await first.stop();
  t.equal(first.health().kind, 'ended');
  const end = await tellAtOnce(books.store, events.slice(events.length / 2));
  await second.waitFor(end, PATIENCE_MS);
  t.equal(second.health().kind, 'running');
  t.same(await differences(books), []);
});

test('a leader whose connections are cut comes back and goes on', async (t) => {
  const books = await openBooks(t);
  const { events } = play(fc.sample(wishes, { numRuns: 1, seed: 4 })[0] ?? [], 1);
  const projector = books.start();
  const third = Math.floor(events.length / 3);
  for (const part of [events.slice(0, third), events.slice(third, 2 * third), events.slice(2 * third)]) {
    await projector.waitFor(await tellAtOnce(books.store, part), PATIENCE_MS);
    await asOwner(books.ownerUrl, `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'motcua-projector%' and datname = current_database()`);
  }
  const live = await dump(books);
  await projector.stop();
  await books.forget();
  await books.project();
  t.same(live, await dump(books));
});

test('a checkpoint that somebody else moved fences the projector off: it begins again from there', async (t) => {
  const books = await openBooks(t);
  const { events } = play(fc.sample(wishes, { numRuns: 1, seed: 5 })[0] ?? [], 1);
  await tellAtOnce(books.store, events.slice(0, 10));
  const projector = books.start();
  await projector.waitFor(10, PATIENCE_MS);
  const atTen = await dump(books);
  await books.forget();
  const end = await tellAtOnce(books.store, events.slice(10));
  await projector.waitFor(end, PATIENCE_MS);
  await projector.stop();
  t.same((await dump(books))['journal']?.slice(0, atTen['journal']?.length), atTen['journal'], 'what was emptied under it was posted again');
  t.same(await differences(books), []);
});
