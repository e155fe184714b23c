import { openPostgresStore, verifyKurrentLog } from '@motcua/event-store';
import type { VerifyKurrentLogOptions } from '@motcua/event-store';
import { startKurrentPeer, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { appendOf, named, none, range, readEverything } from '../src/contract/fixtures.ts';
import { freshLog } from './fresh-log.ts';
import { freshKurrentLog } from './kurrent-log.ts';

void test('verifying the log in KurrentDB', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  const { open, prefix } = await freshKurrentLog(t, { url: peer.url, ownerUrl, appUrl });
  const verify = (more: Partial<VerifyKurrentLogOptions> = {}) => verifyKurrentLog({ url: peer.url, indexUrl: appUrl, prefix, ...more });
  const writer = open();
  for (const n of range(0, 3)) await writer.append(appendOf(`s-${n}`, none, ...range(0, 400).map((k) => `e-${n}-${k}`)));
  const root = await writer.chainAt(1_100) ?? '';
  await writer.append({ stream: 'period-x', expect: none, events: [named('closed', { type: 'PeriodClosed', data: { edition: 'x-1', position: 1_100, chainRoot: root } })] });
  const head = await writer.head();

  await t.test('gives the chain of the PostgreSQL store for the same events recorded at the same instants', async (t) => {
    await freshLog(ownerUrl);
    const postgres = openPostgresStore({ connectionString: appUrl });
    t.teardown(() => postgres.close());
    t.equal(await postgres.chainAt(0), await writer.chainAt(0));
    const { checked, rootsChecked, upTo, fault } = await verify();
    t.strictSame([checked, rootsChecked, upTo.chain, fault], [1_201, 2, head.chain, undefined], 'a mark and an edition fit');
  });

  await t.test('goes on from a position', async (t) => {
    t.match(await verify({ from: 1_150 }), { checked: 52, rootsChecked: 0, fault: undefined });
    t.match(await verify({ from: 1_101 }), { checked: 101, rootsChecked: 1, fault: undefined }, 'the edition keeps the link that it begins with');
    t.match(await verify({ roots: [{ name: 'kept', position: 1_150, root: 'ab'.repeat(32) }] }), { checked: 1_150, fault: { kind: 'root', position: 1_150, name: 'kept' } });
    t.match(await verify({ from: 1_202 }), { checked: 0, fault: undefined });
    for (const from of [1_203, 0, 1.5]) await t.rejects(verify({ from }), { code: 'PARAMETER_INVALID' });
  });

  await t.test('finds a changed event at the first mark or root behind it', async (t) => {
    const log = await readEverything(writer);
    const [before, later] = [log[700], log[1_050]];
    peer.rewrite(`${prefix}s-1`, 300, JSON.stringify({ note: 'changed' }));
    t.match(await verify(), { fault: { kind: 'root', position: 1_000, name: 'log_index.mark' } });
    peer.rewrite(`${prefix}s-1`, 300, JSON.stringify(before?.data));
    peer.rewrite(`${prefix}s-2`, 250, JSON.stringify({ note: 'changed' }));
    t.match(await verify(), { fault: { kind: 'root', position: 1_100, name: 'x-1' } });
    peer.rewrite(`${prefix}s-2`, 250, JSON.stringify(later?.data));
    peer.rewrite(`${prefix}s-2`, 350, JSON.stringify({ note: 'changed' }));
    t.equal((await verify()).fault, undefined, 'behind the last mark and the last edition nobody keeps anything');
  });
});
