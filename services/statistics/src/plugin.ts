import { createAlmanacReader, readPosted } from '@motcua/database';
import type { Database, RefusedEvents } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { answerAtLeast } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Instant } from '@motcua/kernel';
import { shippedTargets } from '@motcua/ledger';
import type { Logger } from 'pino';
import { addComparisonsRoute } from './comparisons/route.ts';
import { addDiffRoutes } from './diffs/route.ts';
import { addDefinitionsRoute } from './definitions/route.ts';
import { addDelaysRoute } from './delays/route.ts';
import { addDossierRoute } from './dossiers/route.ts';
import { addEventsRoute } from './figures/events-route.ts';
import { addMembersRoute } from './figures/members-route.ts';
import { addFeedbackRoute } from './feedback/route.ts';
import { addFiguresRoute } from './figures/route.ts';
import { addFindingsRoutes } from './findings/route.ts';
import { addDueDateRoute } from './due-dates/route.ts';
import { addDueRoutes } from './dues/route.ts';
import { addDutyRoutes } from './duties/route.ts';
import { addIndicatorsRoute } from './indicators/route.ts';
import { addLetterRoute } from './letters/route.ts';
import { addPeriodsRoute } from './periods/route.ts';
import { addRatesRoute } from './rates/route.ts';
import { addReportChecksRoute } from './report-checks/route.ts';

/** What the statistics service reads from. It never writes. */
export type StatisticsOptions = {
  readonly database: Pick<Database, 'db'>;
  /** The log: the facts of dossiers, and what it held when. */
  readonly store: Pick<EventStore, 'positionAt' | 'readAll' | 'readStream' | 'readStreams'>;
  /** What the intake refused, when its schema is in this database, or whoever can tell whether it is; else the findings are only those of the log. */
  readonly refused?: RefusedEvents | (() => Promise<RefusedEvents | undefined>) | undefined;
  readonly log: Logger;
  /** Now, for what is due and what is owed; the machine's clock unless told. */
  readonly clock?: () => Instant;
};

/**
 * The statistics service as a fastify plugin: `await server.register(statisticsPlugin({ database, store, log }))` on a
 * server of `createHttpServer`. Figures, rates, indicators, dossiers, feedback, due dates, duties, delays, findings, definitions; every read is one read-only snapshot.
 */
export function statisticsPlugin({ database, store, refused, log, clock = Date.now }: StatisticsOptions): (server: HttpServer) => Promise<void> {
  const sources = { database, store, almanac: createAlmanacReader() };
  return async (server) => {
    // These two read nothing of the ledger.
    addDefinitionsRoute(server);
    addPeriodsRoute(server, clock);
    answerAtLeast(server, () => readPosted(database.db));
    addFiguresRoute(server, database, store);
    addMembersRoute(server, database, store);
    addEventsRoute(server, database, store);
    addDossierRoute(server, database, store);
    addFeedbackRoute(server, database, store);
    addDueDateRoute(server, sources, clock);
    addLetterRoute(server, sources);
    addDueRoutes(server, sources, clock);
    addDutyRoutes(server, database, clock);
    addDelaysRoute(server, database);
    addRatesRoute(server, database, store);
    addIndicatorsRoute(server, database, store, shippedTargets);
    addReportChecksRoute(server, database, store);
    addComparisonsRoute(server, database, store);
    addDiffRoutes(server, database, store);
    addFindingsRoutes(server, database, store, typeof refused === 'function' ? refused : () => Promise.resolve(refused));
    log.debug({ service: 'statistics' }, 'routes registered');
  };
}
