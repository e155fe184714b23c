import { openPostgresStore } from '@motcua/event-store';
import { chanceOf, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { freshLog } from './fresh-log.ts';
import { breakingProxy } from './proxy.ts';
import { APPENDS_EACH, checkLog, LOST_LEAST, writeUnderFaults } from './unknown-outcomes.ts';

void test('appends to PostgreSQL whose answers are lost end as exactly one event each', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  await freshLog(ownerUrl);
  const seed = Date.now() % 1_000_000;
  const chance = chanceOf(seed);
  // Each store has a line of its own, on which nearly every second answer is lost together with the connection.
  const lines = await Promise.all(Array.from({ length: 8 }, () => breakingProxy(t, appUrl, () => chance() < 0.4)));
  const stores = lines.map((line) => openPostgresStore({ connectionString: line.url, retryMsMax: 120_000, batch: { eventsMax: 1, sizeMax: 100_000 } }));
  t.teardown(() => Promise.all(stores.map((store) => store.close())));
  const written = await writeUnderFaults(stores, { writers: 120, appendsEach: APPENDS_EACH, chance });
  for (const line of lines) line.heal();
  const lost = lines.reduce((sum, line) => sum + line.lost(), 0);
  t.comment(`seed ${seed}: ${lost} answers were lost`);
  t.ok(lost > LOST_LEAST, 'the faults happened');
  const store = openPostgresStore({ connectionString: appUrl });
  t.teardown(() => store.close());
  await checkLog(t, store, written);
});
