import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { EventData } from '@eventstore/db-client';
import { migrateLogIndex, openKurrentStore } from '@motcua/event-store';
import type { Append } from '@motcua/event-store';
import { startPeerProcess } from '@motcua/testkit';
import { assertAppended, onePerCall } from './appends.ts';
import { interleave } from './harness.ts';
import type { Contender } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import type { Sizes } from './sizes.ts';

const CALLS = 'client with credentials (a call each)';
const BATCHES = 'client without (its batches)';
const STORE = 'store (with credentials)';

/**
 * What it costs to give the client credentials with every append, so that it makes a call of each and does not put it into batches.
 * The server is the tests' model, a process of its own that keeps its log in a file: the figures are those of the client, not of KurrentDB.
 */
export const kurrentdb: Measurement = {
  id: 'kurrentdb',
  title: 'Appending with the client of KurrentDB to the tests\' model of its server',
  measure: async ({ server, sizes, ...rounds }) => {
    const database = await server.database('kurrentdb');
    await migrateLogIndex(database.ownerUrl);
    const ended: (() => unknown)[] = [];
    const peer = await startPeerProcess({ teardown: (work) => { ended.unshift(work); } });
    const { port } = new URL(peer.url);
    const client = new EventStoreDBClient({ endpoint: { address: '127.0.0.1', port: Number(port) }, defaultDeadline: 120_000 }, { insecure: true });
    const store = openKurrentStore({ url: peer.url, indexUrl: database.appUrl });
    try {
      const write = (credentials?: { readonly username: string; readonly password: string }) => async ({ stream, expect, events }: Append): Promise<void> => {
        await client.appendToStream(stream, events.map(dataOf), { expectedRevision: expect.kind === 'exact' ? BigInt(expect.revision) : NO_STREAM, ...(credentials === undefined ? {} : { credentials }) });
      };
      const contenders = contendersOf(sizes.kurrentdb, {
        [CALLS]: write({ username: 'nobody', password: '' }), [BATCHES]: write(), [STORE]: (append) => store.append(append).then(assertAppended),
      });
      const samples = await interleave(contenders, rounds);
      const compared = (callers: string, above: string, below: string) =>
        ratio(samples, { what: `${above} ÷ ${below}, ${callers}`, figure: 'eventsPerSecond', above: `${above}, ${callers}`, below: `${below}, ${callers}` });
      return { lines: linesOf(samples), ratios: [ONE, MANY].flatMap((callers) => [compared(callers, CALLS, BATCHES), compared(callers, STORE, CALLS)]) };
    } finally {
      await Promise.all([store.close(), client.dispose()]);
      for (const end of ended) await end();
      await server.drop(database);
    }
  },
};

const ONE = '1 caller';
const MANY = '64 callers';

function contendersOf({ oneCaller, manyCallers }: Sizes['kurrentdb'], ways: Readonly<Record<string, (append: Append) => Promise<void>>>): readonly Contender[] {
  return Object.entries(ways).flatMap(([name, write]) => [
    { name: `${name}, ${ONE}`, run: () => onePerCall(oneCaller, [write]) },
    { name: `${name}, ${MANY}`, run: () => onePerCall(manyCallers, Array.from({ length: 64 }, () => write)) },
  ]);
}

/** As the store writes them, but for the metadata. */
function dataOf({ id, type, data }: Append['events'][number]): EventData {
  return jsonEvent({ id, type, data: { ...data } });
}
