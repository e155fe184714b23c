/**
 * How many random cases a property is tried with: so many in every run of the tests, each time others, and `RANDOM_TIMES=20` times as many in a long one.
 *
 * @param inEveryRun - Enough to meet every kind of case again and again over the days.
 */
export function randomRuns(inEveryRun: number): number {
  return Math.ceil(inEveryRun * TIMES);
}

const TIMES = Number(process.env['RANDOM_TIMES'] ?? 1);
