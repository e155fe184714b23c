import { openPostgresStore } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import { intakePlugin } from '@motcua/intake';
import { startProjector } from '@motcua/projector';
import { givenDatabase, openLedger } from '@motcua/standalone';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { ProcessWord } from './ledger-process.ts';

// A service under test in a process of its own: `intake`, `projector` or `ledger`. It ends when the benchmark lets go of it. No clock runs:
// what is sent is long past, and each dossier would be marked before its next event arrives.
// What goes wrong shows itself at the client; an interrupted benchmark breaks off its requests.
const log = pino({ level: 'fatal' }, pino.destination(2));
const [databaseUrl, ownerUrl] = [process.env['DATABASE_URL'] ?? '', process.env['DATABASE_OWNER_URL'] ?? ''];
const at = { host: '127.0.0.1', port: 0 };
// Ctrl-C reaches the whole group; the benchmark ends this process after its own work.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const service = await opened(process.argv[2]);
// The channel keeps the process alive, until the benchmark lets go.
process.channel?.ref();
process.once('disconnect', () => {
  void service.stop().finally(() => { process.exit(); });
});
say({ kind: 'ready', url: service.url });

type Opened = { readonly url: string; readonly stop: () => Promise<void> };

function opened(what: string | undefined): Promise<Opened> {
  if (what === 'ledger') return openLedger(givenDatabase(databaseUrl, ownerUrl), at, log, 'on_demand');
  return what === 'projector' ? openProjector() : openIntake();
}

async function openProjector(): Promise<Opened> {
  const store = openPostgresStore({ connectionString: databaseUrl, log });
  const projector = startProjector({ store, databaseUrl, log });
  return { url: '', stop: async () => { await projector.stop(); await store.close(); } };
}

async function openIntake(): Promise<Opened> {
  const store = openPostgresStore({ connectionString: databaseUrl, log });
  const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  database.on('error', () => undefined);
  const registry = new Registry();
  const server = await createHttpServer({ log, registry, version: '0', title: 'Benchmark' });
  await server.register(intakePlugin, { store, database, log, registry, clock: Date.now });
  const { url } = await listen(server, at);
  return { url, stop: async () => { await server.close(); await store.close(); await database.end(); } };
}

function say(word: ProcessWord): void {
  // The benchmark may let go at this very moment: then nobody listens, which is no fault.
  if (process.connected) process.send?.(word, undefined, undefined, () => undefined);
}
