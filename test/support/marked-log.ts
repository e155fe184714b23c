import { migrateDatabase, openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { startClock } from '@motcua/clock';
import type { Clock, ClockOptions } from '@motcua/clock';
import { dossierEventData } from '@motcua/dossier';
import type { DossierEventInput, DossierEventType } from '@motcua/dossier';
import { migrateLog, openPostgresStore, streams } from '@motcua/event-store';
import type { EventStore, JsonObject, NewEvent } from '@motcua/event-store';
import { eventKey, formatInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import type { Projector } from '@motcua/projector';
import { testDatabase, vietnamTime } from '@motcua/testkit';
import { pino } from 'pino';
import type { Test } from 'tap';

/** Long: a busy machine shall not fail a test. */
const PATIENCE_MS = 120_000;
const log = pino({ level: 'silent' });

/** A mark as the log holds it. */
export type LoggedMark = { readonly dossier: string; readonly rule: string; readonly dueAt: string };

/** A log and a read model that projector and clocks work on. Whatever is started ends with the test, if not before. */
export type MarkedLog = {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly store: EventStore;
  readonly database: Database;
  readonly startProjector: () => Projector;
  /** Until the read model holds the whole log. */
  readonly project: () => Promise<void>;
  readonly startClock: (now: () => Instant, options?: Partial<ClockOptions>) => Clock;
  /** All marks, in the order of the log. */
  readonly marks: () => Promise<readonly LoggedMark[]>;
};

export async function openMarkedLog(t: Pick<Test, 'teardown'>): Promise<MarkedLog> {
  const { appUrl, ownerUrl } = await testDatabase(t, [migrateLog, migrateDatabase]);
  const store = openPostgresStore({ connectionString: appUrl });
  const database = openDatabase(appUrl, { connections: 4 });
  t.teardown(async () => {
    await database.close();
    await store.close();
  });
  const start = (): Projector => endingWith(t, startProjector({ store, databaseUrl: appUrl, log, pollMs: 20 }));
  return {
    appUrl, ownerUrl, store, database, startProjector: start,
    project: async () => {
      const projector = start();
      await projector.waitFor((await store.head()).position, PATIENCE_MS).finally(() => projector.stop());
    },
    startClock: (now, options = {}) => endingWith(t, startClock({ store, database, log, now, pollMs: 20, ...options })),
    marks: async () => (await store.readAll(0, 100_000)).filter(({ type }) => type === 'DossierFellOverdue')
      .map(({ subject, data }) => ({ dossier: subject, ...dossierEventData.DossierFellOverdue.parse(data) })),
  };
}

function endingWith<T extends { readonly stop: () => Promise<void> }>(t: Pick<Test, 'teardown'>, service: T): T {
  let ended: Promise<void> | undefined;
  const stop = (): Promise<void> => (ended ??= service.stop());
  t.teardown(stop);
  return { ...service, stop };
}

/** Waits until every due date that has passed is marked and the read model shows it. */
export async function marked({ store }: MarkedLog, projector: Projector, clock: Clock): Promise<void> {
  await clock.caughtUp(PATIENCE_MS);
  await projector.waitFor((await store.head()).position, PATIENCE_MS);
}

export type Told = { readonly stream: string; readonly event: NewEvent };

/** An event of a dossier as the intake would append it; `at`: `2024-01-05 08:12` in Vietnam. `id`: what tells it from others of its time. */
export function told<T extends DossierEventType>(code: string, type: T, at: string, data: DossierEventInput<T>, id = ''): Told {
  return record(streams.dossier(code), type, code, at, dossierEventData[type].parse(data), id);
}

/** Any event, lawful or not. */
export function record(stream: string, type: string, subject: string, at: string, data: JsonObject, id = ''): Told {
  const sourceId = `${stream} ${type} ${at} ${id}`;
  return { stream, event: {
    id: eventKey('urn:test', sourceId), type, source: 'urn:test', sourceId, subject, occurredAt: formatInstant(vietnamTime(at)), schemaVersion: 1, data,
  } };
}

/** Appends in this order within each stream. */
export async function tell({ store }: Pick<MarkedLog, 'store'>, ...all: readonly Told[]): Promise<void> {
  const verdicts = await store.appendMany(all.map(({ stream, event }) => ({ stream, expect: { kind: 'any' }, events: [event] })));
  const wrong = verdicts.find(({ kind }) => kind !== 'appended');
  if (wrong !== undefined) throw new Error(`not appended: ${wrong.kind}`);
}
