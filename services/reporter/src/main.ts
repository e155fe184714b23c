import { openDatabase, readAsOf } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import { createHttpServer, listen, readModelProbe, runService, serviceRegistry } from '@motcua/http';
import { pino } from 'pino';
import { loadConfig } from './config.ts';
import { jobsProbe } from './jobs/health.ts';
import { startJobs } from './jobs/jobs.ts';
import { loadSchedules } from './jobs/schedule-file.ts';
import { openShelf } from './pack/shelf.ts';
import { reporterPlugin } from './plugin.ts';

// The reporter as a process of its own. Settings: config.ts.
await runService('reporter', async () => {
  const config = loadConfig(process.env);
  const schedules = await loadSchedules(config.schedulesFile, process.env);
  const log = pino({ level: config.logLevel, name: 'reporter' });
  const registry = await serviceRegistry('reporter');
  const database = openDatabase(config.readDatabaseUrl, { connections: config.connections, applicationName: 'motcua-reporter', access: 'read-only', statementTimeoutMs: config.statementTimeoutMs });
  const store = openEventStore(config.log, { log });
  const positions = { posted: async () => (await readAsOf(database.db)).position, logged: async () => (await store.head()).position };
  const shelf = openShelf({ database, store });
  const jobs = schedules.length === 0 ? undefined : startJobs({ schedules, sources: { database, store }, shelf, databaseUrl: config.databaseUrl, log, registry });
  const server = await createHttpServer({ log, title: 'Sổ Một Cửa: reporter', version: '1', registry, probes: [await readModelProbe(registry, positions), ...(jobs === undefined ? [] : [jobsProbe(() => jobs)])] });
  await server.register(reporterPlugin({ database, store, shelf, jobs: () => jobs, log }));
  const { url } = await listen(server, config);
  log.info({ url }, 'reporter answers');
  return {
    log,
    stop: async () => {
      await server.close();
      await jobs?.stop();
      await shelf.close();
      await Promise.all([database.close(), store.close()]);
    },
  };
});
