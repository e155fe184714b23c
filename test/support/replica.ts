import { join } from 'node:path';
import { clusterAt, clusterFolder, newCluster, onCluster, runShell, until } from '@motcua/testkit';
import type { Cluster } from '@motcua/testkit';
import type { Test } from 'tap';
import { movingAddress } from './moving-address.ts';
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

/** A PostgreSQL 15 with a synchronous replica, by the commands of the runbook, behind an address that points to the primary. */
export type Replicated = {
  readonly primary: Cluster;
  readonly replica: Cluster;
  /** Connection strings by way of the address. */
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Until every commit waits for the replica: from then on the primary may be lost. */
  readonly inSync: () => Promise<void>;
  /** Promotes the replica, whose primary is gone, and moves the address to it. Answers what the commands said. */
  readonly promote: () => Promise<string>;
};

/** The commands of the runbook, in its order. */
export const FAILOVER_COMMANDS = [/pg_basebackup/, /synchronous_standby_names/, /sync_state/, /pg_promote/];

export async function openReplicated(t: Pick<Test, 'teardown'>): Promise<Replicated> {
  const [, waitForReplica = '', askReplica = '', promote = ''] = await shellBlocks('failover');
  const folder = await clusterFolder(t);
  const primary = await newCluster(t, join(folder, 'primary'));
  await onCluster(primary, 'postgres', 'create database motcua');
  const { replica, names } = await makeReplica(t, primary, join(folder, 'replica'));
  await runShell(waitForReplica, names);
  const inSync = (): Promise<void> => until(async () => await runShell(askReplica, names).catch(() => '') === 'sync\n');
  await inSync();

  const address = await movingAddress(t, primary.port);
  const at = (role: string): string => `postgresql://${role}@127.0.0.1:${address.port}/motcua`;
  return {
    primary, replica, inSync, appUrl: at('motcua_app'), ownerUrl: at('motcua_owner'),
    promote: async () => {
      const said = await runShell(promote, { REPLICA_URL: replica.url('postgres') });
      address.moveTo(replica.port);
      return said;
    },
  };
}
