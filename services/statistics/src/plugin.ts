import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import type { HttpServer } from '@motcua/http';
import type { Logger } from 'pino';
import { addDefinitionsRoute } from './definitions/route.ts';
import { addDossierRoute } from './dossiers/route.ts';
import { addMembersRoute } from './figures/members-route.ts';
import { addFiguresRoute } from './figures/route.ts';
import { addFindingsRoute } from './findings/route.ts';

/** What the statistics service reads from. It never writes. */
export type StatisticsOptions = {
  readonly database: Pick<Database, 'db'>;
  /** The log, for the facts of a dossier's timeline. */
  readonly store: Pick<EventStore, 'readStream'>;
  readonly log: Logger;
};

/**
 * The statistics service as a fastify plugin: `await server.register(statisticsPlugin({ database, store, log }))` on a
 * server of `createHttpServer`. Figures, dossiers, findings, definitions; every read is one read-only snapshot.
 */
export function statisticsPlugin({ database, store, log }: StatisticsOptions): (server: HttpServer) => Promise<void> {
  return async (server) => {
    addFiguresRoute(server, database);
    addMembersRoute(server, database);
    addDossierRoute(server, database, store);
    addDefinitionsRoute(server);
    addFindingsRoute(server, database);
    log.debug({ service: 'statistics' }, 'routes registered');
  };
}
