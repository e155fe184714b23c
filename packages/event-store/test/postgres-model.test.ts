import assert from 'node:assert/strict';
import { openPostgresStore } from '@motcua/event-store';
import type { Append, JsonObject, RecordedEvent, Verdict } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { named, readEverything } from '../src/contract/fixtures.ts';
import { freshLog } from './fresh-log.ts';
import { ModelLog } from './model.ts';

/** Few streams, few names, few contents: so that every way to collide comes up. */
const expectation = fc.oneof(
  fc.constantFrom({ kind: 'any' } as const, { kind: 'none' } as const, { kind: 'exists' } as const),
  fc.nat(4).map((revision) => ({ kind: 'exact' as const, revision })),
);
const event = fc.record({ name: fc.nat(25), other: fc.integer({ min: 0, max: 9 }) })
  .map(({ name, other }) => named(`e-${name}`, other === 0 ? { data: { note: 'other content' } } : {}));
const append: fc.Arbitrary<Append> = fc.record({
  stream: fc.constantFrom('a', 'b', 'c', 'd'), expect: expectation,
  events: fc.uniqueArray(event, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
});
const calls = fc.array(fc.array(append, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 });

void test('the store gives the verdicts of the model and holds what the model holds', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const seen = new Set<Verdict['kind']>();
  await fc.assert(fc.asyncProperty(calls, async (batches) => {
    await freshLog(ownerUrl);
    const store = openPostgresStore({ connectionString: appUrl, batch: { eventsMax: 5, sizeMax: 4_000 } });
    try {
      const model = new ModelLog();
      for (const batch of batches) {
        const verdicts = await store.appendMany(batch);
        assert.deepEqual(verdicts.map(withoutPlace), batch.map((item) => withoutPlace(model.append(item))));
        checkPositions(batch, verdicts, await readEverything(store));
        for (const { kind } of verdicts) seen.add(kind);
      }
      assert.deepEqual(byStream(await readEverything(store)), byStream(model.stored.map(({ stream, event }) => ({ ...event, stream }))));
    } finally {
      await store.close();
    }
  }), { numRuns: 25 });
  t.strictSame([...seen].sort(), ['appended', 'duplicate', 'id_reused', 'wrong_revision'], 'every verdict came up');
});

/** Appends that have nothing in common may be written in another order than they were called in. */
function withoutPlace(verdict: Verdict): unknown {
  return 'positions' in verdict ? { kind: verdict.kind, revision: verdict.revision, events: verdict.positions.length } : verdict;
}

function checkPositions(batch: readonly Append[], verdicts: readonly Verdict[], log: readonly RecordedEvent[]): void {
  for (const [index, verdict] of verdicts.entries()) {
    if (!('positions' in verdict)) continue;
    assert.deepEqual(verdict.positions.map((position) => log[position - 1]?.id), batch[index]?.events.map(({ id }) => id));
    assert.equal(verdict.recordedAt, log[Math.max(...verdict.positions) - 1]?.recordedAt);
  }
}

function byStream(events: readonly { readonly stream: string; readonly id: string; readonly data: JsonObject }[]): unknown {
  return Object.fromEntries(['a', 'b', 'c', 'd'].map((name) =>
    [name, events.filter(({ stream }) => stream === name).map(({ id, data }) => ({ id, data }))]));
}
