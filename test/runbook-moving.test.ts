import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLedger } from '@motcua/standalone';
import { clusterFolder, newCluster, NO_POSTGRES_15, onCluster, runShell, startPeerProcess, startProcess, testDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { openCluster } from './support/cluster.ts';
import { shellBlocks } from './support/runbooks.ts';
import { district, received, send } from './support/small-ledger.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(600_000);

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FIGURES = '/v1/figures?scope=VN&period=2024-Q1';

test('a ledger moves to a new server as the runbook says, and the services go on there with the roles that it makes', { skip: NO_POSTGRES_15, timeout: 600_000 }, async (t) => {
  const blocks = await shellBlocks('moving-to-a-cluster');
  t.match(blocks, [/create role motcua login/, /log copy --to env:TARGET\n/, /log copy --to env:TARGET --index/], 'this test runs every command of the runbook');
  const [makeRoles = '', copy = '', copyToKurrent = ''] = blocks;
  const { appUrl, ownerUrl } = await testDatabase(t);
  const old = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
  t.teardown(() => old.stop());
  await send(old.url, district);
  await send(old.url, received(1));
  const { position, chain = '' } = await old.store.head();

  const server = await newCluster(t, join(await clusterFolder(t), 'server'));
  await onCluster(server, 'postgres', 'drop role motcua_app');
  await runShell(makeRoles, { ADMIN: server.url('postgres') });
  const [target, services] = [server.url('motcua', 'motcua'), server.url('motcua', 'motcua_app')];
  const peer = await startPeerProcess(t);
  const here = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
  t.match(await run(t, copy, { ...here, TARGET: target }), new RegExp(`Gốc của chuỗi ở vị trí ${position}, nguồn và đích như nhau: ${chain}`));
  t.match(await run(t, copyToKurrent, { ...here, TARGET: peer.url, INDEX: target }), new RegExp(`nguồn và đích như nhau: ${chain}`));

  const places = { DATABASE_URL: services, DATABASE_OWNER_URL: target, LOG_LEVEL: 'info' };
  const cluster = openCluster(t, places);
  await Promise.all((['intake', 'projector', 'statistics'] as const).map((service) => cluster.start(service, 1)));
  const statistics = await cluster.address('statistics');
  t.equal(await answerAt(`${statistics}${FIGURES}&atLeast=${position}`), await answerAt(`${old.url}${FIGURES}&atLeast=${position}`), 'the same figures');
  await send(await cluster.address('intake'), received(2));
  t.match(await answerAt(`${statistics}${FIGURES}&atLeast=${position + 1}`), /"received":2/);
  t.strictSame(await cluster.stop(), [0, 0, 0]);
});

async function run(t: Test, script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const shell = startProcess(t, 'bash', ['-ec', `cd "$0" && ${script}`, ROOT], env);
  shell.hangUp();
  t.equal(await shell.ended, 0, shell.text());
  return shell.text();
}

async function answerAt(url: string): Promise<string> {
  return (await fetch(url, { headers: { prefer: 'wait=30' } })).text();
}
