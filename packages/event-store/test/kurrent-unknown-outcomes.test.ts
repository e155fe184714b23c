import { chanceOf, startKurrentPeer, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { freshKurrentLog } from './kurrent-log.ts';
import { APPENDS_EACH, checkLog, LOST_LEAST, writeUnderFaults } from './unknown-outcomes.ts';

void test('appends to KurrentDB whose answers are lost end as exactly one event each', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  const { open } = await freshKurrentLog(t, { url: peer.url, ownerUrl, appUrl });
  const seed = Date.now() % 1_000_000;
  const chance = chanceOf(seed);
  let faults = 0;
  peer.setPlan((point) => {
    if (point !== 'after-commit' && point !== 'before-commit' && point !== 'read') return undefined;
    const drawn = chance();
    // A read that ends with "all is well" has given all there is: servers end no other one in that way.
    const fault = drawn < 0.3 ? 'refuse' : drawn < 0.302 ? 'cut' : drawn < 0.35 && point !== 'read' ? 'end' : undefined;
    if (point === 'after-commit' && fault !== undefined) faults += 1;
    return fault;
  });
  const stores = Array.from({ length: 4 }, () => open({ answerMsMax: 5_000, retryMsMax: 120_000 }));
  const written = await writeUnderFaults(stores, { writers: 120, appendsEach: APPENDS_EACH, chance });
  peer.setPlan(() => undefined);
  t.comment(`seed ${seed}: ${faults} answers were lost behind the commit`);
  t.ok(faults > LOST_LEAST, 'the faults happened');
  await checkLog(t, open(), written);
});
