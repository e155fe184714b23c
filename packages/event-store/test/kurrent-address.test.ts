import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { openKurrentStore } from '@motcua/event-store';
import { loopbackCertificate, startKurrentPeer, startProcess, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { appendOf, none } from '../src/contract/fixtures.ts';
import { readAddress } from '../src/kurrentdb/address.ts';
import { freshKurrentLog } from './kurrent-log.ts';

const PASSWORD = 'p:a/s@s?w%ö#rd';
const SECRETS = `ledger:${encodeURIComponent(PASSWORD)}`;

void test('the address of KurrentDB', async (t) => {
  await t.test('is taken apart: nodes, discovery, TLS, user and password as they were meant', async (t) => {
    const { settings, channel, credentials } = readAddress(`esdb://${SECRETS}@one.example:2113,two.example,three.example:2115?nodePreference=leader&gossipTimeout=7`, undefined);
    t.match(settings, { endpoints: [{ address: 'one.example', port: 2113 }, { address: 'two.example', port: 2113 }, { address: 'three.example', port: 2115 }], nodePreference: 'leader', gossipTimeout: 7 });
    t.equal(channel.insecure, false);
    t.strictSame([credentials.username, credentials.password], ['ledger', PASSWORD]);
    t.match(readAddress(`esdb+discover://${SECRETS}@cluster.example`, undefined).settings, { discover: { address: 'cluster.example', port: 2113 } });
    t.match(readAddress('esdb://127.0.0.1:2113?tls=false', undefined), { channel: { insecure: true }, settings: { endpoint: { address: '127.0.0.1', port: 2113 } } });
    t.equal(readAddress('esdb://ledger:a:b/c@d@localhost?tls=false', undefined).credentials.password, 'a:b/c@d', 'one that was not encoded is not cut short');
  });

  await t.test('is refused without a word of it', async (t) => {
    const wrong = [
      `http://${SECRETS}@localhost`, 'esdb://localhost', `esdb://${SECRETS}@localhost?tsl=false`, `esdb://${SECRETS}@localhost?tls=no`, `esdb://${SECRETS}@local host`,
      `esdb://${SECRETS}@localhost?tlsVerifyCert=false`, `esdb://${SECRETS}@localhost?keepAliveInterval=soon`, 'esdb://ledger:p%a@localhost', 'esdb://ledger@localhost', `esdb://${SECRETS}@`,
    ];
    for (const url of wrong) {
      const error = t.throws(() => openKurrentStore({ url, indexUrl: 'postgres://x' }), { code: 'CONFIG_INVALID' }, url);
      t.notMatch(inspect(error, { depth: 9, showHidden: true }), /p%3A|p%a|p:a|ledger/);
    }
    t.throws(() => openKurrentStore({ url: `esdb://${SECRETS}@localhost`, caFile: '/nowhere.pem', indexUrl: 'postgres://x' }), { code: 'CONFIG_INVALID' });
  });
});

void test('TLS with a certificate of one\'s own authority, user and password', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const tls = await loopbackCertificate();
  const caFile = join(tmpdir(), `motcua-test-ca-${process.pid}.pem`);
  writeFileSync(caFile, tls.certificate);
  t.teardown(() => { rmSync(caFile); });
  const peer = await startKurrentPeer({ credentials: `ledger:${PASSWORD}`, tls });
  t.teardown(() => peer.close());
  const url = `esdb://${SECRETS}@localhost:${peer.port}`;
  const { open, prefix } = await freshKurrentLog(t, { url, ownerUrl, appUrl }, { caFile, retryMsMax: 3_000, answerMsMax: 3_000 });

  await t.test('work for appending, reading and following', async (t) => {
    const store = open();
    t.match(await store.append(appendOf('a', none, 'a0')), { kind: 'appended', positions: [1] });
    t.equal((await store.readStream('a')).length, 1);
    t.equal((await open({ url: `esdb+discover://${SECRETS}@localhost:${peer.port}` }).readAll(0, 10)).length, 1);
  });

  await t.test('a wrong password is refused at once, an unknown authority after trying; neither error says a secret', async (t) => {
    const wrong: unknown = await open({ url: `esdb://ledger:secret-word@localhost:${peer.port}` }).append(appendOf('a', none, 'b')).catch((error: unknown) => error);
    t.match(wrong, { code: 'INTERNAL' });
    const unknown: unknown = await open({ caFile: undefined }).append(appendOf('a', none, 'b')).catch((error: unknown) => error);
    t.match(unknown, { code: 'DATABASE_UNAVAILABLE' });
    for (const error of [wrong, unknown]) t.notMatch(inspect(error, { depth: 9, showHidden: true }), /secret-word|p:a\/s|p%3A/);
  });

  await t.test('with every trace of the libraries switched on, neither the password nor a payload is in the output', async (t) => {
    const traced = startProcess(t, process.execPath, [join(import.meta.dirname, 'traced-program.ts'), url, caFile, appUrl, prefix], {
      DEBUG: '*', GRPC_TRACE: 'all', GRPC_VERBOSITY: 'DEBUG', PATH: process.env['PATH'] ?? '',
    });
    t.equal(await traced.ended, 0);
    const output = traced.text();
    t.match(output, /"kind":"appended"/);
    t.match(output, /esdb:command/, 'the trace was on');
    const basic = Buffer.from(`ledger:${PASSWORD}`).toString('base64');
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), basic, 'payload-that-is']) t.notOk(output.includes(secret), `no ${secret.slice(0, 3)}…`);
  });
});
