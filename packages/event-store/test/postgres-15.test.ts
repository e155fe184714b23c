import { join } from 'node:path';
import { openPostgresStore } from '@motcua/event-store';
import { contractSuite } from '@motcua/event-store/contract';
import { clusterFolder, newCluster, NO_POSTGRES_15, onCluster } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { freshLog } from './fresh-log.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(300_000);

void test('the PostgreSQL store keeps the contract of the log on PostgreSQL 15 too', { skip: NO_POSTGRES_15, timeout: 300_000 }, async (t) => {
  const cluster = await newCluster(t, join(await clusterFolder(t), 'data'));
  await onCluster(cluster, 'postgres', 'create database motcua');
  await contractSuite(t, {
    ids: 'log', appendMax: 10_000, callMax: 10_000,
    freshLog: async () => {
      await freshLog(cluster.url('motcua'));
      return () => openPostgresStore({ connectionString: cluster.url('motcua', 'motcua_app') });
    },
  });
});
