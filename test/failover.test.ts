import { inSnapshot, migrateDatabase, openDatabase } from '@motcua/database';
import { copyLog, migrateLog, openPostgresImport, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { startProjector } from '@motcua/projector';
import { simulate } from '@motcua/simulator';
import { caughtUp, openLedger } from '@motcua/standalone';
import type { Ledger } from '@motcua/standalone';
import { figuresQuery, readFigures } from '@motcua/statistics';
import { NO_POSTGRES_15, onCluster, testDatabase, until } from '@motcua/testkit';
import type { Cluster } from '@motcua/testkit';
import { pino } from 'pino';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { nameOf, sendAll } from './support/counters.ts';
import type { Acknowledged } from './support/counters.ts';
import { FAILOVER_COMMANDS, openReplicated } from './support/replica.ts';
import { shellBlocks } from './support/runbooks.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(300_000);

const log = pino({ level: 'silent' });
const QUESTION = figuresQuery({ scope: 'VN', period: '2024-Q1', scheme: 'vpcp-15-14', by: 'level', rule: 'nd61' });

test('a primary that is killed under load is replaced by its replica, as the runbook says: no acknowledged event is lost or doubled', { skip: NO_POSTGRES_15, timeout: 300_000 }, async (t) => {
  t.match(await shellBlocks('failover'), FAILOVER_COMMANDS, 'this test runs every command of the runbook');
  const { primary, replica, appUrl, ownerUrl, promote } = await openReplicated(t);
  const ledger = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, log, 'on_demand');
  t.teardown(() => ledger.stop());

  const simulation = simulate({ dossiers: 120, authorities: 8, seed: 7 });
  const counters = simulation.counters.map(({ events }) => ({ path: '/v1/dossier-events', events: [...events] }));
  const total = counters.reduce((sum, { events }) => sum + events.length, simulation.referenceEvents.length);
  const acknowledged: Acknowledged = { positions: new Map(), answerLost: new Set() };
  const load = { promoted: false };
  // Two thirds may be sent before the replica is promoted: there is load while the primary dies, and after it.
  const pace = async (): Promise<void> => until(() => load.promoted || acknowledged.positions.size < (total * 2) / 3);
  const over = new AbortController();
  t.teardown(() => { over.abort(); });
  const surroundings = { address: () => Promise.resolve(ledger.url), acknowledged, pace, signal: over.signal };
  const sending = sendAll({ path: '/v1/reference-events', events: simulation.referenceEvents }, surroundings).then(() => Promise.all(counters.map((counter) => sendAll(counter, surroundings))));

  await until(() => acknowledged.positions.size >= total / 3);
  const read = (await figuresAt(primary)).asOf;
  await until(async () => (await figuresAt(replica)).asOf >= read);
  t.pass('figures are read from the replica meanwhile');
  const before = acknowledged.positions.size;
  await primary.kill();
  const killedAt = performance.now();
  t.equal((await promote()).trim().split('\n').at(-1), 'f');
  load.promoted = true;
  const atMove = acknowledged.positions.size;
  await until(() => acknowledged.positions.size > atMove);
  t.comment(`killed with ${before} of ${total} events acknowledged; the next one ${Math.round(performance.now() - killedAt)} ms later`);
  await sending;

  t.equal(acknowledged.positions.size, total);
  t.equal(await onCluster(replica, 'motcua', 'show synchronous_standby_names'), '', 'the new primary waits for nobody');
  await checkLog(t, ledger.store, acknowledged);
  t.match(await verifyLog({ connectionString: replica.url('motcua') }), { checked: total, fault: undefined });
  await checkFigures(t, ledger, replica);
});

/** What the counters were told is what the log holds, and nothing else is in it. */
async function checkLog(t: Test, store: EventStore, { positions }: Acknowledged): Promise<void> {
  const events = await store.readAll(0, 100_000);
  const inLog = new Map(events.map(({ source, sourceId, position }) => [nameOf({ source, id: sourceId }), position]));
  t.equal(inLog.size, events.length, 'nothing is in the log twice');
  t.strictSame([...inLog].toSorted(), [...positions].toSorted(), 'every acknowledged event is in the log where the counter was told');
}

/** The same log on PostgreSQL 18, projected there, gives the same figures. */
async function checkFigures(t: Test, ledger: Ledger, replica: Cluster): Promise<void> {
  const { position } = await ledger.store.head();
  await caughtUp(ledger.projector, position);
  const other = await testDatabase(t);
  await migrateLog(other.ownerUrl);
  await migrateDatabase(other.ownerUrl);
  const [to, into] = [openPostgresStore({ connectionString: other.appUrl }), openPostgresImport({ connectionString: other.ownerUrl })];
  t.match(await copyLog({ from: ledger.store, to, into }), { copied: position, root: (await ledger.store.head()).chain ?? '' });
  const projector = startProjector({ store: to, databaseUrl: other.appUrl, log });
  await caughtUp(projector, position).finally(() => projector.stop());
  const [here, there] = [await figuresAt(replica), await figuresIn(other.appUrl)];
  t.equal(JSON.stringify(here), JSON.stringify(there), 'PostgreSQL 15 and 18 count the same');
  t.ok(here.total.received > 50);
  await to.close();
  await into.close();
}

function figuresAt(cluster: Cluster) {
  return figuresIn(cluster.url('motcua', 'motcua_app'));
}

async function figuresIn(url: string) {
  const database = openDatabase(url, { connections: 1, access: 'read-only' });
  const { asOf, rows, total } = await inSnapshot(database.db, (snapshot) => readFigures(snapshot, QUESTION)).finally(() => database.close());
  return { asOf: asOf.position, rows, total };
}
