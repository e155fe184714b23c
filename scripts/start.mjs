// The one starter: node scripts/start.mjs start|test|test:every-cell|test:kurrentdb|test:chaos|test:sessions|test:kills|test:apart|test:as-of|test:powercut|test:history|test:pack|test:deliveries|test:long-pack|test:year|test:steady|simulate|motcua|bench|check [words …]
//
// Plain JavaScript without dependencies, because it runs on whatever Node (20 or newer) the machine has, before anything
// is installed. It installs when package files changed since the last install, and otherwise works without a network.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { installIfNeeded } from './install.mjs';

const parent = process.ppid;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, 'node_modules', '.bin');
const node = join(binaries, process.platform === 'win32' ? 'node.exe' : 'node');
const [mode = 'start', ...words] = process.argv.slice(2);
const entries = {
  start: 'services/standalone/src/main.ts',
  motcua: 'services/standalone/src/motcua.ts',
  bench: 'test/bench/main.ts',
  'test:year': 'test/bench/main.ts',
  'test:steady': 'test/bench/main.ts',
  simulate: 'test/simulation/main.ts',
  'test:every-cell': 'test/every-cell.ts',
  'test:powercut': 'test/powercut.ts',
  'test:long-pack': 'test/long-pack.ts',
  'test:kurrentdb': 'packages/event-store/test/kurrentdb-server.ts',
};

// Words that a mode has before those that are given.
const given = { 'test:year': ['--long', '--only', 'year'], 'test:steady': ['--long', '--only', 'steady'] };

// Long forms of tests of which the suite runs a short one; the variables may be given otherwise.
const longForms = {
  'test:chaos': { file: 'test/chaos.test.ts', variables: { CHAOS_KILLS: '30', CHAOS_FAILOVER: 'yes' } },
  'test:sessions': { file: 'test/chaos.test.ts', variables: { CHAOS_KILLS: '0', CHAOS_CUTS: '15' } },
  'test:kills': { file: 'test/kills.ts', variables: { KILLS: '60' } },
  'test:history': { file: 'test/history.test.ts', variables: { HISTORY_EVENTS: '1000000' } },
  'test:as-of': { file: 'test/sample-quarter.test.ts', variables: { AS_OF_PAIRS: '40' } },
  'test:pack': { file: 'test/pack.test.ts', variables: { PACK_PRINTED: 'yes' } },
  'test:deliveries': { file: 'test/report-jobs.test.ts', variables: { REPORT_KILLS: '30' } },
  'test:apart': { file: 'test/apart.test.ts', variables: { APART_DOSSIERS: '91518' } },
};

// Compiled once, whichever process comes first: of what a short command does, a third is compiling. Node checks what it keeps.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled');

// Events are many short-lived objects: with a larger nursery the ledger spends far less time collecting them.
const NURSERY = ['--max-semi-space-size=64'];
const memory = { start: NURSERY, motcua: NURSERY, bench: NURSERY, 'test:year': NURSERY, 'test:steady': NURSERY };

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer.`);
const modes = [...Object.keys(entries), ...Object.keys(longForms), 'check', 'test'];
if (!modes.includes(mode)) fail(`"${mode}" is none of ${modes.join(', ')}.`);
try {
  await installIfNeeded(root);
} catch (error) {
  fail(error.message);
}
process.exit(await runMode());

/** @returns {Promise<number>} The status to end with. */
async function runMode() {
  if (mode === 'check') return check();
  if (mode === 'test') return test();
  if (longForms[mode]) return longForm(longForms[mode]);
  return run(node, [...memory[mode] ?? [], join(root, entries[mode]), ...given[mode] ?? [], ...words]);
}

/** What reads everything for a long time beside what reads it in a shorter one. */
async function check() {
  const lint = step('lint', 'oxlint', []);
  // The native compiler checks in a quarter of the time; the arrows are drawn with the one before it. With one checker nothing is checked twice.
  const others = await step('type-check', 'node', [join('node_modules', 'typescript-7', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.json', '--checkers', '1'])
    || await step('dependency arrows', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'packages', 'services', 'test', 'scripts'])
    || await step('picture of the arrows', 'node', ['scripts/draw-arrows.mjs', '--check']);
  return await lint || others;
}

/** Without words all checks and every test; with words only the test files they name. Words with a dash go to tap. */
async function test() {
  const files = words.filter((word) => !word.startsWith('-'));
  const status = files.length > 0 ? 0 : await check();
  return status || await runTests();
}

async function longForm({ file, variables }) {
  Object.assign(process.env, { TAP_TIMEOUT: '7200', ...variables, ...process.env });
  return run(node, [join(root, file), ...words]);
}

async function runTests() {
  // Where it counts, a test that was left out is a test that failed.
  const strict = ['', '0', 'false', undefined].includes(process.env.CI) ? [] : ['--fail-skip', '--fail-todo', '--fail-only'];
  const { status, tap } = await runTap(['run', ...strict, ...words]);
  if (status !== 0) {
    console.error(`── tests: failed (status ${status})`);
    // Many thousand lines of records end with the failures alone; on a terminal tap has drawn them last by itself.
    if (!process.stdout.isTTY) await run(join(binaries, 'tap'), ['replay', ...strict, ...words, '--reporter=terse']);
  }
  await run(node, [join(root, 'scripts', 'await-test-server.ts')]);
  const counts = readCounts(tap);
  if (counts === undefined) return status || fail('The tests ended without a summary.');
  console.log(`${counts.pass} passed, ${counts.fail} failed, ${counts.skip + counts.todo} skipped`);
  return status;
}

/** For people tap draws on the terminal and keeps its records in a file; elsewhere the records are the output. */
async function runTap(tapWords) {
  console.log('── tests');
  if (!process.stdout.isTTY) {
    let end = '';
    const status = await run(join(binaries, 'tap'), [...tapWords, '--reporter=tap'], (text) => {
      process.stdout.write(text);
      end = (end + text).slice(-10_000);
    });
    return { status, tap: end };
  }
  const file = join(root, 'node_modules', '.cache', 'tests.tap');
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const status = await run(join(binaries, 'tap'), [...tapWords, `--output-file=${file}`]);
  return { status, tap: existsSync(file) ? readFileSync(file, 'utf8') : '' };
}

/** The last summary that tap wrote: `# { total: 3, pass: 2, skip: 1 }`, counted in assertions. */
function readCounts(tap) {
  const summary = tap.match(/^# \{ total: .*\}$/gm)?.at(-1);
  if (summary === undefined) return undefined;
  const count = (name) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(summary)?.[1] ?? 0);
  return { pass: count('pass'), fail: count('fail'), skip: count('skip'), todo: count('todo') };
}

async function step(name, program, programWords) {
  console.log(`── ${name}`);
  const status = await run(join(binaries, program), programWords);
  if (status !== 0) console.error(`── ${name}: failed (status ${status})`);
  return status;
}

/** Runs a program with Node 24 first on the path, hands signals on to it, and answers its status. */
function run(program, programWords, listen) {
  // Our own programs notice by the channel that the starter was killed, and end as if they had been told to.
  const channel = program === node ? ['ipc'] : [];
  const child = spawn(program, programWords, {
    cwd: root, stdio: ['inherit', listen ? 'pipe' : 'inherit', 'inherit', ...channel], env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` },
  });
  const handOn = (signal) => () => {
    // A terminal sends Ctrl-C to the child by itself; a second one would look like impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  // npm hands a signal to its shell only, which ends without a word: whoever has lost the parent that npm gave it is told to end.
  const watching = process.env.npm_lifecycle_event === undefined ? undefined : setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500);
  const listeners = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, handOn(signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  child.stdout?.setEncoding('utf8').on('data', listen);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`${program} cannot be run: ${error.message}`);
      resolve(1);
    });
    child.on('close', (status, signal) => {
      for (const [name, listener] of listeners) process.off(name, listener);
      clearInterval(watching);
      resolve(status ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
