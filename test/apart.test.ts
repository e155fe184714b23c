import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inSnapshot } from '@motcua/database';
import { LATENESS_RULES } from '@motcua/dossier';
import { openEventStore } from '@motcua/event-store';
import type { EventStore, LogConfig } from '@motcua/event-store';
import { DIMENSIONS } from '@motcua/ledger';
import { SAMPLE_PARAMETERS, simulate } from '@motcua/simulator';
import { openLedger, play, sendersOf, settled } from '@motcua/standalone';
import type { Ledger, Sender } from '@motcua/standalone';
import { figuresQuery, readFigures } from '@motcua/statistics';
import { startPeerProcess, startProcess, testDatabase, until } from '@motcua/testkit';
import { pino } from 'pino';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { openCluster, SERVICES } from './support/cluster.ts';
import type { Cluster } from './support/cluster.ts';

// APART_DOSSIERS=91518: the whole sample quarter.
const dossiers = Number(process.env['APART_DOSSIERS'] ?? 300);
const isWhole = dossiers === SAMPLE_PARAMETERS.dossiers;
const simulation = simulate(isWhole ? {} : { dossiers, authorities: 24 });
const { reference, counters } = sendersOf(simulation);

const QUESTIONS = [
  ...DIMENSIONS.map((by) => `/v1/figures?scope=VN&period=2024-Q1&by=${by}`),
  ...LATENESS_RULES.map(({ id }) => `/v1/figures?scope=VN&period=2024-Q1&by=authority&rule=${id}`),
  '/v1/figures/received/dossiers?scope=VN&period=2024-Q1&limit=1000', '/v1/findings/summary?by=source', '/v1/rates?scope=VN&period=2024-Q1',
  '/v1/apology-duties?scope=VN&period=2024-Q1&at=2024-06-01', '/v1/delays?scope=VN&period=2024-Q1',
];
const FIGURES = ['figures', '--period', '2024-Q1', '--by', 'authority', '--json'];
const MOTCUA = fileURLToPath(new URL('../services/standalone/src/motcua.ts', import.meta.url));

const one = await together();

/** Where the log is, as the variables say; the read model is elsewhere. */
type LogPlace = { readonly log: LogConfig; readonly environment: Readonly<Record<string, string>> };

// A short run has no time for both logs: with the log in PostgreSQL the chaos test runs the same processes.
if (isWhole) test('two intakes, two projectors, two clocks, statistics and reporter apart give the figures of one process, byte for byte', async (t) => {
  const { appUrl, ownerUrl } = await testDatabase(t);
  await sameApart(t, { log: { kind: 'postgres', url: appUrl }, environment: { EVENT_STORE: 'postgres', LOG_DATABASE_URL: appUrl, LOG_DATABASE_OWNER_URL: ownerUrl } });
});

test('two of each service apart give the figures of one process with the log in KurrentDB, against the tests\' own model of the server', async (t) => {
  const { url } = await startPeerProcess(t);
  const { appUrl, ownerUrl } = await testDatabase(t);
  await sameApart(t, {
    log: { kind: 'kurrentdb', url, indexUrl: appUrl }, environment: { EVENT_STORE: 'kurrentdb', KURRENTDB_URL: url, LOG_DATABASE_URL: appUrl, LOG_DATABASE_OWNER_URL: ownerUrl },
  });
});

async function sameApart(t: Test, place: LogPlace): Promise<void> {
  const { ledger, head: wanted } = one;
  const { url } = ledger;
  const model = await testDatabase(t);
  const environment = { ...place.environment, DATABASE_URL: model.appUrl, DATABASE_OWNER_URL: model.ownerUrl, LOG_LEVEL: 'info' };
  const cluster = openCluster(t, environment);
  await Promise.all([cluster.start('intake', 2), cluster.start('projector', 2), cluster.start('statistics', 1), cluster.start('reporter', 1)]);
  await throughBoth(cluster, [reference]);
  await throughBoth(cluster, counters);
  // As with the sample of one process: before the past is told to its end, everything would be unfinished.
  await cluster.start('clock', 2);
  const store = openEventStore(place.log);
  t.teardown(() => store.close());
  await reached(store, wanted);
  const { position } = await store.head();
  t.equal(position, wanted, 'as many events, marks of the clock included');

  const statistics = await cluster.address('statistics');
  const notYet = await fetch(`${statistics}/v1/findings?atLeast=${position + 1_000}`, { headers: { prefer: 'wait=0' } });
  t.equal(notYet.status, 503, 'what is not in the log yet is not waited for any longer than is wished');
  for (const question of QUESTIONS) {
    const apart = await text(`${statistics}${question}&atLeast=${position}`, { prefer: 'wait=30' });
    t.equal(withoutInstants(apart), withoutInstants(await text(`${url}${question}`)), question);
  }
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ scope: 'VN', accept: [], preview: true }) };
  const preview = async (at: string) => JSON.parse(await text(`${at}/v1/periods/vpcp-15-14/2024-Q1/close`, asked.headers, asked)) as { readonly preview: { readonly sha256: string } };
  t.equal((await preview(await cluster.address('reporter'))).preview.sha256, (await preview(url)).preview.sha256, 'an edition would have the same hash');

  const metrics = await Promise.all(SERVICES.map(async (service) => text(`${await cluster.address(service)}/metrics`)));
  t.strictSame(shownMetrics().filter((name) => !metrics.some((shown) => shown.includes(`# TYPE ${name} `))), [], 'the dashboards show what there is');

  const command = startProcess(t, process.execPath, [MOTCUA, ...FIGURES], environment);
  t.equal(await command.ended, 0);
  t.equal(withoutInstants(command.text().trim()), withoutInstants(await figuresOfOneProcess(ledger)), 'also by the command');
  t.strictSame(await cluster.stop(), Array.from({ length: 8 }, () => 0), 'all end cleanly when they are asked to');
}

/** However long it takes, as long as it gets on. */
async function reached(store: EventStore, wanted: number): Promise<void> {
  for (let before = -1; before < wanted;) {
    await until(async () => (await store.head()).position > before);
    before = (await store.head()).position;
  }
}

/** The embedded default: everything in one process. */
async function together(): Promise<{ readonly ledger: Ledger; readonly head: number }> {
  const { appUrl, ownerUrl } = await testDatabase(file);
  const ledger = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
  file.teardown(() => ledger.stop());
  for (const senders of [[reference], counters]) await play(senders, { baseUrl: ledger.url, onProgress: () => undefined });
  await settled(ledger);
  return { ledger, head: (await ledger.store.head()).position };
}

/** What `motcua figures --json` prints. */
async function figuresOfOneProcess({ database }: Ledger): Promise<string> {
  const query = figuresQuery({ scope: 'VN', period: '2024-Q1', scheme: 'vpcp-15-14', by: 'authority', rule: 'nd61' });
  return JSON.stringify(await inSnapshot(database.db, (snapshot) => readFigures(snapshot, query)));
}

/** The names that the dashboards ask Prometheus for. */
function shownMetrics(): readonly string[] {
  const folder = new URL('../infra/grafana/dashboards/', import.meta.url);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  return [...new Set(texts.flatMap((one) => one.match(/\b(?:motcua|process|nodejs)_[a-z0-9_]+/g) ?? []))].map((name) => name.replace(/_(?:bucket|count|sum)$/, ''));
}

/** Each sender keeps to one of the intakes, and both are busy at the same time. */
async function throughBoth(cluster: Cluster, senders: readonly Sender[]): Promise<void> {
  const addresses = await Promise.all(cluster.processes('intake').map(({ address }) => address()));
  await Promise.all(addresses.map((baseUrl, turn) =>
    play(senders.filter((_, index) => index % addresses.length === turn), { baseUrl, parallel: 4, onProgress: () => undefined })));
}

/** When the log learned of an event is the only thing that two plays cannot have in common. */
function withoutInstants(json: string): string {
  return json.replaceAll(/"recordedAt":"[^"]+"/g, '"recordedAt":"…"');
}

async function text(url: string, headers: Readonly<Record<string, string>> = {}, request: RequestInit = {}): Promise<string> {
  const answer = await fetch(url, { ...request, headers });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}
