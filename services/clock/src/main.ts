import { openDatabase, readAsOf } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import { createHttpServer, listen, readModelProbe, runService, serviceRegistry } from '@motcua/http';
import { pino } from 'pino';
import { startClock } from './clock.ts';
import { loadConfig } from './config.ts';
import { clockProbe } from './health.ts';

// The clock as a process of its own. Settings: config.ts. It waits for the schemas that intake and projector bring up to date.
await runService('clock', async () => {
  const config = loadConfig(process.env);
  const log = pino({ level: config.logLevel, name: 'clock' });
  const registry = await serviceRegistry('clock');
  const store = openEventStore(config.log, { log });
  // The primary: how soon a due date is marked, and how often a mark comes too late, depends on how fresh the read model is.
  const database = openDatabase(config.databaseUrl, { connections: 3, applicationName: 'motcua-clock', access: 'read-only' });
  const clock = startClock({ store, database, log, registry, batchSize: config.batchSize, pollMs: config.pollMs });
  const positions = { posted: async () => (await readAsOf(database.db)).position, logged: async () => (await store.head()).position };
  const server = await createHttpServer({
    log, title: 'Sổ Một Cửa: clock', version: '0.1.0', registry, probes: [clockProbe(() => clock), await readModelProbe(registry, positions)],
  });
  const { url } = await listen(server, config);
  log.info({ url }, 'clock started');
  return {
    log,
    stop: async () => {
      await server.close();
      await clock.stop();
      await store.close();
      await database.close();
    },
  };
});
