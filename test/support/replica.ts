import { clusterAt, runShell } from '@motcua/testkit';
import type { Cluster } from '@motcua/testkit';
import type { Test } from 'tap';
import { shellBlocks } from './runbooks.ts';

/** What the commands of the runbook "failover" find in their environment. */
export type ReplicaNames = Readonly<Record<'PRIMARY' | 'PRIMARY_PORT' | 'PRIMARY_URL' | 'REPLICA_DATA', string>>;

/** Makes a replica of a running primary by the first commands of the runbook and starts it; from then on it streams. */
export async function makeReplica(t: Pick<Test, 'teardown'>, primary: Cluster, data: string): Promise<{ readonly replica: Cluster; readonly names: ReplicaNames }> {
  const [commands = ''] = await shellBlocks('failover');
  const names = { PRIMARY: '127.0.0.1', PRIMARY_PORT: String(primary.port), PRIMARY_URL: primary.url('postgres'), REPLICA_DATA: data };
  await runShell(commands, names);
  const replica = await clusterAt(t, data);
  await replica.start();
  return { replica, names };
}
