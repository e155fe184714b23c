// The one starter: node scripts/start.mjs start|test|motcua|bench|check [words …]
//
// Plain JavaScript without dependencies, because it runs on whatever Node (20 or newer) the machine has, before anything
// is installed. It installs when package files changed since the last install, and otherwise works without a network.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { installIfNeeded } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, 'node_modules', '.bin');
const [mode = 'start', ...words] = process.argv.slice(2);
const entries = {
  start: 'services/standalone/src/main.ts',
  motcua: 'services/standalone/src/motcua.ts',
  bench: 'test/bench/main.ts',
};

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer.`);
if (!['start', 'motcua', 'bench', 'check', 'test'].includes(mode)) fail(`"${mode}" is none of start, test, motcua, bench, check.`);
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
  const node = process.platform === 'win32' ? 'node.exe' : 'node';
  return run(join(binaries, node), [join(root, entries[mode]), ...words]);
}

async function check() {
  const cache = join('node_modules', '.cache');
  return await step('type-check', 'tsc', ['--noEmit', '-p', 'tsconfig.json'])
    || await step('lint', 'eslint', ['.', '--max-warnings=0', '--cache', `--cache-location=${join(cache, 'eslint/')}`])
    || await step('dependency arrows', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'packages', 'services', 'test', 'scripts']);
}

/** Without words all checks and every test; with words only the test files they name. Words with a dash go to tap. */
async function test() {
  const files = words.filter((word) => !word.startsWith('-'));
  const status = files.length > 0 ? 0 : await check();
  return status || await runTests();
}

async function runTests() {
  const output = join('node_modules', '.cache', 'tests.tap');
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
  // Where it counts, a test that was left out is a test that failed.
  const strict = ['', '0', 'false', undefined].includes(process.env.CI) ? [] : ['--fail-skip', '--fail-todo', '--fail-only'];
  const status = await step('tests', 'tap', ['run', '--reporter=terse', `--output-file=${output}`, ...strict, ...words]);
  const counts = readCounts(join(root, output));
  if (counts === undefined) return status || fail('The tests ended without a summary.');
  console.log(`${counts.pass} passed, ${counts.fail} failed, ${counts.skip + counts.todo} skipped`);
  return status;
}

/** The last summary that tap wrote: `# { total: 3, pass: 2, skip: 1 }`, counted in assertions. */
function readCounts(file) {
  const summary = readFileSync(file, 'utf8').match(/^# \{ total: .*\}$/gm)?.at(-1);
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
function run(program, programWords) {
  const child = spawn(program, programWords, {
    cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` },
  });
  const handOn = (signal) => () => {
    // A terminal sends Ctrl-C to the child by itself; a second one would look like impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const listeners = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, handOn(signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`${program} cannot be run: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (status, signal) => {
      for (const [name, listener] of listeners) process.off(name, listener);
      resolve(status ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
