import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'tap';

const SCRIPT = join(import.meta.dirname, 'print-due-dates.ts');

test('due dates are the same whatever time zone the machine has', async (t) => {
  const [first, ...others] = ['UTC', 'America/New_York', 'Asia/Ho_Chi_Minh'].map(printedIn);
  t.ok(first !== undefined && first.found.length > 5_000, 'something is found');
  for (const { zone, found } of others) t.equal(found, first?.found, zone);
  t.equal(new Set([first, ...others].map((printed) => printed?.machine)).size, 3, 'the machines really had three zones');
});

function printedIn(zone: string): { readonly zone: string; readonly machine: string; readonly found: string } {
  const printed = execFileSync(process.execPath, [SCRIPT], { env: { ...process.env, TZ: zone }, encoding: 'utf8' });
  const end = printed.indexOf('\n');
  return { zone, machine: printed.slice(0, end), found: printed.slice(end + 1) };
}
