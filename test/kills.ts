import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@motcua/database';
import { openPostgresStore, verifyLog } from '@motcua/event-store';
import { connectOrStart, removeData, temporaryHome } from '@motcua/postgres-server';
import { simulate } from '@motcua/simulator';
import { until } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { checkBalances, checkFigures, checkLog, lateNews, untilMarked, untilProjected, wholeLog } from './support/after-kills.ts';
import { betweenBlows } from './support/between-blows.ts';
import { sendAll } from './support/counters.ts';
import type { Acknowledged, Counter } from './support/counters.ts';
import { readOn } from './support/reading-on.ts';
import { supervise } from './support/supervised.ts';

// npm run test:kills: the whole ledger in one process on the embedded PostgreSQL, started again whenever it ends, under load.
// KILLS=<number>: how often each of the three is killed; KILLS_SEED=<number>: in the same order again. (npm run test:chaos kills the services apart.)
const kills = Number(process.env['KILLS'] ?? 60);
const seed = Number(process.env['KILLS_SEED'] ?? Date.now() % 1_000_000);

/** The process that supervises the server; the server's main process; one of the server's other processes, which makes it recover by itself. */
const VICTIMS = ['node', 'server', 'helper'] as const;
type Victim = (typeof VICTIMS)[number];
const BLOWS = kills * VICTIMS.length;
const DELAY_MS_MAX = 300;
const EVENTS_OF_A_DOSSIER = 4;
const EVENTS_BETWEEN = 60;
const PROGRESS = 10;

test(`Node, its PostgreSQL and a session of it killed ${kills} times each under load: nothing acknowledged is lost, nothing is counted twice`, { timeout: 7_200_000 }, async (t) => {
  t.comment(`KILLS=${kills} KILLS_SEED=${seed}`);
  const home = temporaryHome(`kills ${process.pid} ${seed}`);
  t.teardown(() => removeData(home));
  const start = fileURLToPath(new URL('../services/standalone/src/main.ts', import.meta.url));
  const ledger = supervise(t, start, { MOTCUA_HOME: home, PORT: '0', PATH: process.env['PATH'] ?? '' }, ['--empty']);
  await ledger.address();

  const simulation = simulate({ dossiers: Math.ceil((BLOWS * EVENTS_BETWEEN) / EVENTS_OF_A_DOSSIER), authorities: 24, seed });
  const counters: readonly Counter[] = [...simulation.counters.map(({ events }) => ({ path: '/v1/dossier-events', events })), { path: '/v1/dossier-events', events: lateNews(seed) }];
  const sent = [...simulation.referenceEvents, ...counters.flatMap(({ events }) => [...events])];
  const acknowledged: Acknowledged = { positions: new Map(), answerLost: new Set() };
  const load = betweenBlows({ total: sent.length, blows: BLOWS, acknowledged });
  const over = new AbortController();
  t.teardown(() => { over.abort(); });
  const surroundings = { address: ledger.address, acknowledged, pace: load.pace, signal: over.signal };
  const sending = sendAll({ path: '/v1/reference-events', events: simulation.referenceEvents }, surroundings)
    .then(() => Promise.all(counters.map((counter) => sendAll(counter, surroundings))));
  // Waited for behind the killing, and of no interest when that fails.
  sending.catch(() => undefined);
  const reading = readOn(ledger.address, () => Math.max(0, ...acknowledged.positions.values()));
  t.teardown(() => reading.stop());
  const took = new Map<Victim, number[]>(VICTIMS.map((victim) => [victim, []]));
  for (const victim of orderOfBlows()) {
    await load.due();
    await sleep(Math.floor(Math.random() * DELAY_MS_MAX));
    const struckAt = performance.now();
    if (victim === 'node') await ledger.kill();
    else await killServer(home, victim);
    const blows = load.struck();
    const [taken, answered] = [acknowledged.positions.size, reading.answered()];
    await until(() => acknowledged.positions.size > taken && reading.answered() > answered).catch((error: unknown) => {
      t.comment(ledger.lastWords());
      throw error;
    });
    took.get(victim)?.push(Math.round(performance.now() - struckAt));
    if (blows % PROGRESS === 0) t.comment(`${blows} of ${BLOWS} blows, ${acknowledged.positions.size} of ${sent.length} events acknowledged`);
  }
  await sending;
  const connection = await connectOrStart(home);
  const [store, database] = [openPostgresStore({ connectionString: connection.appUrl(DATABASE) }), openDatabase(connection.appUrl(DATABASE), { connections: 3 })];
  await untilMarked(t, store, database);
  await untilProjected(database, (await store.head()).position - 1);
  const read = await reading.stop();
  t.comment(`figures were answered ${read.answered} times under all this, ${read.away} times nobody answered or the ledger was behind`);
  t.strictSame(read.wrong, [], 'no answer held less than was asked for');
  for (const [victim, ms] of took) t.comment(`${victim}: events are taken and figures answered again after ${spreadOf(ms)}`);
  const whole = await wholeLog(store);
  checkLog(t, whole, acknowledged, sent);
  t.strictSame((await verifyLog({ connectionString: connection.appUrl(DATABASE) })).fault, undefined, 'and the chain of all events holds');
  await checkFigures(t, database, simulation, whole);
  await checkBalances(t, database);
  await Promise.all([store.close(), database.close()]);
  connection.release();
  t.ok(ledger.ends.filter((end) => end === 'SIGKILL').length >= kills, `${ledger.ends.length} starts ended`);
  t.strictSame([...new Set(ledger.ends)].filter((end) => end !== 'SIGKILL' && end !== 1), [], 'a ledger that has lost its server says so and ends');
  t.equal(await ledger.stop(), 0, 'and ends cleanly when it is asked to');
});

/** Of a ledger that began empty. */
const DATABASE = 'motcua';

function orderOfBlows(): readonly Victim[] {
  const all = Array.from({ length: kills }, () => VICTIMS).flat();
  return fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { seed, numRuns: 1 })[0] ?? [];
}

/** SIGKILL to a process of the embedded server that runs now. */
async function killServer(home: string, victim: Exclude<Victim, 'node'>): Promise<void> {
  await until(() => {
    try {
      const main = Number(readFileSync(`${home}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);
      const helpers = readFileSync(`/proc/${main}/task/${main}/children`, 'utf8').trim().split(' ').map(Number);
      const pid = victim === 'server' ? main : helpers[Math.floor(Math.random() * helpers.length)];
      return pid !== undefined && pid > 1 && process.kill(pid, 'SIGKILL');
    } catch {
      return false;
    }
  });
}

function spreadOf(ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b);
  return `${sorted[0]} to ${sorted.at(-1)} ms, half of them within ${sorted[Math.floor(sorted.length / 2)]} ms`;
}
