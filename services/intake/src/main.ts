import { migrateLog, openPostgresStore } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import pg from 'pg';
import { roleOf } from '@motcua/migrator';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { intakePlugin, loadConfig, migrateIntake } from './index.ts';

const config = loadConfig(process.env);
const log = pino({ level: config.logLevel });
const registry = new Registry();
collectDefaultMetrics({ register: registry });
await migrateLog(config.ownerUrl, roleOf(config.databaseUrl));
await migrateIntake(config.ownerUrl, roleOf(config.databaseUrl));

const store = openPostgresStore({ connectionString: config.databaseUrl, log });
const database = new pg.Pool({ connectionString: config.databaseUrl, max: 2 });
database.on('error', (error) => log.warn({ err: error }, 'idle connection lost'));
const server = await createHttpServer({
  log, registry, title: 'Sổ Một Cửa: intake', version: '1', description: 'Takes the events of dossiers from the counters into the log.',
  probes: [{ name: 'log', check: async () => ({ status: 'ok', position: (await store.head()).position }) }],
});
await server.register(intakePlugin, {
  store, database, log, registry, clock: Date.now, limits: { refusalsPerMinute: config.refusalsPerMinute },
  ...(config.spoolFolder === undefined ? {} : { spoolFolder: config.spoolFolder }),
});
const { url } = await listen(server, config);
log.info({ url }, 'intake listening');

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shutDown());

async function shutDown(): Promise<void> {
  log.info({}, 'intake stopping');
  await server.close();
  await store.close();
  await database.end();
}
