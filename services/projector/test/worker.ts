import { openPostgresStore } from '@motcua/event-store';
import { startProjector } from '@motcua/projector';
import { pino } from 'pino';

// A projector process that a test may kill: the database's URL and the size of the batches are its arguments.
const [databaseUrl = '', batchSize = '1'] = process.argv.slice(2);
const store = openPostgresStore({ connectionString: databaseUrl });
startProjector({ store, databaseUrl, log: pino({ level: 'silent' }), batchSize: Number(batchSize), pollMs: 20 });
