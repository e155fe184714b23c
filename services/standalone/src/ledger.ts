import { clockProbe, startClock } from '@motcua/clock';
import type { Clock } from '@motcua/clock';
import { openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import { intakePlugin } from '@motcua/intake';
import { projectorProbe, startProjector } from '@motcua/projector';
import { jobsProbe, openShelf, reporterPlugin, startJobs } from '@motcua/reporter';
import type { Jobs, Schedule } from '@motcua/reporter';
import type { Projector } from '@motcua/projector';
import { statisticsPlugin } from '@motcua/statistics';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { logOf } from './database-access.ts';
import { migrate } from './migrate.ts';
import type { MigratedPlaces } from './migrate.ts';
import { refuseOutdated } from './outdated.ts';
import { refusedEvents } from './refused-events.ts';

/** Every service of the ledger in one process. */
export type Ledger = {
  /** Where the API answers. */
  readonly url: string;
  readonly store: EventStore;
  readonly database: Database;
  readonly projector: Projector;
  /** Starts the clock unless it runs, and answers it. */
  readonly startClock: () => Clock;
  /** Takes no more requests, finishes what is in flight, gives every connection back. */
  readonly stop: () => Promise<void>;
};

/**
 * When the clock begins: with the ledger, or when it is started. Before the past is told to its end, a clock would take
 * everything that the log does not hold yet for unfinished.
 */
export type ClockStart = 'at_once' | 'on_demand';

/**
 * Starts intake, projector, clock, statistics and reporter on one HTTP server.
 *
 * @param wanted - The address to listen at; a free port when this one is taken. Schedules of reports begin with the clock.
 * @throws AppError `PROJECTION_OUTDATED` when another version of the program made the read model.
 */
export async function openLedger(
  access: MigratedPlaces, wanted: { readonly host: string; readonly port: number; readonly statementTimeoutMs?: number; readonly schedules?: readonly Schedule[] }, log: Logger,
  clockStart: ClockStart = 'at_once',
): Promise<Ledger> {
  await migrate(access);
  const { schedules = [] } = wanted;
  const registry = new Registry();
  const store = openEventStore(logOf(access), { log });
  const database = openDatabase(access.databaseUrl, { applicationName: 'motcua-standalone', ...(wanted.statementTimeoutMs === undefined ? {} : { statementTimeoutMs: wanted.statementTimeoutMs }) });
  await refuseOutdated(database).catch(async (error: unknown) => {
    await Promise.all([store.close(), database.close()]);
    throw error;
  });
  const projector = startProjector({ store, databaseUrl: access.databaseUrl, log, registry });
  const shelf = openShelf({ database, store });
  let clock: Clock | undefined;
  let jobs: Jobs | undefined;
  const server = await createHttpServer({
    log, registry, version: '0.1.0', title: 'Sổ Một Cửa',
    description: 'The dossier ledger: post dossier events, ask figures, open dossiers.',
    probes: [projectorProbe(projector), clockProbe(() => clock), ...(schedules.length === 0 ? [] : [jobsProbe(() => jobs)])],
  });
  const stop = async (): Promise<void> => {
    await server.close();
    await jobs?.stop();
    await shelf.close();
    await clock?.stop();
    await projector.stop();
    await store.close();
    await database.close();
  };
  try {
    await server.register(intakePlugin, { store, database: database.pool, log, registry, clock: Date.now });
    await server.register(statisticsPlugin({ store, database, refused: refusedEvents, log }));
    await server.register(reporterPlugin({ store, database, shelf, jobs: () => jobs, log }));
    const at = await listen(server, wanted);
    const startOnce = (): Clock => {
      if (schedules.length > 0) jobs ??= startJobs({ schedules, sources: { store, database }, shelf, databaseUrl: access.databaseUrl, log, registry });
      return (clock ??= startClock({ store, database, log, registry }));
    };
    if (clockStart === 'at_once') startOnce();
    return { url: at.url, store, database, projector, startClock: startOnce, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
