import { contractSuite } from '@motcua/event-store/contract';
import { startKurrentPeer, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { freshKurrentLog } from './kurrent-log.ts';

void test('the KurrentDB store keeps the contract of the log, against the tests\' own model of the server', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  await contractSuite(t, {
    ids: 'stream', appendMax: 2_000, callMax: 1_000,
    freshLog: async (t) => (await freshKurrentLog(t, { url: peer.url, ownerUrl, appUrl })).open,
  });
});
