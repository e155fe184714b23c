import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrateLog, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { Append, EventStore } from '@motcua/event-store';
import { eventKey } from '@motcua/kernel';
import { clusterAt, clusterFolder, makeFolder, newCluster, NO_POSTGRES_15, onCluster, runShell, until } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { shellBlocks } from './support/runbooks.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(300_000);

test('base backup and WAL archive are restored to a point in time, as the runbook says, and the chain fits there', { skip: NO_POSTGRES_15, timeout: 300_000 }, async (t) => {
  const blocks = (await shellBlocks('backup-and-restore')).filter((block) => !block.includes('npm run'));
  t.match(blocks, [/pg_basebackup/, /recovery_target_time/], 'this test runs every command of the server profile');
  const [backUp = '', restore = ''] = blocks;
  const folder = await clusterFolder(t);
  const [archive, base, data] = [await makeFolder(join(folder, 'archive')), join(folder, 'base'), await makeFolder(join(folder, 'restored'))];
  const primary = await newCluster(t, join(folder, 'primary'), { archive_mode: 'on', archive_command: `test ! -f "${archive}/%f" && cp "%p" "${archive}/%f"` });
  await onCluster(primary, 'postgres', 'create database motcua');
  await migrateLog(primary.url('motcua'));
  const store = openPostgresStore({ connectionString: primary.url('motcua', 'motcua_app') });
  t.teardown(() => store.close());

  await append(store, 'before the backup');
  await runShell(backUp, { PRIMARY_URL: primary.url('postgres'), BASE: base });
  await append(store, 'after the backup');
  const kept = await store.head();
  // A point between two commits: the instants of a commit have milliseconds.
  await sleep(50);
  const pointInTime = await onCluster(primary, 'motcua', 'select clock_timestamp()::text') ?? '';
  await sleep(50);
  await append(store, 'a mistake');
  const wal = await onCluster(primary, 'motcua', 'select pg_walfile_name(pg_switch_wal())') ?? '';
  await until(async () => (await onCluster(primary, 'motcua', 'select last_archived_wal from pg_stat_archiver') ?? '') >= wal);
  await primary.kill();

  await runShell(restore, { BASE: base, DATA: data, ARCHIVE: archive, POINT_IN_TIME: pointInTime });
  const restored = await clusterAt(t, data);
  await restored.start();
  await until(async () => await onCluster(restored, 'postgres', 'select pg_is_in_recovery()') === 'f');
  t.match(await verifyLog({ connectionString: restored.url('motcua'), roots: [{ name: 'kept', position: kept.position, root: kept.chain ?? '' }] }),
    { checked: 100, rootsChecked: 1, fault: undefined, upTo: { position: kept.position, chain: kept.chain } });
  const later = openPostgresStore({ connectionString: restored.url('motcua', 'motcua_app') });
  t.teardown(() => later.close());
  t.equal((await later.readAll(0, 1_000)).some(({ data: { note } }) => note === 'a mistake'), false);
  t.match(await later.append(appendOf(0, 'after the backup')), { kind: 'duplicate' }, 'what was sent before the point is known');
  t.match(await later.append(appendOf(0, 'goes on')), { kind: 'appended', positions: [101] });
});

function append(store: EventStore, note: string): Promise<unknown> {
  return store.appendMany(Array.from({ length: 50 }, (_, n) => appendOf(n, note)));
}

function appendOf(n: number, note: string): Append {
  const sourceId = `${note} ${n}`;
  return { stream: `s-${n}`, expect: { kind: 'any' }, events: [{
    id: eventKey('urn:test', sourceId), type: 'T', source: 'urn:test', sourceId, subject: 's', occurredAt: '2024-01-05T01:12:00.000Z', schemaVersion: 1, data: { note },
  }] };
}
