import { setImmediate as immediate } from 'node:timers/promises';
import { test } from 'tap';

import { serverAccount } from '../src/account.ts';
import { makeHome, removeHome } from '../src/data-home.ts';
import { connectOrStart, readRunFile, startServer } from '../src/index.ts';
import { freshHome, query, quiet, until } from './support.ts';

test('commands share one server; it outlives the first and stops with the last', async (t) => {
  const home = freshHome(t);
  const [first, second] = await Promise.all([connectOrStart(home), connectOrStart(home)]);
  t.equal(first.port, second.port);
  t.equal(first.holder, 'command');
  first.release();
  t.same(await query(second.ownerUrl('postgres'), 'SELECT 1 AS one'), [{ one: 1 }]);
  second.release();
  await until(async () => (await readRunFile(home)) === undefined);
  t.pass('nobody holds it any more');
});

test('a data home that somebody is just throwing away is made anew', async (t) => {
  const home = freshHome(t);
  // Once in every making, each time a little later: whoever comes does not have to win against one who removes without end.
  const removing = async (steps: number): Promise<void> => {
    for (let step = 0; step < steps; step += 1) await immediate();
    await removeHome(home);
  };
  for (let turn = 0; turn < 300; turn += 1) {
    await makeHome(home, serverAccount());
    await Promise.all([makeHome(home, serverAccount()), removing(turn % 10)]);
  }
  await t.resolves(makeHome(home, serverAccount()));
});

test('a ledger waits for the last command and then starts', async (t) => {
  const home = freshHome(t);
  const command = await connectOrStart(home);
  await t.rejects(startServer({ home, log: quiet, patienceMs: 0 }), { code: 'ALREADY_RUNNING', message: /A command \(process \d+\)/ });
  const starting = startServer({ home, log: quiet });
  command.release();
  const server = await starting;
  t.teardown(() => server.stop());
  t.match(await readRunFile(home), { holder: 'ledger', pid: process.pid });
});

test('a command beside a running ledger uses its server and leaves it running', async (t) => {
  const home = freshHome(t);
  const server = await startServer({ home, log: quiet });
  t.teardown(() => server.stop());
  await server.announce('http://127.0.0.1:4242');
  const command = await connectOrStart(home);
  t.match(command, { holder: 'ledger', port: server.port, httpUrl: 'http://127.0.0.1:4242' });
  command.release();
  t.same(await query(server.ownerUrl('postgres'), 'SELECT 1 AS one'), [{ one: 1 }]);
});
