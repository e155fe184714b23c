import { migrateEventStore, openEventStore } from '@motcua/event-store';
import { createHttpServer, listen, runService, serviceRegistry } from '@motcua/http';
import { roleOf } from '@motcua/migrator';
import pg from 'pg';
import { pino } from 'pino';
import { intakePlugin, loadConfig, migrateIntake } from './index.ts';

// The intake as a process of its own; any number may run. Settings: config.ts.
await runService('intake', async () => {
  const config = loadConfig(process.env);
  const log = pino({ level: config.logLevel, name: 'intake' });
  if (config.migrate === 'at_start') {
    await migrateEventStore(config.log);
    await migrateIntake(config.ownerUrl, roleOf(config.databaseUrl));
  }
  const registry = await serviceRegistry('intake');
  const store = openEventStore(config.log, { log });
  const database = new pg.Pool({ connectionString: config.databaseUrl, application_name: 'motcua-intake', connectionTimeoutMillis: 10_000, keepAlive: true, max: 2 });
  database.on('error', (error) => log.warn({ err: error }, 'idle connection lost'));
  // Also between two statements of a transaction a lost connection shall not end the process: the next one fails.
  database.on('connect', (client) => { client.on('error', () => undefined); });
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
  return {
    log,
    stop: async () => {
      await server.close();
      await store.close();
      await database.end();
    },
  };
});
