import { simulate } from '@motcua/simulator';
import { figuresAnswer } from '@motcua/statistics';
import { testDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import { test } from 'tap';
import type { Test } from 'tap';
import { caughtUp, openLedger, play, playSimulation, sendersOf } from '../src/index.ts';
import type { Ledger } from '../src/index.ts';

const simulation = simulate({ dossiers: 300, authorities: 6 });
const small = { batchSize: 7, parallel: 3 } as const;

test('a play that was cut short and begun again leaves the same log and the same figures as one in one go', async (t) => {
  const [cut, whole] = [await emptyLedger(t), await emptyLedger(t)];
  const interrupted = new AbortController();
  let settled = 0;
  const playing = playSimulation(simulation, {
    ...small, baseUrl: cut.url, signal: interrupted.signal,
    onProgress: (count) => { settled += count; if (settled > 400) interrupted.abort(new Error('enough')); },
  });
  await t.rejects(playing, { message: 'enough' });
  const { position } = await cut.store.head();
  t.equal(position, settled, 'every request under way was answered before the play ended');
  await playSimulation(simulation, { baseUrl: cut.url, onProgress: () => undefined });
  await playSimulation(simulation, { baseUrl: whole.url, onProgress: () => undefined });
  const [one, other] = [await idsIn(cut), await idsIn(whole)];
  t.ok(position < one.length, `cut at ${position} of ${one.length}`);
  t.strictSame(one.toSorted(), other.toSorted());
  t.equal(new Set(one).size, one.length);
  t.strictSame(await figuresOf(cut), await figuresOf(whole));
});

test('what is refused ends the play with the reason, and the other counters\' requests are answered first', async (t) => {
  const ledger = await emptyLedger(t);
  const [first, ...others] = sendersOf(simulation).counters;
  const [event] = simulation.counters.flatMap(({ events }) => [...events].slice(0, 1));
  if (first === undefined || event === undefined) return t.fail('the sample has events');
  const wrong = { path: '/v1/dossier-events', events: [{ ...event, subject: 'not a code!' }] };
  let settled = 0;
  await t.rejects(play([first, wrong, ...others], { ...small, baseUrl: ledger.url, onProgress: (count) => { settled += count; } }), { code: 'INTERNAL', message: /EVENT_INVALID/ });
  t.equal((await ledger.store.head()).position, settled);
});

async function emptyLedger(t: Test): Promise<Ledger> {
  const { appUrl, ownerUrl } = await testDatabase(t);
  const place = { databaseUrl: appUrl, ownerUrl, description: 'test', projected: false, announce: () => Promise.resolve(), leave: () => Promise.resolve() };
  const ledger = await openLedger(place, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
  t.teardown(() => ledger.stop());
  return ledger;
}

async function idsIn({ store }: Ledger): Promise<readonly string[]> {
  return (await store.readAll(0, 100_000)).map(({ id }) => id);
}

async function figuresOf({ store, projector, url }: Ledger): Promise<unknown> {
  await caughtUp(projector, (await store.head()).position);
  const { rows, total } = figuresAnswer.parse(await (await fetch(`${url}/v1/figures?scope=VN&period=2024-Q1&by=authority`)).json());
  return { rows, total };
}
