import { migrateLog, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { any, appendOf, exact, named, none, range } from '../src/contract/fixtures.ts';
import { freshLog, onConnection } from './fresh-log.ts';
import { storedLinks } from './links.ts';
import { breakingProxy } from './proxy.ts';

void test('the chain of the log', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);

  await t.test('is that of the documentation, whatever way the events were appended in', async (t) => {
    const store = await openFresh(t);
    await store.append(appendOf('a', none, 'a0'));
    await store.append({ stream: 'b', expect: none, events: [
      named('full', { commandId: 'c-1', actor: { unit: 'H57.31', role: 'clerk' }, schemaVersion: 3, occurredAt: '1999-12-31T23:59:59.999Z' }),
      named('đủ dấu', { subject: 'hồ sơ 🗂️', data: { note: 'Huế "\\" \u0000', 'khoá': [null, 1.5e-7] }, actor: {} }),
    ] });
    const verdicts = await store.appendMany([
      appendOf('c', none, 'c0', 'c1'), appendOf('a', exact(7), 'refused'), appendOf('d', any, 'd0'), appendOf('b', any, 'full'), appendOf('a', any, 'a0'),
      appendOf('e', any, 'a0'), appendOf('e2', none, 'e0'), appendOf('c', exact(1), 'c2'),
    ]);
    t.strictSame(verdicts.map(({ kind }) => kind), ['appended', 'wrong_revision', 'appended', 'id_reused', 'duplicate', 'id_reused', 'appended', 'appended']);
    t.match(await store.append(appendOf('a', none, 'a0')), { kind: 'duplicate' });
    await store.appendMany(range(0, 2_500).map((n) => appendOf(`s-${n % 50}`, any, `many-${n}`)));
    await checkChain(t, 2_508);
  });

  await t.test('is kept when the answer to an append is lost and it is sent again', async (t) => {
    await freshLog(ownerUrl);
    const proxy = await breakingProxy(t, appUrl);
    const store = openStore(t, proxy.url);
    await store.append(appendOf('a', none, 'a0'));
    proxy.loseAnswers(1);
    t.match(await store.append(appendOf('a', exact(0), 'a1', 'a2')), { kind: 'duplicate' });
    t.equal(proxy.lost(), 1);
    await store.append(appendOf('a', exact(2), 'a3'));
    await checkChain(t, 4);
  });

  await t.test('is one chain although two stores write at once', async (t) => {
    await freshLog(ownerUrl);
    const writers = [openStore(t, appUrl), openStore(t, appUrl)];
    await Promise.all(writers.map(async (store, writer) => {
      for (const n of range(0, 60)) await store.appendMany([appendOf('shared', any, `w${writer}-${n}`), appendOf(`own-${writer}`, any, `o${writer}-${n}`)]);
    }));
    await checkChain(t, 240);
  });

  await t.test('says the same through the port', async (t) => {
    const store = await openFresh(t);
    t.strictSame(await store.head(), { position: 0, recordedAt: undefined, chain: '0f2c505365a6a9a5d87021471d7f44da0e4bbbc860d1150266ebce39ec18df04' });
    await store.append(appendOf('a', none, 'a0', 'a1'));
    const links = await storedLinks(ownerUrl);
    t.equal((await store.head()).chain, links[1]?.chain);
    t.equal(await store.chainAt(1), links[0]?.chain);
    t.equal((await store.positionAt('2099-01-01T00:00:00Z')).chain, links[1]?.chain);
  });

  await t.test('goes on where a log was restored from a copy of its events', async (t) => {
    const store = await openFresh(t);
    await store.append(appendOf('a', none, 'a0', 'a1'));
    await onConnection(ownerUrl, (client) => client.query('alter table log.counter disable trigger append_only; truncate log.counter; alter table log.counter enable always trigger append_only'));
    t.match(await verifyLog({ connectionString: appUrl }), { checked: 2, fault: undefined }, 'without a counter too');
    await store.append(appendOf('a', exact(1), 'a2'));
    await checkChain(t, 3);
  });

  await t.test('is reckoned for the events that an older log already holds', async (t) => {
    const store = await openFresh(t);
    await store.append(appendOf('a', none, ...range(0, 5).map((n) => `a${n}`)));
    await store.append({ stream: 'b', expect: none, events: [named('b0', { commandId: 'c', actor: { role: 'clerk' } })] });
    const before = await storedLinks(ownerUrl);
    await unchained();
    await migrateLog(ownerUrl);
    t.strictSame(await storedLinks(ownerUrl), before);
    await checkChain(t, 6);
    await store.append(appendOf('b', exact(0), 'b1'));
    await checkChain(t, 7);
    await t.rejects(onConnection(ownerUrl, (client) => client.query('update log.event set chain = chain')), { code: '23001' }, 'the trigger is back');
  });

  await t.test('is not reckoned over a hole, and then nothing has changed', async (t) => {
    const store = await openFresh(t);
    await store.append(appendOf('a', none, 'a0', 'a1', 'a2'));
    await unchained();
    await onConnection(ownerUrl, (client) => client.query('alter table log.event disable trigger append_only; delete from log.event where position = 2; alter table log.event enable always trigger append_only'));
    await t.rejects(migrateLog(ownerUrl), { code: 'DATABASE_UNAVAILABLE', message: /no event at position 2/ });
    const { rows } = await onConnection(ownerUrl, (client) => client.query(`select 1 from information_schema.columns where table_schema = 'log' and column_name = 'chain'`));
    t.equal(rows.length, 0);
  });

  async function openFresh(t: Test): Promise<EventStore> {
    await freshLog(ownerUrl);
    return openStore(t, appUrl);
  }

  async function checkChain(t: Test, events: number): Promise<void> {
    const links = await storedLinks(ownerUrl);
    t.equal(links.length, events);
    t.strictSame(links.filter(({ chain, reckoned }) => chain !== reckoned), [], 'every link is that of its columns and the link before');
    const upTo = { position: events, chain: links.at(-1)?.chain };
    t.strictSame(await verifyLog({ connectionString: appUrl }), { from: 1, checked: events, rootsChecked: 0, upTo, fault: undefined });
  }

  /** The log as it was before it had a chain; the old way to append is of no use to it any more. */
  async function unchained(): Promise<void> {
    await onConnection(ownerUrl, (client) => client.query(`
      alter table log.event drop column chain; alter table log.counter drop column chain;
      drop function log.link; drop function log.genesis; delete from log.migration where name = '0003-chain-events'`));
  }
});

function openStore(t: Test, connectionString: string): EventStore {
  const store = openPostgresStore({ connectionString });
  t.teardown(() => store.close());
  return store;
}
