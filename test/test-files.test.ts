import { globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { filesOf, GROUPS, ROOT } from './together/groups.ts';

const groups = Object.keys(GROUPS) as readonly (keyof typeof GROUPS)[];

test('every test file of a package or a service runs in one group', (t) => {
  const all = globSync('{packages,services}/*/test/**/*.test.ts', { cwd: ROOT });
  t.ok(all.length > 100, `${all.length} files`);
  t.strictSame(groups.flatMap(filesOf).toSorted(), all.toSorted());
  t.end();
});

test('every group has a file that runs it', (t) => {
  t.strictSame(readdirSync(join(ROOT, 'test', 'together')).filter((name) => name.endsWith('.test.ts')).toSorted(), groups.map((group) => `${group}.test.ts`).toSorted());
  t.end();
});
