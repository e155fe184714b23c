import { migrateDatabase, openDatabase } from '@motcua/database';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import { roleOf } from '@motcua/migrator';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { startClock } from './clock.ts';
import { loadConfig } from './config.ts';
import { clockProbe } from './health.ts';

// The clock as a process of its own: DATABASE_URL and friends come from the environment (config.ts).
const config = loadConfig(process.env);
const log = pino({ level: config.logLevel, name: 'clock' });

await migrateLog(config.ownerUrl, roleOf(config.databaseUrl));
await migrateDatabase(config.ownerUrl, roleOf(config.databaseUrl));

const registry = new Registry();
const store = openPostgresStore({ connectionString: config.databaseUrl, log });
const database = openDatabase(config.databaseUrl, { connections: 2, applicationName: 'motcua-clock', access: 'read-only' });
const clock = startClock({ store, database, log, registry, batchSize: config.batchSize, pollMs: config.pollMs });
const server = await createHttpServer({ log, title: 'Sổ Một Cửa: clock', version: '0.1.0', registry, probes: [clockProbe(() => clock)] });
const at = await listen(server, config);
log.info({ url: at.url }, 'clock started');

const stop = async (): Promise<void> => {
  await server.close();
  await clock.stop();
  await store.close();
  await database.close();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
