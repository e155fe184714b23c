import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'tap';

const SCRIPT = join(import.meta.dirname, 'measure-allocation.ts');
const FLAGS = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
const CALLS = 1_000_000;

test('a year\'s lookup allocates nothing per call, a due date no more than the number that it is', async (t) => {
  const left = JSON.parse(execFileSync(process.execPath, [...FLAGS, SCRIPT], { encoding: 'utf8' }));
  t.ok(left.lookups.sum > CALLS && left.dueDates.sum > CALLS, 'the calls were made');
  // The smallest object has 16 bytes; what remains below one is the measuring itself.
  t.ok(left.lookups.bytes < CALLS, `${left.lookups.bytes} bytes after a million lookups`);
  // V8 boxes numbers beyond 31 bits at the border of a function: argument and result.
  t.ok(left.dueDates.bytes < 40 * CALLS, `${left.dueDates.bytes} bytes after a million due dates`);
});
