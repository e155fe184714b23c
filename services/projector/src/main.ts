import { migrateDatabase } from '@motcua/database';
import { migrateEventStore, openEventStore } from '@motcua/event-store';
import { createHttpServer, listen, runService, serviceRegistry } from '@motcua/http';
import { roleOf } from '@motcua/migrator';
import { pino } from 'pino';
import { loadConfig } from './config.ts';
import { projectorProbe } from './health.ts';
import { startProjector } from './projector.ts';

// The projector as a process of its own; any number may run, one of them works. Settings: config.ts.
await runService('projector', async () => {
  const config = loadConfig(process.env);
  const log = pino({ level: config.logLevel, name: 'projector' });
  if (config.migrate === 'at_start') {
    await migrateEventStore(config.log);
    await migrateDatabase(config.ownerUrl, roleOf(config.databaseUrl));
  }
  const registry = await serviceRegistry('projector');
  const store = openEventStore(config.log, { log });
  const { databaseUrl, batchSize, cachedEventsMax, pollMs, leaseMs } = config;
  const projector = startProjector({ databaseUrl, batchSize, cachedEventsMax, pollMs, leaseMs, store, log, registry });
  const server = await createHttpServer({ log, title: 'Sổ Một Cửa: projector', version: '0.1.0', registry, probes: [projectorProbe(projector)] });
  const { url } = await listen(server, config);
  log.info({ url }, 'projector started');
  return {
    log,
    stop: async () => {
      await server.close();
      await projector.stop();
      await store.close();
    },
  };
});
