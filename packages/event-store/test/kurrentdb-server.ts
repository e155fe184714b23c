import { contractSuite } from '@motcua/event-store/contract';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { freshKurrentLog } from './kurrent-log.ts';

// Run by `npm run test:kurrentdb` only. Every test has streams of its own name, and nothing is ever deleted: use a server that may be thrown away.
const url = process.env['KURRENTDB_URL'];
if (url === undefined || url === '') {
  console.log('Skipped: KURRENTDB_URL is not set, so there is no KurrentDB server to run the contract suite against.');
  console.log('Set it to esdb://user:password@host:2113 of a server that may be thrown away (and KURRENTDB_CA_FILE to its authority\'s certificate).');
} else {
  const caFile = process.env['KURRENTDB_CA_FILE'];
  void test('the KurrentDB store keeps the contract of the log, against the server of KURRENTDB_URL', { timeout: 600_000 }, async (t) => {
    const { ownerUrl, appUrl } = await testDatabase(t);
    await contractSuite(t, {
      ids: 'stream', appendMax: 2_000, callMax: 4_000,
      freshLog: async (t) => (await freshKurrentLog(t, { url, ownerUrl, appUrl }, caFile === undefined || caFile === '' ? {} : { caFile })).open,
    });
  });
}
