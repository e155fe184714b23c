import { openPostgresStore } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { any, appendOf, named, none, range } from '../src/contract/fixtures.ts';
import { EventChain } from '../src/event-chain.ts';
import { freshLog } from './fresh-log.ts';

void test('the chain reckoned along the events that a store gives is the one that it keeps', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  await freshLog(ownerUrl);
  const store = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => store.close());
  await store.append({ stream: 'b', expect: none, events: [
    named('full', { commandId: 'c-1', actor: { unit: 'H57.31', role: 'clerk' }, schemaVersion: 3, occurredAt: '1999-12-31T23:59:59.999Z' }),
    named('đủ dấu', { subject: 'hồ sơ 🗂️', data: { note: 'Huế "\\" \u0000', 'khoá': [null, 1.5e-7, -0, 1e21], z: 1, a: { b: {} } }, actor: {}, commandId: '' }),
    named('early', { occurredAt: '0001-01-01T00:00:00.000Z' }), named('far', { occurredAt: '9999-12-31T23:59:59.999Z' }),
  ] });
  await store.appendMany(range(0, 100).map((n) => appendOf(`s-${n % 7}`, any, `many-${n}`)));
  const chain = new EventChain();
  for (const event of await store.readAll(0, 1_000)) {
    chain.follow(event);
    t.equal(chain.root, await store.chainAt(chain.position), `at position ${chain.position}`);
  }
  t.equal(chain.position, 104);

  await t.test('also from a position on', async (t) => {
    const later = new EventChain({ position: 50, root: await store.chainAt(50) ?? '' });
    for (const event of await store.readAll(50, 1_000)) later.follow(event);
    t.equal(later.root, chain.root);
  });

  await t.test('an event that is not the next one is refused', async (t) => {
    const [, second] = await store.readAll(0, 2);
    if (second === undefined) throw new TypeError('no second event');
    t.throws(() => new EventChain().follow(second), TypeError);
  });
});
