import { readPosted } from '@motcua/database';
import type { Database } from '@motcua/database';
import { answerAtLeast } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Logger } from 'pino';
import { addCloseRoute } from './close/route.ts';
import type { ReporterSources } from './close/close-period.ts';
import { addEditionRoutes } from './editions/routes.ts';
import { addPackRoutes } from './pack/routes.ts';
import { openShelf } from './pack/shelf.ts';

/** What the reporter works with. It writes nothing but editions, by the log. */
export type ReporterOptions = ReporterSources & { readonly database: Pick<Database, 'db'>; readonly log: Logger };

/**
 * The reporter as a fastify plugin: `await server.register(reporterPlugin({ database, store, log }))` on a server of
 * `createHttpServer`. Closes periods, lists editions and gives them and their packs out.
 */
export function reporterPlugin(options: ReporterOptions): (server: HttpServer) => Promise<void> {
  return async (server) => {
    addCloseRoute(server, options);
    answerAtLeast(server, () => readPosted(options.database.db));
    addEditionRoutes(server, options.database);
    const shelf = openShelf(options);
    server.addHook('onClose', () => shelf.close());
    addPackRoutes(server, options.database, shelf);
    options.log.debug({ service: 'reporter' }, 'routes registered');
  };
}
