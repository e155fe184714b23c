import { openDatabase, readAsOf } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { loadConfig } from './config.ts';
import { reporterPlugin } from './plugin.ts';

// The reporter as a process of its own: DATABASE_URL and friends come from the environment (config.ts).
const config = loadConfig(process.env);
const log = pino({ level: config.logLevel, name: 'reporter' });
const database = openDatabase(config.databaseUrl, { connections: config.connections, applicationName: 'motcua-reporter', access: 'read-only' });
const store = openPostgresStore({ connectionString: config.databaseUrl, log });

const server = await createHttpServer({
  log, title: 'Sổ Một Cửa: reporter', version: '1', registry: new Registry(),
  probes: [{ name: 'database', check: async () => ({ status: 'ok', position: (await readAsOf(database.db)).position }) }],
});
await server.register(reporterPlugin({ database, store, log }));
const { url } = await listen(server, config);
log.info({ url }, 'reporter answers');

// Requests in flight finish before the connections close.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close().then(() => Promise.all([database.close(), store.close()])).then(() => log.info({ signal }, 'stopped'));
  });
}
