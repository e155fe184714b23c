import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import { simulate } from '@motcua/simulator';
import { testServer, until } from '@motcua/testkit';
import type { TestServer } from '@motcua/testkit';
import fc from 'fast-check';
import pg from 'pg';
import { test } from 'tap';
import { checkBalances, checkFigures, checkLog, lateNews, untilMarked, untilProjected, wholeLog } from './support/after-kills.ts';
import { openCluster } from './support/cluster.ts';
import type { Cluster, Service } from './support/cluster.ts';
import { sendAll } from './support/counters.ts';
import type { Acknowledged, Counter, Sent } from './support/counters.ts';
import { readOn } from './support/reading-on.ts';
import { watchTakeOvers } from './support/take-overs.ts';

// CHAOS_SEED=<number>: the same kills in the same order again. CHAOS_KILLS=<number>: how often each process is killed; npm run test:chaos says 30.
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const kills = Number(process.env['CHAOS_KILLS'] ?? 1);

const COUNTS = { intake: 2, projector: 2, clock: 2, statistics: 1 } as const;
type Victim = { readonly what: 'process'; readonly service: Service; readonly which: number } | { readonly what: 'log_paused' | 'log_killed' };
const PROCESSES: readonly Victim[] = Object.entries(COUNTS).flatMap(([service, count]) =>
  Array.from({ length: count }, (_, which): Victim => ({ what: 'process', service: service as Service, which })));
const VICTIMS: readonly Victim[] = [...Array.from({ length: kills }, () => PROCESSES).flat(), { what: 'log_paused' }, { what: 'log_killed' }];
const DELAY_MS_MAX = 300;
const PAUSE_MS = 2_000;
const SENDERS = 8;

test(`${PROCESSES.length} processes killed ${kills} times each, the log paused and restarted: nothing acknowledged is lost, nothing is counted twice`, { timeout: 7_200_000 }, async (t) => {
  t.comment(`CHAOS_SEED=${seed} CHAOS_KILLS=${kills}`);
  const [logServer, modelServer] = [await testServer(t), await testServer(t)];
  const [log, model] = [await emptyDatabase(logServer), await emptyDatabase(modelServer)];
  const cluster = openCluster(t, {
    EVENT_STORE: 'postgres', LOG_DATABASE_URL: log.appUrl, LOG_DATABASE_OWNER_URL: log.ownerUrl, DATABASE_URL: model.appUrl, DATABASE_OWNER_URL: model.ownerUrl,
    PROJECTOR_BATCH_SIZE: '20', PROJECTOR_POLL_MS: '100', PROJECTOR_LEASE_MS: '2000', CLOCK_POLL_MS: '100',
  });
  await Promise.all(Object.entries(COUNTS).map(([service, count]) => cluster.start(service as Service, count)));
  const store = openEventStore({ kind: 'postgres', url: log.appUrl });
  const database = openDatabase(model.appUrl, { connections: 3 });
  t.teardown(() => Promise.all([store.close(), database.close()]));

  const simulation = simulate({ dossiers: 250 + 40 * kills, authorities: 24, seed });
  const counters = eight([...simulation.counters.map(({ events }) => [...events]), [...lateNews(seed)]]);
  const sent = [...simulation.referenceEvents, ...counters.flatMap(({ events }) => [...events])];
  const acknowledged: Acknowledged = { positions: new Map(), answerLost: new Set() };
  // Between two kills a share of the events may be sent, and a part of it must be, so that the load lasts as long as the killing.
  const share = sent.length / (VICTIMS.length + 1);
  const load = { killed: 0, sent: 0 };
  const pace = async (count: number): Promise<void> => {
    while (load.killed < VICTIMS.length && load.sent + count > share * (load.killed + 1)) await sleep(20);
    load.sent += count;
  };
  const surroundings = { address: () => cluster.address('intake'), acknowledged, pace };
  const sending = sendAll({ path: '/v1/reference-events', events: simulation.referenceEvents }, surroundings)
    .then(() => Promise.all(counters.map((counter) => sendAll(counter, surroundings))));
  const reading = readOn(() => cluster.address('statistics'), () => Math.max(0, ...acknowledged.positions.values()));
  const takeOvers = watchTakeOvers(cluster.processes('projector'));
  for (const [index, victim] of orderOf(VICTIMS).entries()) {
    await until(() => acknowledged.positions.size >= share * (index + 0.25));
    await sleep(Math.floor(Math.random() * DELAY_MS_MAX));
    await strike(victim, cluster, logServer, takeOvers.killed);
    load.killed += 1;
  }
  await sending;
  await untilMarked(t, store, database);
  await untilProjected(database, (await store.head()).position - 1);
  const read = await reading.stop();
  t.comment(`read ${read.answered} times under all this, ${read.away} times nobody answered or the ledger was behind; ${await takeOvers.stop()}`);
  t.strictSame(read.wrong, [], 'no answer held less than was asked for');
  t.ok(read.answered > 0);
  const whole = await wholeLog(store);
  checkLog(t, whole, acknowledged, sent);
  await checkFigures(t, database, simulation, whole);
  await checkBalances(t, database);
  for (const { service, which } of PROCESSES.flatMap((victim) => victim.what === 'process' ? [victim] : [])) {
    t.ok((cluster.processes(service)[which]?.ends.filter((end) => end === 'SIGKILL').length ?? 0) >= kills, `${service} ${which + 1} was killed ${kills} times`);
  }
  t.ok((await cluster.stop()).every((end) => end === 0), 'all end cleanly when they are asked to');
});

/** What may be killed, in an order of chance. */
function orderOf(victims: readonly Victim[]): readonly Victim[] {
  const [order = []] = fc.sample(fc.shuffledSubarray([...victims.keys()], { minLength: victims.length }), { seed, numRuns: 1 });
  return order.flatMap((index) => victims[index] ?? []);
}

async function strike(victim: Victim, cluster: Cluster, log: TestServer, onProjector: (which: number) => void): Promise<void> {
  switch (victim.what) {
    case 'process':
      await cluster.processes(victim.service)[victim.which]?.kill();
      if (victim.service === 'projector') onProjector(victim.which);
      return;
    case 'log_paused': {
      const goOn = log.pause();
      await sleep(PAUSE_MS);
      return goOn();
    }
    case 'log_killed':
      await log.kill();
      return log.restart();
  }
}

/** Eight counters, each of which sends what several simulated ones have to send. */
function eight(lists: readonly (readonly Sent[])[]): readonly Counter[] {
  return Array.from({ length: SENDERS }, (_, turn) => ({ path: '/v1/dossier-events', events: lists.filter((_list, index) => index % SENDERS === turn).flat() }));
}

async function emptyDatabase({ ownerUrl, appUrl }: TestServer): Promise<{ readonly appUrl: string; readonly ownerUrl: string }> {
  const client = new pg.Client({ connectionString: ownerUrl('postgres') });
  await client.connect();
  await client.query('create database chaos');
  await client.end();
  return { appUrl: appUrl('chaos'), ownerUrl: ownerUrl('chaos') };
}
