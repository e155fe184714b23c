import { openLedger, playSimulation, settled } from '@motcua/standalone';
import type { Ledger } from '@motcua/standalone';
import type { Simulation } from '@motcua/simulator';
import { testDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import type { Test } from 'tap';

/** The whole sample quarter, sent by its counters, its due dates marked, and projected; gone when the test ends. */
export async function playedSample(t: Pick<Test, 'teardown' | 'comment'>, simulation: Simulation): Promise<Ledger> {
  const { appUrl, ownerUrl } = await testDatabase(t);
  const place = { databaseUrl: appUrl, ownerUrl, description: 'test', projected: false, announce: () => Promise.resolve(), leave: () => Promise.resolve() };
  const opened = await openLedger(place, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
  t.teardown(() => opened.stop());
  const started = performance.now();
  await playSimulation(simulation, { baseUrl: opened.url, onProgress: () => undefined });
  const { position: told } = await opened.store.head();
  await settled(opened);
  t.comment(`played and marked in ${Math.round((performance.now() - started) / 1000)} s; ${told} events and ${opened.startClock().progress().marked} marks`);
  return opened;
}
