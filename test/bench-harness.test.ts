import { test } from 'tap';
import { interleave, percentile, ratioOf, spread, spreadOf, timed } from './bench/harness.ts';
import type { Contender } from './bench/harness.ts';

const never = new AbortController().signal;

test('the middle of an even number of values lies between the two in the middle', async (t) => {
  t.strictSame(spread([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 });
  t.strictSame(spread([10, 9, 100]), { median: 10, min: 9, max: 100 });
  t.strictSame(spread([7]), { median: 7, min: 7, max: 7 });
  t.throws(() => spread([]), { name: 'RangeError' });
});

test('percentiles are taken in the order of numbers, not of texts', async (t) => {
  const values = [100, 9, 20];
  t.equal(percentile(values, 0), 9);
  t.equal(percentile(values, 50), 20);
  t.equal(percentile(values, 100), 100);
  t.equal(percentile(values, 75), 60);
  t.strictSame(values, [100, 9, 20], 'the values stay in their order');
});

test('every contender runs once a round, another one first each time, and the first round does not count', async (t) => {
  const runs: string[] = [];
  const shown: string[] = [];
  const contender = (name: string): Contender => ({ name, run: async (round) => { runs.push(`${name}${round}`); return { ms: round * 10 }; } });
  const samples = await interleave([contender('a'), contender('b'), contender('c')], { rounds: 2, signal: never, onRun: (what) => shown.push(what) });
  t.strictSame(runs, ['a0', 'b0', 'c0', 'b1', 'c1', 'a1', 'c2', 'a2', 'b2']);
  t.strictSame(samples.get('b'), [{ ms: 10 }, { ms: 20 }]);
  t.strictSame(shown.slice(2, 5), ['warming up: c', 'round 1 of 2: b', 'round 1 of 2: c']);
});

test('ratios are taken round by round before their middle is', async (t) => {
  // Everything is ten times slower in the second round: the ratio does not notice.
  const rates = { fast: [0, 200, 20, 400], slow: [0, 100, 10, 100] };
  const contender = (name: 'fast' | 'slow'): Contender => ({ name, run: async (round) => ({ perSecond: rates[name][round] ?? Number.NaN }) });
  const samples = await interleave([contender('fast'), contender('slow')], { rounds: 3, signal: never, onRun: () => undefined });
  t.strictSame(ratioOf(samples, { figure: 'perSecond', above: 'fast', below: 'slow' }), { median: 2, min: 2, max: 4 });
  t.strictSame(spreadOf(samples, 'slow', 'perSecond'), { median: 100, min: 10, max: 100 });
  t.throws(() => spreadOf(samples, 'slow', 'p99Ms'), { name: 'RangeError' });
});

test('an interruption ends the measuring before the next run', async (t) => {
  const interrupted = new AbortController();
  let runs = 0;
  const contender: Contender = { name: 'a', run: async () => { runs += 1; interrupted.abort(new Error('Ctrl-C')); return { ms: 1 }; } };
  await t.rejects(interleave([contender], { rounds: 5, signal: interrupted.signal, onRun: () => undefined }), { message: 'Ctrl-C' });
  t.equal(runs, 1);
});

test('work is timed to its end', async (t) => {
  t.ok(await timed(() => new Promise((resolve) => { setTimeout(resolve, 20); })) >= 19);
});
