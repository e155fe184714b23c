import { sumsOf } from '@motcua/database';
import { addDays } from '@motcua/kernel';
import { randomRuns } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { sumList } from '../src/queries/sums.ts';
import { halfOf, halfStart, spansBefore } from '../src/spans.ts';
import { expected, fill, keyed, tally } from './leg-by-leg.ts';
import type { Leg } from './leg-by-leg.ts';
import { readModel } from './read-model.ts';

const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01', n)).filter((date) => date < '2100-01-01');
/** Most of the time close to others, so that spans of every size meet. */
const nearby = fc.oneof(day, fc.integer({ min: 0, max: 1_100 }).map((n) => addDays('2022-06-01', n)));
const leg: fc.Arbitrary<Leg> = fc.record({
  authority: fc.constantFrom('H57.01', 'H57.02'), procedure: fc.constant('1.001'), field: fc.constantFrom('G01', 'G02'), channel: fc.constantFrom('online', 'postal'),
  rule: fc.constantFrom('nd61', 'nd61', 'other'), class: fc.constantFrom('outside', 'in_progress', 'resolved_late'),
  cause: fc.constantFrom('received', 'resolved'), side: fc.constantFrom('from', 'to'), day: nearby, amount: fc.constantFrom(-1, 1, 3),
});

test('a stock is what came before in all, from the first day that is accepted to the last, as known at any position', async (t) => {
  const database = await readModel(t), { db, pool } = database;
  const cases = fc.record({ legs: fc.array(leg, { minLength: 1, maxLength: 60 }), from: nearby, days: fc.integer({ min: 0, max: 400 }), partedOn: nearby, upTo: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }) });
  await fc.assert(fc.asyncProperty(cases, async ({ legs, from, days, partedOn, upTo }) => {
    await fill(database, [], legs);
    await pool.query('update ledger.checkpoint set position = $1', [legs.length]);
    const period = { from, to: addDays(from, days) };
    for (const dimension of ['authority', 'field', 'day'] as const) {
      const query = { scope: 'H57', period, rule: 'nd61', dimension, known: { upTo } };
      const wanted = tally(expected([], legs.slice(0, upTo), { scope: 'H57', period, dimension }));
      t.strictSame(tally((await sumsOf(db, query)).map(keyed)), wanted, `${from} + ${days}, as known at ${upTo ?? 'the head'}`);
      if (upTo === undefined) continue;
      const { rows } = await sumList(query, { from: 'balance', partedOn }).execute(db);
      t.strictSame(tally(rows.map(keyed)), wanted, `on whichever day the balances are parted: ${partedOn}`);
    }
  }), { numRuns: randomRuns(10) });
});

test('the spans before a date are its half-months, each once, and few', (t) => {
  fc.assert(fc.property(day, (date) => {
    const spans = spansBefore(date);
    const counted = new Map<number, number>();
    for (const { size, span, sign } of spans) for (let half = span * size; half < (span + 1) * size; half += 1) counted.set(half, (counted.get(half) ?? 0) + sign);
    t.ok(spans.length <= 4 * 4 + 2, `${date}: ${spans.length} spans`);
    t.strictSame([...counted].filter(([, times]) => times !== 0).toSorted(([a], [b]) => a - b), Array.from({ length: halfOf(date) }, (_, half) => [half, 1]), date);
  }), { numRuns: randomRuns(50) });
  t.end();
});

test('half-months begin on the first and on the fifteenth, where the months of both schemes do', (t) => {
  t.strictSame(['1990-01-01', '1990-01-14', '1990-01-15', '1990-01-31', '1990-02-01', '1991-01-01'].map(halfOf), [0, 0, 1, 1, 2, 24]);
  t.strictSame(['2024-02-29', '2024-02-15', '2024-02-14', '2024-02-01'].map(halfStart), ['2024-02-15', '2024-02-15', '2024-02-01', '2024-02-01']);
  t.end();
});
