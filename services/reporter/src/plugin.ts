import { readPosted } from '@motcua/database';
import type { Database } from '@motcua/database';
import { answerAtLeast } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Logger } from 'pino';
import { addCloseRoute } from './close/route.ts';
import type { ReporterSources } from './close/close-period.ts';
import { addEditionRoutes } from './editions/routes.ts';
import type { Jobs } from './jobs/jobs.ts';
import { addScheduleRoute } from './jobs/route.ts';
import { addPackRoutes } from './pack/routes.ts';
import type { Shelf } from './pack/shelf.ts';

/** What the reporter works with. It writes nothing but editions and marks of deliveries, by the log. `jobs`: its schedules, undefined without any or before they begin. */
export type ReporterOptions = ReporterSources & {
  readonly database: Pick<Database, 'db'>; readonly log: Logger; readonly shelf: Pick<Shelf, 'take' | 'step'>; readonly jobs?: () => Jobs | undefined;
};

/**
 * The reporter as a fastify plugin: `await server.register(reporterPlugin({ database, store, shelf, log }))` on a server of
 * `createHttpServer`. Closes periods, lists editions and gives them and their packs out, tells where schedules stand.
 */
export function reporterPlugin(options: ReporterOptions): (server: HttpServer) => Promise<void> {
  return async (server) => {
    addCloseRoute(server, options);
    answerAtLeast(server, () => readPosted(options.database.db));
    addEditionRoutes(server, options.database);
    const jobs = options.jobs ?? (() => undefined);
    addPackRoutes(server, options.database, options.shelf, jobs);
    addScheduleRoute(server, jobs);
    options.log.debug({ service: 'reporter' }, 'routes registered');
  };
}
