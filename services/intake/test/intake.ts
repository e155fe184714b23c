import { migrateLog, openPostgresStore } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import type { HttpServer, ListeningAt } from '@motcua/http';
import { testDatabase } from '@motcua/testkit';
import type { LightMyRequestResponse } from 'fastify';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Test } from 'tap';
import { intakePlugin, migrateIntake } from '../src/index.ts';
import type { IntakeLimits } from '../src/index.ts';

/** All times of these tests lie before it. */
export const NOW = Date.parse('2024-03-20T08:00:00+07:00');

export type RunningIntake = {
  readonly server: HttpServer;
  readonly store: EventStore;
  readonly database: pg.Pool;
  readonly log: () => Promise<readonly RecordedEvent[]>;
  readonly logged: readonly string[];
  readonly post: (payload: string | Buffer, type?: string, headers?: Readonly<Record<string, string>>, url?: string) => Promise<LightMyRequestResponse>;
  readonly listening: () => Promise<ListeningAt>;
};

export type IntakeWishes = {
  readonly limits?: Partial<IntakeLimits>;
  readonly clock?: () => number;
  /** Puts something between the intake and its store. */
  readonly between?: (store: EventStore) => EventStore;
};

export type Prepared = { readonly appUrl: string; readonly ownerUrl: string };

/** A database with both schemas; several intakes may run on it. */
export async function prepare(t: Test): Promise<Prepared> {
  const { ownerUrl, appUrl } = await testDatabase(t, [migrateLog, migrateIntake]);
  return { appUrl, ownerUrl };
}

/** An intake on a database of its own, or on a prepared one. */
export async function intakeFor(t: Test, wishes: IntakeWishes = {}, prepared?: Prepared): Promise<RunningIntake> {
  const { appUrl } = prepared ?? await prepare(t);
  const store = openPostgresStore({ connectionString: appUrl, retryMsMax: 1_000 });
  const database = new pg.Pool({ connectionString: appUrl, max: 2 });
  database.on('error', () => undefined);
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const registry = new Registry();
  const server = await createHttpServer({ log, registry, title: 'Intake', version: '1' });
  await server.register(intakePlugin, {
    store: wishes.between?.(store) ?? store, database, log, registry, clock: wishes.clock ?? (() => NOW), limits: wishes.limits ?? {},
  });
  t.teardown(async () => {
    await server.close();
    await store.close();
    await database.end();
  });
  return {
    server, store, database, logged,
    log: () => store.readAll(0, 10_000),
    post: (payload, type = 'application/cloudevents+json', headers = {}, url = '/v1/dossier-events') =>
      server.inject({ method: 'POST', url, payload, headers: { 'content-type': type, ...headers } }),
    listening: () => listen(server, { host: '127.0.0.1', port: 0 }),
  };
}
