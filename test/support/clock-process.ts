import { startClock } from '@motcua/clock';
import { openDatabase } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { pino } from 'pino';

// A clock in a process that a test may kill: the database's URL and the dossiers of a batch are its arguments.
const [databaseUrl = '', batchSize = '1'] = process.argv.slice(2);
const store = openPostgresStore({ connectionString: databaseUrl });
startClock({ store, database: openDatabase(databaseUrl, { connections: 2 }), log: pino({ level: 'silent' }), batchSize: Number(batchSize), pollMs: 20 });
