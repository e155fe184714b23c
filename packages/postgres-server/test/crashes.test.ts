import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { test } from 'tap';

import { readRunFile, startServer } from '../src/index.ts';
import { birthOf, runningProcesses } from '../src/processes.ts';
import { freshHome, heldServer, query, quiet, until } from './support.ts';

// Only Linux can tie a process to its parent; elsewhere the next start stops what was left.
if (process.platform === 'linux') {
  test('the server shuts down by itself and cleanly when its ledger is killed', async (t) => {
    const home = freshHome(t);
    const { child, pid } = await heldServer(t, home);
    child.kill('SIGKILL');
    await until(() => birthOf(pid) === undefined);
    t.match(readFileSync(join(home, 'server.log'), 'utf8'), /received fast shutdown request[^]*database system is shut down/);
    t.equal(await readRunFile(home), undefined, 'what it left behind deceives nobody');
  });
}

test('a ledger starts again at once after a kill and finds what was acknowledged', async (t) => {
  const home = freshHome(t);
  const { child, url } = await heldServer(t, home);
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  t.same(await query(server.ownerUrl('postgres'), 'SELECT one FROM kept'), [{ one: 1 }]);
});

test('stops a server that nobody supervises instead of taking it over', async (t) => {
  const home = freshHome(t);
  const first = await startServer({ home, log: quiet });
  const url = first.ownerUrl('postgres');
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
  const [program = '', ...words] = runningProcesses().find(({ pid }) => pid === first.pid)?.command.trimEnd().split(' ') ?? [];
  await first.stop();
  const { uid, gid } = statSync(home);
  const orphan = spawn(program, words, { cwd: '/', uid, gid, detached: true, stdio: 'ignore' });
  t.teardown(() => orphan.kill('SIGKILL'));
  await until(() => query(url, 'SELECT 1').then(() => true, () => false));
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  t.equal(birthOf(orphan.pid ?? 0), undefined);
  t.equal(orphan.signalCode ?? orphan.exitCode, 0, 'it was stopped, not killed');
  t.same(await query(server.ownerUrl('postgres'), 'SELECT one FROM kept'), [{ one: 1 }]);
});

test('takes a zombie with the number of an old server for dead', async (t) => {
  const home = freshHome(t);
  await (await startServer({ home, log: quiet })).stop();
  // The child dies only after the shell has become a program that buries nobody.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 601'], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.teardown(() => parent.kill('SIGKILL'));
  const [line] = await once(createInterface(parent.stdout), 'line') as [string];
  await until(() => runningProcesses().some(({ pid, command }) => pid === parent.pid && command.startsWith('sleep')));
  process.kill(Number(line), 'SIGKILL');
  await until(() => birthOf(Number(line)) === undefined);
  t.ok(process.kill(Number(line), 0), 'a zombie still answers');
  writeFileSync(join(home, 'postgres', 'postmaster.pid'), `${line}\n${join(home, 'postgres')}\n1\n5432\n\n127.0.0.1\n`);
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  t.same(await query(server.ownerUrl('postgres'), 'SELECT 1 AS one'), [{ one: 1 }]);
});

test('leaves a process alone that only has the number of an old server', async (t) => {
  const home = freshHome(t);
  await (await startServer({ home, log: quiet })).stop();
  const stranger = spawn('sleep', ['600'], { stdio: 'ignore' });
  t.teardown(() => stranger.kill('SIGKILL'));
  const born = birthOf(stranger.pid ?? 0);
  writeFileSync(join(home, 'postgres', 'postmaster.pid'), `${stranger.pid}\n${join(home, 'postgres')}\n1\n5432\n\n127.0.0.1\n`);
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  t.type(born, 'string');
  t.equal(birthOf(stranger.pid ?? 0), born);
});

test('a server killed by somebody else is noticed, and the next start recovers', async (t) => {
  const home = freshHome(t);
  const server = await startServer({ home, log: quiet });
  await query(server.ownerUrl('postgres'), 'CREATE TABLE kept AS SELECT 1 AS one');
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  await server.stop();
  const again = await startServer({ home, log: quiet });
  t.teardown(() => again.stop());
  t.same(await query(again.ownerUrl('postgres'), 'SELECT one FROM kept'), [{ one: 1 }]);
});
