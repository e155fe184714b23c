import { openPostgresStore } from '@motcua/event-store';
import { testDatabase, testServer } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import type { Test } from 'tap';
import { freshLog, onConnection } from './fresh-log.ts';
import { commands } from './model-commands.ts';
import type { Model, Real } from './model-commands.ts';
import { ModelLog } from './model.ts';

// MODEL_RUNS=<number>: so many runs, and the server itself is killed and started again where otherwise its connections are cut. MODEL_SEED=<number>: the same again.
const runs = Number(process.env['MODEL_RUNS'] ?? 25);
const isLong = process.env['MODEL_RUNS'] !== undefined;
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 1_000_000_000);

void test('whatever is appended, read, followed, cut and opened again, the store is what the model in memory is', { timeout: 7_200_000 }, async (t) => {
  t.comment(`MODEL_SEED=${seed}, ${runs} runs`);
  const { ownerUrl, appUrl, cut } = await (isLong ? ownServer(t) : sharedServer(t));
  const seen = new Set<string>();
  const reopen = () => openPostgresStore({ connectionString: appUrl, batch: { eventsMax: 5, sizeMax: 4_000 } });
  await fc.assert(fc.asyncProperty(commands, async (all) => {
    await freshLog(ownerUrl);
    const real: Real = { store: reopen(), open: new Map(), cut, reopen, seen };
    const model: Model = { log: new ModelLog(), consumers: [0, 0, 0] };
    try {
      await fc.asyncModelRun(() => ({ model, real }), all);
    } finally {
      for (const { control } of real.open.values()) control.abort();
      for (const { pages } of real.open.values()) await pages.next().catch(() => undefined);
      await real.store.close();
    }
  }), { numRuns: runs, seed });
  // In few runs some of it may not come up.
  const wanted = ['append', 'appended', 'follow', 'read', ...isLong ? ['aborts', 'crashes', 'cut', 'duplicate', 'id_reused', 'leaves', 'reopen', 'stays', 'wrong_revision'] : []];
  t.strictSame(wanted.filter((one) => !seen.has(one)), [], 'everything came up');
});

type Place = { readonly ownerUrl: string; readonly appUrl: string; readonly cut: () => Promise<unknown> };

async function sharedServer(t: Test): Promise<Place> {
  const { ownerUrl, appUrl, name } = await testDatabase(t);
  return { ownerUrl, appUrl, cut: () => onConnection(ownerUrl, (client) => client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = $2', ['motcua-log', name])) };
}

async function ownServer(t: Test): Promise<Place> {
  const server = await testServer(t);
  await onConnection(server.ownerUrl('postgres'), (client) => client.query('create database model'));
  return { ownerUrl: server.ownerUrl('model'), appUrl: server.appUrl('model'), cut: async () => { await server.kill(); await server.restart(); } };
}
