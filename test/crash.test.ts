import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDatabase, readCheckpoint } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { simulate } from '@motcua/simulator';
import { testServer, until } from '@motcua/testkit';
import type { TestServer } from '@motcua/testkit';
import fc from 'fast-check';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';
import { checkBalances, checkFigures, checkLog, lateNews, untilMarked, untilProjected, wholeLog } from './support/after-kills.ts';
import { sendAll } from './support/counters.ts';
import type { Acknowledged, Counter } from './support/counters.ts';
import { supervise } from './support/supervised.ts';
import type { Supervised } from './support/supervised.ts';

// CRASH_SEED=<number>: the same moments again.
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

type Victim = 'projector' | 'postgres' | 'intake' | 'clock';
const VICTIMS: readonly Victim[] = [...Array<Victim>(10).fill('projector'), 'postgres', 'postgres', 'intake', 'clock', 'clock'];
const DELAY_MS_MAX = 300;
/** Kept between the batches of one counter while there is something to kill, so that the load lasts. */
const PACE_MS_MAX = 100;

test('whoever is killed under load, every acknowledged event is in the log exactly once and the figures are the oracle\'s', { timeout: 300_000 }, async (t) => {
  t.comment(`CRASH_SEED=${seed}`);
  const server = await testServer(t);
  const env = await emptyDatabase(server);
  const intake = supervise(t, serviceOf('intake'), env);
  await intake.address();
  const projector = supervise(t, serviceOf('projector'), env);
  await projector.address();
  // What is told here is long past: the clock marks nearly every dossier before its next event arrives, which then undoes the mark.
  const clock = supervise(t, serviceOf('clock'), env);
  await clock.address();
  const [store, database] = open(t, env['DATABASE_URL']);

  const simulation = simulate({ dossiers: 200, authorities: 24, seed });
  const counters: readonly Counter[] = [...simulation.counters.map(({ events }) => ({ path: '/v1/dossier-events', events })), { path: '/v1/dossier-events', events: lateNews(seed) }];
  const total = [...simulation.referenceEvents, ...counters.flatMap(({ events }) => [...events])].length;
  const acknowledged: Acknowledged = { positions: new Map(), answerLost: new Set() };
  // The load lasts as long as the killing: between two kills a share of the events may be sent, and a part of it must be.
  const share = total / (VICTIMS.length + 1);
  const load = { killed: 0, sent: 0 };
  const pace = async (count: number): Promise<void> => {
    if (load.killed < VICTIMS.length) await sleep(Math.random() * PACE_MS_MAX);
    while (load.killed < VICTIMS.length && load.sent + count > share * (load.killed + 1)) await sleep(20);
    load.sent += count;
  };
  const over = new AbortController();
  t.teardown(() => { over.abort(); });
  const surroundings = { address: intake.address, acknowledged, pace, signal: over.signal };
  const sending = sendAll({ path: '/v1/reference-events', events: simulation.referenceEvents }, surroundings)
    .then(() => Promise.all(counters.map((counter) => sendAll(counter, surroundings))));
  const killing = async (): Promise<readonly Kill[]> => {
    const kills: Kill[] = [];
    for (const { victim, delayMs } of planOfKills()) {
      await until(async () => (await store.head()).position >= (kills.at(-1)?.logged ?? 0) + share / 4);
      if (victim === 'projector') await untilProjected(database, kills.findLast((kill) => kill.victim === 'projector')?.projected ?? 0);
      await sleep(delayMs);
      const before = { victim, logged: (await store.head()).position, projected: (await readCheckpoint(database.db)).position };
      await kill(victim, { server, projector, intake, clock }, delayMs);
      kills.push(before);
      load.killed += 1;
    }
    return kills;
  };
  const [kills] = await Promise.all([killing(), sending]);
  await untilMarked(t, store, database);
  t.equal(await clock.stop(), 0, 'the clock ends cleanly when it is asked to');
  await untilProjected(database, (await store.head()).position - 1);
  const log = await wholeLog(store);
  checkKills(t, kills, log.length);
  t.equal(projector.ends.filter((end) => end === 'SIGKILL').length, 10, 'ten projectors were killed');
  checkLog(t, log, acknowledged, [...simulation.referenceEvents, ...counters.flatMap(({ events }) => [...events])]);
  await checkFigures(t, database, simulation, log);
  await checkBalances(t, database);
  t.strictSame([await intake.stop(), await projector.stop()], [0, 0], 'both end cleanly when they are asked to');
});

type Kill = { readonly victim: Victim; readonly logged: number; readonly projected: number };

function planOfKills(): readonly { readonly victim: Victim; readonly delayMs: number }[] {
  const order = fc.shuffledSubarray([...VICTIMS.keys()], { minLength: VICTIMS.length });
  const delays = fc.array(fc.nat(DELAY_MS_MAX), { minLength: VICTIMS.length, maxLength: VICTIMS.length });
  const [plan] = fc.sample(fc.tuple(order, delays), { seed, numRuns: 1 });
  return (plan?.[0] ?? []).map((which, index) => ({ victim: VICTIMS[which] ?? 'projector', delayMs: plan?.[1][index] ?? 0 }));
}

type Running = { readonly server: TestServer; readonly projector: Supervised; readonly intake: Supervised; readonly clock: Supervised };

async function kill(victim: Victim, { server, projector, intake, clock }: Running, downMs: number): Promise<void> {
  switch (victim) {
    case 'projector': return projector.kill();
    case 'intake': return intake.kill();
    case 'clock': return clock.kill();
    case 'postgres':
      await server.kill();
      await sleep(downMs);
      return server.restart();
  }
}

function checkKills(t: Test, kills: readonly Kill[], total: number): void {
  t.comment(kills.map(({ victim, logged, projected }) => `${victim} at ${logged}, projected ${projected}`).join('; '));
  t.strictSame(kills.map(({ victim }) => victim).toSorted(), VICTIMS.toSorted(), 'everything was killed as often as planned');
  t.ok(kills.every(({ logged }, index) => logged > (kills[index - 1]?.logged ?? 0)), 'events were appended between any two kills');
  t.ok((kills.at(-1)?.logged ?? total) < total, 'and after the last one');
  const projected = kills.filter(({ victim }) => victim === 'projector').map((each) => each.projected);
  t.ok(projected.every((position, index) => position > (projected[index - 1] ?? 0)), 'every projector had got further before it was killed');
}

async function emptyDatabase({ ownerUrl, appUrl }: TestServer): Promise<Record<'DATABASE_URL' | 'DATABASE_OWNER_URL' | 'PORT', string>> {
  const client = new pg.Client({ connectionString: ownerUrl('postgres') });
  await client.connect();
  await client.query('create database crash');
  await client.end();
  return { DATABASE_URL: appUrl('crash'), DATABASE_OWNER_URL: ownerUrl('crash'), PORT: '0' };
}

function open(t: Test, url: string): readonly [EventStore, Database] {
  const store = openPostgresStore({ connectionString: url });
  const database = openDatabase(url, { connections: 2 });
  t.teardown(() => Promise.all([store.close(), database.close()]));
  return [store, database];
}

function serviceOf(name: 'intake' | 'projector' | 'clock'): string {
  return fileURLToPath(new URL(`../services/${name}/src/main.ts`, import.meta.url));
}
