import { openDatabase } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { openShelf, readSchedules, startJobs } from '@motcua/reporter';
import { pino } from 'pino';

// Schedules in a process that a test may kill: the database's URL, the schedules, and the time that it is, in milliseconds, are its arguments.
const [databaseUrl = '', text = '', now = ''] = process.argv.slice(2);
const [store, database] = [openPostgresStore({ connectionString: databaseUrl }), openDatabase(databaseUrl, { connections: 3 })];
const sources = { store, database, clock: () => Number(now) + performance.now() };
startJobs({ schedules: readSchedules(text, process.env), sources, shelf: openShelf({ store, database }), databaseUrl, log: pino({ level: 'silent' }), pollMs: 50, retryMs: 50, leaseMs: 2_000 });
