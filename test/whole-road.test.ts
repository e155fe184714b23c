import assert from 'node:assert/strict';
import { migrateDatabase, openDatabase } from '@motcua/database';
import { isDossierEventType, isReferenceEventType, LATENESS_RULES, readDossierEvent } from '@motcua/dossier';
import type { ReferenceRecord } from '@motcua/dossier';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { createHttpServer } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { intakePlugin, migrateIntake } from '@motcua/intake';
import { addDays, formatInstant } from '@motcua/kernel';
import { definitions } from '@motcua/ledger';
import type { Dimension, FigureId } from '@motcua/ledger';
import { startProjector } from '@motcua/projector';
import { figuresAnswer, statisticsPlugin } from '@motcua/statistics';
import { acceptedOf, announcements, emptyTables, fellOverdue, offeredArrivals, oracleCalendar, oracleFigures, pools, randomRuns, testDatabase } from '@motcua/testkit';
import type { Announcement, Arrival, OracleBook, OracleNode } from '@motcua/testkit';
import fc from 'fast-check';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { test } from 'tap';
import type { Test } from 'tap';

/** Long: a busy machine shall not fail the test. */
const PATIENCE_MS = 60_000;
const RUNS = randomRuns(10);
/** All times of the made-up dossiers lie before it. */
const NOW = Date.parse('2026-01-01T00:00:00Z');
const EVERYBODY = [...pools.authorities, 'unknown'];
/** The third is never declared. */
const LEVELS: Readonly<Record<string, readonly string[]>> = { province: ['H57.01'], commune: ['H57.02'], unknown: ['H57.03', 'unknown'] };

type Road = {
  readonly server: HttpServer;
  readonly store: EventStore;
  /** Posts the whole log and ends the projection again. */
  readonly project: (batchSize: number) => Promise<void>;
  /** Figures count only what comes from now on; the position at which that begins. */
  readonly beginAnew: () => Promise<number>;
};

test('whatever the counters send in whatever order, the figures under every rule are those that an oracle counts from the log', async (t) => {
  const offers = fc.record({
    arrivals: offeredArrivals({ dossiers: 24, atLeast: 8 }), sizes: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
    batchSize: fc.integer({ min: 5, max: 60 }), from: fc.nat(40), days: fc.nat(30), announced: announcements(3), rule: fc.constantFrom(...LATENESS_RULES.map(({ id }) => id)),
  });
  const road = await openRoad(t);
  await declareAuthorities(road.server);
  let run = 0;
  await fc.assert(fc.asyncProperty(offers, async ({ arrivals: generated, sizes, batchSize, from, days, announced, rule }) => {
    const offered = ofRun(generated, run += 1);
    const start = await road.beginAnew();
    // The projection ends after the first round and goes on later, where it stood.
    const first = await send(road.server, offered, sizes, announced.map((one, index) => ({ ...one, id: `announced-${run}-${index}` })));
    await road.project(batchSize);
    for (let accepted = first; accepted > 0;) accepted = await send(road.server, offered, sizes);
    await road.project(batchSize);
    const arrivals = await arrivalsIn(road.store, start);
    assert.equal(new Set(arrivals.map(({ event }) => event.id)).size, arrivals.length, 'nothing is in the log twice');
    assert.equal(arrivals.length, acceptedOf(offered).length, 'whatever the decider accepts is in the log');
    const begin = addDays('2023-12-05', from);
    await compare(road.server, arrivals, { rule, calendar: oracleCalendar(await recordsIn(road.store)) }, begin, addDays(begin, days));
  }), { numRuns: RUNS, interruptAfterTimeLimit: PATIENCE_MS * 4, endOnFailure: true });
  t.ok(run >= RUNS, `${run} runs`);
});

/** The same arrivals for dossiers that no other run has, because the log keeps what it was told. */
function ofRun(arrivals: readonly Arrival[], run: number): readonly Arrival[] {
  return arrivals.map(({ dossier: old, event }) => {
    const dossier = old.replace(/\d+$/, (number) => `${run}${number}`);
    return { dossier, event: event.type === 'DossierFellOverdue' ? fellOverdue(dossier, event.occurredAt, event.data.rule) : event };
  });
}

async function compare(server: HttpServer, arrivals: readonly Arrival[], book: OracleBook & { readonly rule: string }, from: string, to: string): Promise<void> {
  const counted = (node: OracleNode, first = from, last = to): Readonly<Record<FigureId, number>> => oracleFigures(arrivals, { ...book, node, from: first, to: last, position: arrivals.length });
  for (const scope of ['VN', 'H57.01']) {
    const within = scope === 'VN' ? EVERYBODY : [scope];
    for (const by of ['level', 'authority', 'field', 'procedure', 'channel'] as const) {
      const { rows, total } = await table(server, book.rule, scope, by, `${from}..${to}`);
      for (const row of rows) assert.deepEqual(figuresOf(row), counted(nodeOf(by, row, within)), `${by} ${row[by]} in ${scope} ${from}..${to}`);
      if (by !== 'field' && by !== 'procedure' && by !== 'channel') assert.deepEqual(figuresOf(total), counted({ by: 'authority', authorities: within }), `${by} in ${scope}`);
    }
  }
  const last = addDays(from, 6);
  const { rows } = await table(server, book.rule, 'VN', 'day', `${from}..${last}`);
  for (const row of rows) assert.deepEqual(figuresOf(row), counted({ by: 'authority', authorities: EVERYBODY }, row.day, row.day), row.day);
}

type Row = Readonly<Record<FigureId, number>> & { readonly [Head in Dimension]?: string | undefined };

async function table(server: HttpServer, rule: string, scope: string, by: Dimension, period: string): Promise<{ readonly rows: readonly Row[]; readonly total: Readonly<Record<FigureId, number>> }> {
  const answer = await server.inject({ method: 'GET', url: '/v1/figures', query: { scope, by, period, rule } });
  assert.equal(answer.statusCode, 200, answer.body);
  return figuresAnswer.parse(answer.json());
}

function nodeOf(by: Exclude<Dimension, 'day'>, row: Row, within: readonly string[]): OracleNode {
  const code = row[by] ?? '';
  switch (by) {
    case 'level': return { by: 'authority', authorities: (LEVELS[code] ?? []).filter((authority) => within.includes(authority)) };
    case 'authority': return { by, authorities: [code] };
    case 'field': case 'procedure': case 'channel': return { by, code, within };
  }
}

function figuresOf(row: Readonly<Record<FigureId, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(definitions.map(({ id }) => [id, row[id]]));
}

/** What the log holds of dossiers behind a position, in its order. */
async function arrivalsIn(store: EventStore, start: number): Promise<readonly Arrival[]> {
  const records = await store.readAll(start, 100_000);
  return records.filter(({ type }) => isDossierEventType(type)).map((record) => ({ dossier: record.subject, event: readDossierEvent(record) }));
}

/** What the whole log holds of calendars and procedures. */
async function recordsIn(store: EventStore): Promise<readonly ReferenceRecord[]> {
  return (await store.readAll(0, 100_000)).filter(({ type }) => isReferenceEventType(type));
}

/**
 * Sends all of it once, in streams of these many lines, and before each of the first ones an announcement; returns how many
 * events of dossiers were accepted now.
 */
async function send(server: HttpServer, offered: readonly Arrival[], sizes: readonly number[], announced: readonly (Announcement & { readonly id: string })[] = []): Promise<number> {
  let accepted = 0;
  for (let from = 0, stream = 0; from < offered.length; stream += 1) {
    const size = sizes[stream % sizes.length] ?? 1;
    for (const announcement of announced.slice(stream, stream + 1)) await declare(server, announcement);
    const payload = offered.slice(from, from + size).map((arrival) => `${JSON.stringify(cloudEvent(arrival))}\n`).join('');
    const answer = await server.inject({ method: 'POST', url: '/v1/dossier-events', payload, headers: { 'content-type': 'application/x-ndjson' } });
    accepted += answer.body.split('\n').filter((line) => line.includes('"status":"accepted"')).length;
    from += size;
  }
  return accepted;
}

function cloudEvent({ dossier, event }: Arrival): Readonly<Record<string, unknown>> {
  const source = event.type === 'DossierFellOverdue' ? 'urn:motcua:clock' : `urn:counter:${dossier}`;
  return { specversion: '1.0', id: event.id, source, type: event.type, time: formatInstant(event.occurredAt), subject: dossier, data: event.data };
}

async function declareAuthorities(server: HttpServer): Promise<void> {
  for (const [authority = '', level] of [['H57.01', 'province'], ['H57.02', 'commune']]) {
    await declare(server, { id: `declare-${authority}`, type: 'AuthorityDeclared', subject: authority, data: { name: `Cơ quan ${authority}`, level, parent: 'H57', validFrom: '2020-01-01' } });
  }
}

async function declare(server: HttpServer, declared: Announcement & { readonly id: string }): Promise<void> {
  const payload = { specversion: '1.0', source: 'urn:test', time: '2023-01-01T00:00:00Z', ...declared };
  const answer = await server.inject({ method: 'POST', url: '/v1/reference-events', payload, headers: { 'content-type': 'application/cloudevents+json' } });
  assert.ok(answer.statusCode < 300, answer.body);
}

/** Intake, log, projection and statistics on one database, wired together as the ledger is. */
async function openRoad(t: Pick<Test, 'teardown'>): Promise<Road> {
  const { appUrl, ownerUrl } = await testDatabase(t, [migrateLog, migrateDatabase, migrateIntake]);
  const store = openPostgresStore({ connectionString: appUrl });
  const rejections = new pg.Pool({ connectionString: appUrl, max: 2 });
  const database = openDatabase(appUrl, { connections: 2 });
  const [log, registry] = [pino({ level: 'silent' }), new Registry()];
  const server = await createHttpServer({ log, registry, title: 'Road', version: '1' });
  await server.register(intakePlugin, { store, database: rejections, log, registry, clock: () => NOW, limits: { refusalsPerMinute: 1_000_000 } });
  await server.register(statisticsPlugin({ database, store, log }));
  t.teardown(async () => {
    await server.close();
    await Promise.all([store.close(), database.close(), rejections.end()]);
  });
  const project = async (batchSize: number): Promise<void> => {
    const projector = startProjector({ store, databaseUrl: appUrl, log, pollMs: 20, batchSize });
    await projector.waitFor((await store.head()).position, PATIENCE_MS).finally(() => projector.stop());
  };
  return {
    server, store, project,
    beginAnew: async () => {
      // Authorities, procedures and calendars stay as they were announced.
      await project(1_000);
      await emptyTables(ownerUrl, 'ledger', ['checkpoint', 'authority', 'procedure', 'almanac']);
      return (await store.head()).position;
    },
  };
}
