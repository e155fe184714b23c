import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import { simulate } from '@motcua/simulator';
import { NO_POSTGRES_15, until } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { betweenBlows } from './support/between-blows.ts';
import { checkBalances, checkFigures, checkLog, lateNews, untilMarked, untilProjected, wholeLog } from './support/after-kills.ts';
import { openCluster } from './support/cluster.ts';
import type { Cluster, Service } from './support/cluster.ts';
import { sendAll } from './support/counters.ts';
import type { Acknowledged, Counter, Sent } from './support/counters.ts';
import { readOn } from './support/reading-on.ts';
import { kurrentLog, postgresLog, replicatedDatabase, singleDatabase } from './support/struck.ts';
import type { Struck } from './support/struck.ts';
import type { Supervised } from './support/supervised.ts';
import { watchTakeOvers } from './support/take-overs.ts';

// CHAOS_SEED=<number>: the same kills in the same order again. CHAOS_KILLS=<number>: how often each process is killed; npm run test:chaos says 30.
// CHAOS_CUTS=<number>: how often sessions of each database are ended by its operator, and all of them shut out; npm run test:sessions says 15 and kills nothing,
// and then no process may end either.
// CHAOS_FAILOVER=yes: databases have replicas, and lose their primaries once. EVENT_STORE=kurrentdb: the log is in the tests' own model of that server.
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const kills = Number(process.env['CHAOS_KILLS'] ?? 1);
const cuts = Number(process.env['CHAOS_CUTS'] ?? 0);
const failsOver = process.env['CHAOS_FAILOVER'] === 'yes';
const engine = process.env['EVENT_STORE'] === 'kurrentdb' ? 'kurrentdb' : 'postgres';

const COUNTS = { intake: 2, projector: 2, clock: 2, statistics: 1 } as const;
type ProcessVictim = { readonly what: 'process'; readonly service: Service; readonly which: number };
type DataVictim = { readonly what: 'pause' | 'crash' | 'failOver' | 'cut' | 'shutOut'; readonly of: 'log' | 'model' };
type Victim = ProcessVictim | DataVictim;
const PROCESSES: readonly ProcessVictim[] = Object.entries(COUNTS).flatMap(([service, count]) =>
  Array.from({ length: count }, (_, which): ProcessVictim => ({ what: 'process', service: service as Service, which })));
const DATA: readonly DataVictim[] = [
  { what: 'pause', of: 'log' }, { what: 'crash', of: 'log' },
  ...(failsOver ? [{ what: 'failOver', of: 'model' } as const] : []), ...(failsOver && engine === 'postgres' ? [{ what: 'failOver', of: 'log' } as const] : []),
];
const OPERATED: readonly DataVictim[] = (['model', ...(engine === 'postgres' ? ['log'] as const : [])] as const).flatMap((of) => [{ what: 'cut', of }, { what: 'shutOut', of }]);
/** A short run has time for one. */
const CUT: readonly DataVictim[] = cuts === 0 ? [{ what: 'shutOut', of: 'model' }] : Array.from({ length: cuts }, () => OPERATED).flat();
const VICTIMS: readonly Victim[] = [...Array.from({ length: kills }, () => PROCESSES).flat(), ...DATA, ...CUT];
const DELAY_MS_MAX = 300;
const PAUSE_MS = 2_000;
const SENDERS = 8;
/** A long run says now and then how far it is. */
const PROGRESS = 25;

test(`${PROCESSES.length} processes killed ${kills} times each, ${[...DATA, ...new Set(CUT)].map(nameOfVictim).join(', ')}: nothing acknowledged is lost, nothing is counted twice`, { skip: failsOver && NO_POSTGRES_15, timeout: 7_200_000 }, async (t) => {
  t.comment(`CHAOS_SEED=${seed} CHAOS_KILLS=${kills} CHAOS_CUTS=${cuts} CHAOS_FAILOVER=${failsOver ? 'yes' : 'no'} EVENT_STORE=${engine}`);
  const newDatabase = () => (failsOver ? replicatedDatabase(t) : singleDatabase(t));
  const model = await newDatabase();
  const log = engine === 'postgres' ? postgresLog(await newDatabase()) : await kurrentLog(t, model);
  const cluster = openCluster(t, {
    ...log.environment, DATABASE_URL: model.appUrl, DATABASE_OWNER_URL: model.ownerUrl,
    PROJECTOR_BATCH_SIZE: '20', PROJECTOR_POLL_MS: '100', PROJECTOR_LEASE_MS: '2000', CLOCK_POLL_MS: '100',
  });
  await Promise.all(Object.entries(COUNTS).map(([service, count]) => cluster.start(service as Service, count)));
  const store = openEventStore(log.config);
  const database = openDatabase(model.appUrl, { connections: 3 });
  t.teardown(() => Promise.all([store.close(), database.close()]));

  const simulation = simulate({ dossiers: 80 + 40 * Math.max(kills, cuts), authorities: 24, seed });
  const counters = eight([...simulation.counters.map(({ events }) => [...events]), [...lateNews(seed)]]);
  const sent = [...simulation.referenceEvents, ...counters.flatMap(({ events }) => [...events])];
  const acknowledged: Acknowledged = { positions: new Map(), answerLost: new Set() };
  const load = betweenBlows({ total: sent.length, blows: VICTIMS.length, acknowledged });
  const over = new AbortController();
  t.teardown(() => { over.abort(); });
  const surroundings = { address: () => cluster.address('intake'), acknowledged, pace: load.pace, signal: over.signal };
  const sending = sendAll({ path: '/v1/reference-events', events: simulation.referenceEvents }, surroundings)
    .then(() => Promise.all(counters.map((counter) => sendAll(counter, surroundings))));
  // Waited for behind the killing; when that fails, it may be why.
  let refused: unknown;
  sending.catch((error: unknown) => { refused = error; });
  const reading = readOn(() => cluster.address('statistics'), () => Math.max(0, ...acknowledged.positions.values()));
  t.teardown(() => reading.stop());
  const takeOvers = watchTakeOvers(cluster.processes('projector'));
  const tellAndThrow = async (error: unknown): Promise<never> => {
    for (const { service, which } of PROCESSES) t.comment(`${service} ${which + 1}: ${await describe(cluster.processes(service)[which])}`);
    t.comment(`${acknowledged.positions.size} of ${sent.length} events acknowledged, figures answered ${reading.answered()} times; ${refused instanceof Error ? refused.message : 'nothing was refused'}`);
    throw error;
  };
  for (const victim of orderOf(VICTIMS)) {
    await load.due().catch(tellAndThrow);
    await sleep(Math.floor(Math.random() * DELAY_MS_MAX));
    const struckAt = performance.now();
    await strike(victim, cluster, { log, model });
    const blows = load.struck();
    if (blows % PROGRESS === 0) t.comment(`${blows} of ${VICTIMS.length} blows, ${acknowledged.positions.size} of ${sent.length} events acknowledged`);
    if (victim.what !== 'process') {
      const [taken, answered] = [acknowledged.positions.size, reading.answered()];
      await until(() => acknowledged.positions.size > taken && reading.answered() > answered).catch((error: unknown) => {
        t.comment(`behind ${nameOfVictim(victim)}: ${taken} events and ${answered} answers`);
        return tellAndThrow(error);
      });
      t.comment(`${nameOfVictim(victim)}: events are taken and figures answered again ${Math.round(performance.now() - struckAt)} ms later`);
    } else if (victim.service === 'projector') takeOvers.killed(victim.which);
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
  if (kills === 0) t.strictSame(PROCESSES.flatMap(({ service, which }) => cluster.processes(service)[which]?.ends ?? []), [], 'no process ended by itself');
  for (const { service, which } of PROCESSES) {
    t.ok((cluster.processes(service)[which]?.ends.filter((end) => end === 'SIGKILL').length ?? 0) >= kills, `${service} ${which + 1} was killed ${kills} times`);
  }
  t.ok((await cluster.stop()).every((end) => end === 0), 'all end cleanly when they are asked to');
});

/** For people: what it says of itself, and the last that it wrote. */
async function describe(one: Supervised | undefined): Promise<string> {
  const health = Promise.resolve(one?.address()).then(async (url) => (await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) })).text());
  return `${await Promise.race([health.catch(String), sleep(10_000, 'no answer')])}; ${one?.lastWords() ?? ''}`;
}

/** What may be killed, in an order of chance. */
function orderOf(victims: readonly Victim[]): readonly Victim[] {
  const [order = []] = fc.sample(fc.shuffledSubarray([...victims.keys()], { minLength: victims.length }), { seed, numRuns: 1 });
  return order.flatMap((index) => victims[index] ?? []);
}

async function strike(victim: Victim, cluster: Cluster, places: Readonly<Record<DataVictim['of'], Struck>>): Promise<void> {
  if (victim.what === 'process') return cluster.processes(victim.service)[victim.which]?.kill();
  const { pause, crash, ...more } = places[victim.of];
  switch (victim.what) {
    case 'pause': {
      const goOn = pause();
      await sleep(PAUSE_MS);
      return goOn();
    }
    case 'crash': return crash();
    case 'failOver': case 'cut': case 'shutOut': return more[victim.what]?.();
  }
}

/** Eight counters, each of which sends what several simulated ones have to send. */
function eight(lists: readonly (readonly Sent[])[]): readonly Counter[] {
  return Array.from({ length: SENDERS }, (_, turn) => ({ path: '/v1/dossier-events', events: lists.filter((_list, index) => index % SENDERS === turn).flat() }));
}

function nameOfVictim({ what, of }: DataVictim): string {
  const happens = { pause: 'paused', crash: 'killed and started again', failOver: 'replaced by its replica', cut: 'ending sessions', shutOut: 'without a connection to spare' };
  return `the ${of === 'log' ? 'log' : 'read model'} ${happens[what]}`;
}
