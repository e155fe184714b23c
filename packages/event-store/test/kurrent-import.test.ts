import { copyLog, openKurrentImport, openPostgresImport, openPostgresStore } from '@motcua/event-store';
import { startKurrentPeer, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { any, appendOf, range, readEverything } from '../src/contract/fixtures.ts';
import { freshLog } from './fresh-log.ts';
import { freshKurrentLog } from './kurrent-log.ts';

void test('a log copied to KurrentDB and back', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  await freshLog(ownerUrl);
  const postgres = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => postgres.close());
  for (const n of range(0, 40)) await postgres.append(appendOf(`s-${n % 7}`, any, ...range(0, 1 + (n % 3)).map((k) => `e-${n}-${k}`)));
  const [head, events] = [await postgres.head(), await readEverything(postgres)];
  const { open, prefix } = await freshKurrentLog(t, { url: peer.url, ownerUrl, appUrl });
  const kurrent = open();
  const into = openKurrentImport({ url: peer.url, indexUrl: appUrl, prefix });
  t.teardown(() => into.close());

  await t.test('keeps ids, positions, instants and so the chain, though answers are lost on the way', async (t) => {
    let calls = 0;
    peer.setPlan((point) => {
      if (point !== 'after-commit') return undefined;
      calls += 1;
      return calls % 3 === 0 ? 'refuse' : undefined;
    });
    t.match(await copyLog({ from: postgres, to: kurrent, into }), { before: 0, copied: events.length, position: events.length, root: head.chain });
    peer.setPlan(() => undefined);
    t.ok(calls > 40, 'answers were lost');
    t.strictSame(await readEverything(kurrent), events);
    t.strictSame(await kurrent.head(), head);
  });

  await t.test('goes on where it stood, and refuses what does not continue the log', async (t) => {
    await postgres.append(appendOf('late', any, 'late-0'));
    t.match(await copyLog({ from: postgres, to: kurrent, into }), { before: events.length, copied: 1 });
    await kurrent.append(appendOf('other', any, 'other-0'));
    const [next] = (await readEverything(kurrent)).slice(-1);
    if (next === undefined) throw new TypeError('no event');
    await t.rejects(into.importEvents([{ ...next, position: next.position + 5, id: '00000000-0000-5000-8000-000000000000' }]), { code: 'LOG_IMPORT_REFUSED' });
    await t.rejects(copyLog({ from: postgres, to: kurrent, into }), { code: 'LOG_IMPORT_REFUSED' });
  });

  await t.test('and comes back the same', async (t) => {
    const source = (await freshKurrentLog(t, { url: peer.url, ownerUrl, appUrl }, { prefix })).open();
    const [before, all] = [await source.head(), await readEverything(source)];
    await freshLog(ownerUrl);
    const back = openPostgresImport({ connectionString: ownerUrl });
    t.teardown(() => back.close());
    t.match(await copyLog({ from: source, to: postgres, into: back }), { copied: all.length, root: before.chain });
    t.strictSame(await readEverything(postgres), all);
  });
});
