import { join } from 'node:path';
import { DIMENSIONS } from '@motcua/ledger';
import { openLedger } from '@motcua/standalone';
import { clusterFolder, newCluster, NO_POSTGRES_15, onCluster } from '@motcua/testkit';
import { pino } from 'pino';
import { t as file, test } from 'tap';
import { openCluster } from './support/cluster.ts';
import { makeReplica } from './support/replica.ts';
import { codeOf, district, received, send } from './support/small-ledger.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(300_000);

const QUESTIONS = [
  ...DIMENSIONS.map((by) => `/v1/figures?scope=VN&period=2024-Q1&by=${by}`), '/v1/figures/received/dossiers?scope=VN&period=2024-Q1', '/v1/findings?limit=50',
  '/v1/rates?scope=VN&period=2024-Q1', '/v1/apology-duties?scope=VN&period=2024-Q1&at=2024-06-01', '/v1/delays?scope=VN&period=2024-Q1',
  `/v1/dossiers/${codeOf(2)}`,
];

test('statistics on a streaming replica waits for what the primary has accepted', { skip: NO_POSTGRES_15, timeout: 300_000 }, async (t) => {
  const folder = await clusterFolder(t);
  const primary = await newCluster(t, join(folder, 'primary'));
  await onCluster(primary, 'postgres', 'create database motcua');
  const [appUrl, ownerUrl] = [primary.url('motcua', 'motcua_app'), primary.url('motcua')];
  const ledger = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
  t.teardown(() => ledger.stop());
  const { replica } = await makeReplica(t, primary, join(folder, 'replica'));
  const services = openCluster(t, { DATABASE_URL: appUrl, READ_DATABASE_URL: replica.url('motcua', 'motcua_app'), LOG_LEVEL: 'info' });
  await services.start('statistics', 1);
  const statistics = await services.address('statistics');
  const replay = (what: 'pause' | 'resume') => onCluster(replica, 'postgres', `select pg_wal_replay_${what}()`);

  await send(ledger.url, district);
  for (let number = 1; number <= 20; number += 1) {
    const position = await send(ledger.url, received(number, '2024-01-19'));
    t.match(await ask(`${statistics}/v1/dossiers/${codeOf(number)}?atLeast=${position}`), { status: 200 }, 'what was just accepted is there');
  }

  await replay('pause');
  const position = await send(ledger.url, received(21, '2024-01-19'));
  const seen = `/v1/dossiers/${codeOf(21)}?atLeast=${position}`;
  t.match(await ask(`${ledger.url}${seen}`), { status: 200 }, 'the primary has posted it');
  t.match(await ask(`${statistics}${seen}`, 'wait=0'), { status: 503, text: new RegExp(`posted up to position ${position - 1}, not yet to ${position}`) });
  const waiting = ask(`${statistics}${seen}`, 'wait=30');
  t.match(await ask(`${statistics}/v1/findings`), { status: 200 }, 'who does not wait is answered as of what is there');
  await replay('resume');
  t.match(await waiting, { status: 200, text: new RegExp(codeOf(21)) });

  for (const question of QUESTIONS) {
    const [there, here] = await Promise.all([statistics, ledger.url].map((at) => ask(`${at}${question}${question.includes('?') ? '&' : '?'}atLeast=${position}`)));
    t.equal(there?.status, 200, question);
    t.equal(there?.text, here?.text, question);
  }
});

async function ask(url: string, prefer = 'wait=30'): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(url, { headers: { prefer } });
  return { status: answer.status, text: await answer.text() };
}
