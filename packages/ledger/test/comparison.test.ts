import { changesOf, countChange, definitions, figuresOf, pairsOf, rateChange, ratesOf, rowRates } from '@motcua/ledger';
import type { Figures, Rates } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';

const nothing = figuresOf([], 'level');
const row = (figures: Partial<Figures>): Figures & Rates => {
  const whole = { ...nothing, ...figures };
  return { ...whole, ...ratesOf(whole) };
};

test('a count changes by dossiers and by per cent of what it was', async (t) => {
  // Worked out on paper: 1,234 − 1,000 = 234 = 23.4 %; 1 of 3 = 33.333 %; 2 of 3 = 66.667 %; 1 of 800 = 0.125 %.
  for (const [before, after, difference, percentChange] of [
    [1_000, 1_234, 234, 23.4], [3, 4, 1, 33.33], [3, 5, 2, 66.67], [800, 801, 1, 0.13], [800, 799, -1, -0.13], [3, 1, -2, -66.67], [40, 0, -40, -100],
    [7, 7, 0, 0], [100_000, 99_999, -1, 0], [50, 150, 100, 200], [0, 5, 5, null], [0, 0, 0, null],
  ] as const) t.strictSame(countChange(before, after), { before, after, difference, percentChange }, `${before} → ${after}`);
});

test('where a row was not there, all that it has now is the difference, and no per cent is told', async (t) => {
  t.strictSame(countChange(null, 12), { before: null, after: 12, difference: 12, percentChange: null });
  t.strictSame(countChange(12, null), { before: 12, after: null, difference: -12, percentChange: null });
});

test('a rate changes by percentage points, as whoever subtracts the printed rates finds', async (t) => {
  for (const [before, after, differencePoints] of [
    [97.19, 96.46, -0.73], [56.45, 56.46, 0.01], [0, 100, 100], [99.99, 99.99, 0], [0.07, 0.29, 0.22], [-12.5, 3.25, 15.75], [null, 97.19, null], [97.19, null, null], [null, null, null],
  ] as const) t.strictSame(rateChange(before, after), { before, after, differencePoints }, `${before} → ${after}`);
});

test('two quarters of a district side by side, every line', async (t) => {
  const before = row({ received: 400, receivedOnline: 300, resolved: 380, resolvedOnTime: 350, resolvedLate: 30, inProgress: 100 });
  const after = row({ received: 500, receivedOnline: 350, resolved: 450, resolvedOnTime: 441, resolvedLate: 9, inProgress: 150 });
  const changes = changesOf(before, after);
  t.match(changes, {
    received: { difference: 100, percentChange: 25 }, resolved: { difference: 70, percentChange: 18.42 }, resolvedLate: { difference: -21, percentChange: -70 },
    inProgress: { difference: 50, percentChange: 50 }, overdue: { difference: 0, percentChange: null },
    onlineRatePercent: { before: 75, after: 70, differencePoints: -5 }, onTimeRatePercent: { before: 92.11, after: 98, differencePoints: 5.89 },
  });
  t.strictSame(Object.keys(changes), [...definitions, ...rowRates].map(({ id }) => id));
});

test('rows stand in the order of the later table, those that are gone where they stood', async (t) => {
  const keys = (before: readonly string[], after: readonly string[]) =>
    pairsOf(before, after, (key) => key).map((pair) => `${pair.key} ${pair.before === undefined ? '-' : 'b'}${pair.after === undefined ? '-' : 'a'}`);
  t.strictSame(keys(['province', 'district', 'commune'], ['province', 'commune', 'unknown']), ['province ba', 'district b-', 'commune ba', 'unknown -a']);
  t.strictSame(keys(['a', 'b', 'c'], []), ['a b-', 'b b-', 'c b-']);
  t.strictSame(keys(['x', 'a'], ['a']), ['x b-', 'a ba']);
});

test('in every cell the difference is after minus before, and that of the total is the sum of the rows', async (t) => {
  const figures = fc.tuple(...definitions.map(() => fc.nat(100_000))).map((values) => Object.fromEntries(definitions.map(({ id }, index) => [id, values[index]])) as Figures);
  const side = fc.option(figures, { nil: undefined });
  const table = fc.array(fc.record({ before: side, after: side }), { maxLength: 6 });
  fc.assert(fc.property(table, (rows) => {
    const whole = (name: 'before' | 'after') => row(Object.fromEntries(definitions.map(({ id }) => [id, rows.reduce((sum, one) => sum + (one[name]?.[id] ?? 0), 0)])));
    const total = changesOf(whole('before'), whole('after'));
    const changes = rows.map(({ before, after }) => changesOf(before && row(before), after && row(after)));
    for (const { id } of definitions) {
      for (const cell of [total, ...changes].map((one) => one[id])) {
        if (cell.difference !== (cell.after ?? 0) - (cell.before ?? 0)) return false;
        if (cell.percentChange !== null && Math.abs(cell.percentChange - cell.difference / (cell.before ?? 1) * 100) > 0.00501) return false;
      }
      if (total[id].difference !== changes.reduce((sum, one) => sum + one[id].difference, 0)) return false;
    }
    return changes.every((one) => rowRates.every(({ id }) => {
      const { before, after, differencePoints } = one[id];
      return before === null || after === null ? differencePoints === null : Math.abs((differencePoints ?? Infinity) - (after - before)) < 1e-9;
    }));
  }), { numRuns: 200 });
  t.pass('200 tables');
});
