import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { comparisonText, keptReports } from './bench/compare.ts';
import { interleave, percentile, ratioOf, spread, spreadOf, timed } from './bench/harness.ts';
import type { Contender } from './bench/harness.ts';
import { withPromises } from './bench/promises.ts';
import type { Report } from './bench/report.ts';

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

test('a result is compared with the newest earlier one of the same machine, figure by figure, and says when there is none', async (t) => {
  const report = (at: string, rate: readonly [number, number, number], more: Partial<Report['machine']> = {}, id = 'appends'): Report => {
    const [min, median, max] = rate;
    return {
      at, load: [1, 1], size: 'full', rounds: 3, machine: { cores: 2, processor: 'P', memory: 24, system: 'linux-x64', node: '24', postgres: '18', commit: `of ${at}`, ...more },
      measurements: [{ id, title: `About ${id}`, lines: [{ what: 'store', figures: { eventsPerSecond: { min, median, max }, p99Ms: { min, median, max } } }], ratios: [{ what: 'a ÷ b', ratio: { min, median, max } }] }],
    };
  };
  const now = report('2026-03-01', [300, 400, 500]);
  const kept = [now, report('2026-02-01', [100, 200, 250]), report('2026-01-01', [1, 2, 3]), report('2026-02-02', [1, 2, 3], { cores: 8 }), { ...report('2026-02-03', [1, 2, 3]), size: 'quick' as const }, report('2026-04-01', [9, 9, 9])];
  t.match(comparisonText(now, kept), /About appends: of 2026-03-01 ÷ of 2026-02-01 .*\n {2}store: eventsPerSecond +2\.00 {2}better\n {2}store: p99Ms +2\.00 {2}worse\n {2}a ÷ b +2\.00 {2}higher$/);
  t.match(comparisonText(report('2026-03-01', [250, 300, 500]), kept), /eventsPerSecond +1\.50\n/, 'ranges that meet are no drift');
  t.match(comparisonText(report('2026-03-01', [1, 1, 1], {}, 'http'), kept), /nothing to compare with: no earlier result has http/);
  t.match(comparisonText(report('2026-03-01', [1, 1, 1], { processor: 'Q' }), kept), /^\nNothing to compare with: no earlier result of size full from a machine like this one \(2-cores-24-gb-linux-x64, Q\)/);
});

test('the promises in the readme are those of the results that are kept', async (t) => {
  const readme = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  t.equal(readme, withPromises(readme, await keptReports(join(import.meta.dirname, 'bench', 'results'))), 'npm run bench -- --promises writes them');
  t.match(readme, /\| appends of 16 callers .* \| ≥ 2 \|/);
});
