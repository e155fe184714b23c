import fc from 'fast-check';
import { test } from 'tap';
import { apportion } from '../src/apportion.ts';

test('parts sum to the whole, and each lies within one of its quota', async () => {
  const weights = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 50 }).filter((all) => all.some((one) => one > 0));
  fc.assert(fc.property(fc.nat(1_000_000), weights, (total, given) => {
    const sum = given.reduce((all, one) => all + one, 0);
    const parts = apportion(total, given);
    return parts.reduce((all, one) => all + one, 0) === total
      && parts.every((part, at) => Number.isInteger(part) && part >= 0 && Math.abs(part - total * (given[at] ?? 0) / sum) < 1 + 1e-6);
  }));
});

test('the largest remainders get what is left, the earlier one when equal', async (t) => {
  t.same(apportion(10, [1, 1, 1]), [4, 3, 3]);
  t.same(apportion(7, [50, 30, 20]), [4, 2, 1]);
  t.same(apportion(0, [1, 2]), [0, 0]);
});
