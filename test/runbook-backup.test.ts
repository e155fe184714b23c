import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeData, memoryHome } from '@motcua/postgres-server';
import { startProcess } from '@motcua/testkit';
import type { StartedProcess } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { shellBlocks } from './support/runbooks.ts';
import { district, received, send } from './support/small-ledger.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(300_000);

const ROOT = fileURLToPath(new URL('..', import.meta.url));

test('the embedded ledger is backed up while it runs, and restored on another machine with the same figures, as the runbook says', { timeout: 300_000 }, async (t) => {
  const blocks = (await shellBlocks('backup-and-restore')).filter((block) => block.includes('npm run'));
  t.match(blocks, [/backup "\$BACKUPS\/monday/, /--after/, /restore/, /verify/], 'this test runs every command of the embedded profile');
  const [monday = '', tuesday = '', restore = '', look = ''] = blocks;
  const folder = await mkdtemp(join(tmpdir(), 'motcua-runbook-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const here = { ...machine(t), BACKUPS: folder };
  const ledger = startProcess(t, process.execPath, [fileURLToPath(new URL('../services/standalone/src/main.ts', import.meta.url)), '--empty'], { ...here, PORT: '0' });
  const url = await ledger.says(/đang chạy tại (http:\S+)/);

  await send(url, district);
  await send(url, received(1));
  const first = (await run(t, monday, here)).text();
  const position = /Gốc của chuỗi ở vị trí (\d+)/.exec(first)?.[1] ?? '';
  await send(url, received(2));
  const { POSITION = '', KEPT = '' } = /--root\s+(?<POSITION>\d+):(?<KEPT>[\da-f]{64})/.exec((await run(t, tuesday, { ...here, MONDAY: position })).text())?.groups ?? {};
  const expected = (await run(t, look, here)).text();
  t.match(expected, /"received":2/);
  ledger.signal('SIGINT');
  t.equal(await ledger.ended, 0);
  t.match((await run(t, monday.replace('monday', 'stopped'), here)).text(), /đã đọc lại: khớp/, 'a stopped ledger is backed up too');

  const there = { ...machine(t), BACKUPS: folder, POSITION, ROOT: KEPT };
  t.match((await run(t, restore, there)).text(), new RegExp(`Gốc của chuỗi ở vị trí ${POSITION}: ${KEPT}`));
  const figures = (await run(t, look, there)).text();
  t.equal(answerIn(figures), answerIn(expected), 'the same figures');
});

/** A machine without a ledger. */
function machine(t: Test): Readonly<Record<string, string>> {
  const home = memoryHome(`runbook ${process.pid} ${randomBytes(6).toString('hex')}`);
  t.teardown(() => removeData(home));
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', HOST: '127.0.0.1', MOTCUA_HOME: home };
}

async function run(t: Test, script: string, env: Readonly<Record<string, string>>): Promise<StartedProcess> {
  const shell = startProcess(t, 'bash', ['-ec', `cd "$0" && ${script}`, ROOT], env);
  shell.hangUp();
  t.equal(await shell.ended, 0, shell.text());
  return shell;
}

/** What belongs to the figures alone: the clock of the running ledger may have marked more since. */
function answerIn(text: string): string {
  const { rows, total } = JSON.parse(text.split('\n').findLast((line) => line.startsWith('{')) ?? '{}') as { readonly rows: readonly object[]; readonly total: object };
  return JSON.stringify({ rows, total }).replaceAll(/asOf=\d+/g, '');
}
