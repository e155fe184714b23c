import { openPostgresStore } from '@motcua/event-store';
import { contractSuite } from '@motcua/event-store/contract';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { freshLog } from './fresh-log.ts';

void test('the PostgreSQL store keeps the contract of the log', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  await contractSuite(t, {
    ids: 'log', appendMax: 10_000, callMax: 10_000,
    freshLog: async () => {
      await freshLog(ownerUrl);
      return () => openPostgresStore({ connectionString: appUrl });
    },
  });
});
