import { openDatabase, readAsOf, refusedWhereThere } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import { createHttpServer, listen, readModelProbe, runService, serviceRegistry } from '@motcua/http';
import { pino } from 'pino';
import { loadConfig } from './config.ts';
import { statisticsPlugin } from './plugin.ts';

// Statistics as a process of its own; any number may run, also on replicas. Settings: config.ts.
await runService('statistics', async () => {
  const config = loadConfig(process.env);
  const log = pino({ level: config.logLevel, name: 'statistics' });
  const registry = await serviceRegistry('statistics');
  const database = openDatabase(config.readDatabaseUrl, { connections: config.connections, applicationName: 'motcua-statistics', access: 'read-only', statementTimeoutMs: config.statementTimeoutMs });
  const store = openEventStore(config.log, { log });
  const positions = { posted: async () => (await readAsOf(database.db)).position, logged: async () => (await store.head()).position };
  const server = await createHttpServer({ log, title: 'Sổ Một Cửa: statistics', version: '1', registry, probes: [await readModelProbe(registry, positions)] });
  await server.register(statisticsPlugin({ database, store, refused: refusedWhereThere(database), log }));
  const { url } = await listen(server, config);
  log.info({ url }, 'statistics answers');
  return {
    log,
    stop: async () => {
      await server.close();
      await Promise.all([database.close(), store.close()]);
    },
  };
});
