import { fileURLToPath } from 'node:url';
import { startProcess, until } from '@motcua/testkit';
import type { StartedProcess } from '@motcua/testkit';
import fc from 'fast-check';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';
import { asOwner, differences, dump, openBooks, tellAtOnce } from './books.ts';
import type { Books } from './books.ts';
import { play, wishes } from './histories.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const LEASE_MS = 1_500;

test('a leader that stands still in the middle of a transaction is replaced, and writes nothing when it moves again', async (t) => {
  const books = await openBooks(t);
  const { events } = play(fc.sample(wishes, { numRuns: 1, seed: 8 })[0] ?? [], 1);
  const half = Math.floor(events.length / 2);
  const first = await projectorOf(t, books);
  await until(async () => await stateOf(first.url) === 'running');
  const second = await projectorOf(t, books);
  await until(async () => await stateOf(second.url) === 'standby');

  // The table is locked, so the leader is caught while its transaction holds the checkpoint.
  const blocker = new pg.Client({ connectionString: books.ownerUrl });
  await blocker.connect();
  await blocker.query('begin; lock table ledger.dossier in exclusive mode');
  await tellAtOnce(books.store, events.slice(0, half));
  await until(async () => (await writers(books)).length > 0);
  const [caught] = await writers(books);
  first.process.signal('SIGSTOP');
  const stoppedAt = performance.now();
  await blocker.query('commit');
  await blocker.end();

  await until(async () => await checkpoint(books) === half);
  t.comment(`taken over and posted ${Math.round(performance.now() - stoppedAt)} ms after the leader stood still, with a lease of ${LEASE_MS} ms`);
  t.equal(await stateOf(second.url), 'running');
  t.notOk((await writers(books)).includes(caught ?? 0), 'what the first had begun was rolled back');

  first.process.signal('SIGCONT');
  // What was asked of it while it stood still, and connections kept for it, end in whatever way they like.
  await until(async () => await stateOf(first.url).catch(() => 'away') === 'standby');
  const end = await tellAtOnce(books.store, events.slice(half));
  await until(async () => await checkpoint(books) === end);
  t.equal(await stateOf(second.url), 'running', 'and the second keeps the lead');
  for (const { process } of [first, second]) process.signal('SIGTERM');
  t.strictSame([await first.process.ended, await second.process.ended], [0, 0], 'both end cleanly when they are asked to');
  const live = await dump(books);
  t.same(await differences(books), []);
  await books.forget();
  await books.project();
  t.same(live, await dump(books), 'posted again from the start it is the same');
});

test('a leader that is killed is replaced as soon as the next one looks', async (t) => {
  const books = await openBooks(t);
  const { events } = play(fc.sample(wishes, { numRuns: 1, seed: 9 })[0] ?? [], 1);
  const first = await projectorOf(t, books);
  await until(async () => await stateOf(first.url) === 'running');
  const second = await projectorOf(t, books);
  await until(async () => await stateOf(second.url) === 'standby');
  first.process.signal('SIGKILL');
  const killedAt = performance.now();
  const end = await tellAtOnce(books.store, events);
  await until(async () => await checkpoint(books) === end);
  t.comment(`taken over and posted ${Math.round(performance.now() - killedAt)} ms after the kill`);
  t.equal(await stateOf(second.url), 'running');
  t.match(await (await fetch(`${second.url}/metrics`)).text(), /motcua_projector_leads\{service="projector"\} 1/);
  t.same(await differences(books), []);
});

test('a second signal ends at once what the first asked to finish', async (t) => {
  const books = await openBooks(t);
  const { events } = play(fc.sample(wishes, { numRuns: 1, seed: 10 })[0] ?? [], 1);
  const { process, url } = await projectorOf(t, books);
  await until(async () => await stateOf(url) === 'running');
  const blocker = new pg.Client({ connectionString: books.ownerUrl });
  await blocker.connect();
  await blocker.query('begin; lock table ledger.dossier in exclusive mode');
  await tellAtOnce(books.store, events);
  await until(async () => (await writers(books)).length > 0);
  process.signal('SIGTERM');
  await process.says(/"msg":"stopping"/);
  process.signal('SIGINT');
  t.equal(await process.ended, 130);
  await blocker.end();
});

type Projecting = { readonly process: StartedProcess; readonly url: string };

async function projectorOf(t: Test, { appUrl, ownerUrl }: Books): Promise<Projecting> {
  const started = startProcess(t, process.execPath, [MAIN], {
    DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, PROJECTOR_POLL_MS: '100', PROJECTOR_LEASE_MS: String(LEASE_MS), PORT: '0',
  });
  // Whatever a test leaves standing still could not hear that it is over.
  t.teardown(() => { started.signal('SIGKILL'); });
  return { process: started, url: await started.says(/"url":"([^"]+)"/) };
}

async function stateOf(url: string): Promise<string> {
  const { components: { projector } } = await (await fetch(`${url}/ready`)).json() as { readonly components: { readonly projector: { readonly state: string } } };
  return projector.state;
}

async function writers({ ownerUrl }: Books): Promise<readonly number[]> {
  const rows = await asOwner(ownerUrl, `select pid from pg_stat_activity where application_name = 'motcua-projector' and datname = current_database() and backend_xid is not null`);
  return rows.map(({ pid }) => Number(pid));
}

async function checkpoint(books: Books): Promise<number> {
  return Number((await books.rows('select position from ledger.checkpoint'))[0]?.['position']);
}
