import { migrateDatabase } from '@motcua/database';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import { roleOf } from '@motcua/migrator';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { loadConfig } from './config.ts';
import { projectorProbe } from './health.ts';
import { startProjector } from './projector.ts';

// The projector as a process of its own: DATABASE_URL and friends come from the environment (config.ts).
const config = loadConfig(process.env);
const log = pino({ level: config.logLevel, name: 'projector' });

await migrateLog(config.ownerUrl, roleOf(config.databaseUrl));
await migrateDatabase(config.ownerUrl, roleOf(config.databaseUrl));

const registry = new Registry();
const store = openPostgresStore({ connectionString: config.databaseUrl, log });
const projector = startProjector({ ...config, store, log, registry });
const server = await createHttpServer({ log, title: 'Sổ Một Cửa: projector', version: '0.1.0', registry, probes: [projectorProbe(projector)] });
const at = await listen(server, config);
log.info({ url: at.url }, 'projector started');

const stop = async (): Promise<void> => {
  await server.close();
  await projector.stop();
  await store.close();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
