import { readPosted } from '@motcua/database';
import type { Database } from '@motcua/database';
import { answerAtLeast } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Logger } from 'pino';
import { addCloseRoute } from './close/route.ts';
import type { ReporterSources } from './close/close-period.ts';
import { addEditionRoutes } from './editions/routes.ts';

/** What the reporter works with. It writes nothing but editions, by the log. */
export type ReporterOptions = ReporterSources & { readonly database: Pick<Database, 'db'>; readonly log: Logger };

/**
 * The reporter as a fastify plugin: `await server.register(reporterPlugin({ database, store, log }))` on a server of
 * `createHttpServer`. Closes periods, lists editions and gives them out.
 */
export function reporterPlugin(options: ReporterOptions): (server: HttpServer) => Promise<void> {
  return async (server) => {
    addCloseRoute(server, options);
    answerAtLeast(server, () => readPosted(options.database.db));
    addEditionRoutes(server, options.database);
    options.log.debug({ service: 'reporter' }, 'routes registered');
  };
}
