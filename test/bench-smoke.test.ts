import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'tap';
import type { Test } from 'tap';
import { benchHome } from './bench/bench-server.ts';
import { readOptions, USAGE } from './bench/options.ts';
import type { Report } from './bench/report.ts';

const MAIN = join(import.meta.dirname, 'bench', 'main.ts');
const MEASUREMENTS = ['appends', 'http', 'import', 'projector', 'query', 'closing', 'memory', 'due-dates', 'rebuild', 'kurrentdb', 'year', 'steady', 'start'];

test('the benchmark measures everything in one run, writes it down and leaves nothing behind', { timeout: 480_000 }, async (t) => {
  const out = resultsFolder(t);
  const bench = start('--quick', '--rounds', '1', '--out', out);
  const [said, wrong, [status]] = await Promise.all([text(bench.stdout), text(bench.stderr), once(bench, 'exit')]);
  t.equal(status, 0, wrong);

  const [file = '', ...others] = readdirSync(out);
  t.strictSame(others, []);
  t.match(file, /^\d{4}-\d\d-\d\d-\d+-cores-\d+-gb-[a-z0-9-]+-quick\.json$/);
  const report = JSON.parse(readFileSync(join(out, file), 'utf8')) as Report;
  t.strictSame(report.measurements.map(({ id }) => id), MEASUREMENTS);
  for (const { id, lines, ratios } of report.measurements) {
    t.ok(lines.length > 0 && ratios.length > 0, `${id} has figures and ratios`);
    const spreads = [...lines.flatMap(({ figures }) => Object.values(figures)), ...ratios.map(({ ratio }) => ratio)];
    t.ok(spreads.every(({ min, median, max }) => 0 < min && min <= median && median <= max), `${id} has only positive figures`);
  }
  t.equal(report.measurements[0]?.lines.length, 9, 'every way of appending is measured');
  for (const { title, ratios } of report.measurements) for (const words of [title, ...ratios.map(({ what }) => what)]) t.ok(said.includes(words), `it says ${words}`);
  t.match(wrong, /\[1 of 13\] appends: /, 'it says what runs now');
  t.ok(readFileSync(join(out, file)).length < 3_000 * report.measurements.length, 'the file is small');
  t.notOk(existsSync(benchHome(bench.pid ?? 0)), 'the data of its server are gone');
});

test('an interrupted benchmark ends soon, writes nothing and leaves nothing behind', { timeout: 120_000 }, async (t) => {
  const out = resultsFolder(t);
  const bench = start('--quick', '--rounds', '900', '--only', 'http', '--out', out);
  const exit = once(bench, 'exit');
  let [wrong, isTold] = ['', false];
  for await (const chunk of bench.stderr.setEncoding('utf8')) {
    wrong += String(chunk);
    // Both servers run by now. A second signal would end it at once.
    if (!isTold && wrong.includes('round 1')) isTold = bench.kill('SIGINT');
  }
  t.strictSame(await exit, [130, null], wrong);
  t.match(wrong, /Interrupted/);
  t.notMatch(wrong, /Error/);
  t.strictSame(readdirSync(out), []);
  t.notOk(existsSync(benchHome(bench.pid ?? 0)), 'the data of its server are gone');
});

test('what the benchmark does not know is refused, and the words are told that it does', async (t) => {
  t.throws(() => readOptions(['--only', 'appends,speed'], ['appends']), /no measurement speed: there are appends/);
  t.throws(() => readOptions(['--rounds', '0'], ['appends']), /from 1 to 999/);
  t.throws(() => readOptions(['--fast'], ['appends']), /--fast/);
  t.match(USAGE, `--only ${MEASUREMENTS.join()}]`, 'the words are told with every one of them');
});

function start(...words: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
}

function resultsFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-bench-'));
  t.teardown(() => { rmSync(folder, { recursive: true }); });
  return folder;
}
