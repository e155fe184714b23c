import { createHttpServer } from '@motcua/http';
import { statisticsPlugin } from '@motcua/statistics';
import { vietnamTime } from '@motcua/testkit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Test } from 'tap';
import { openLedger } from './ledger-fixture.ts';
import type { Arrival, PlayOptions } from './ledger-fixture.ts';

/**
 * The service over a ledger that the arrivals were played into.
 *
 * @param now - Its clock, such as `2024-03-14 17:00` in Vietnam.
 */
export async function served(t: Pick<Test, 'teardown'>, arrivals: readonly Arrival[], now: string, options: PlayOptions = {}) {
  const ledger = await openLedger(t);
  await ledger.play(arrivals, options);
  const log = pino({ level: 'silent' });
  const server = await createHttpServer({ log, title: 'test', version: '1', registry: new Registry() });
  await server.register(statisticsPlugin({ database: ledger.database, store: ledger.store, log, clock: () => vietnamTime(now) }));
  t.teardown(() => server.close());
  return {
    ledger,
    get: async (url: string) => {
      const answer = await server.inject({ url, headers: { host: '127.0.0.1' } });
      const isJson = /^application\/(problem\+)?json/.test(String(answer.headers['content-type']));
      return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : undefined, bytes: answer.rawPayload };
    },
  };
}
