import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { errorCatalogue } from '../src/index.ts';

const page = readFileSync(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8');

/** Code, status, meaning and advice of each row of the page. */
const rows = [...page.matchAll(/^\| `([A-Z_0-9]+)` \| (\d{3}) \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, code = '', status, meaning = '', advice = '']) => ({ code, status: Number(status), meaning, advice }));

test('explains every code of the catalogue once, and no other', (t) => {
  t.strictSame(rows.map(({ code }) => code).toSorted(), Object.keys(errorCatalogue).toSorted());
  t.end();
});

test('gives every code its status, a sentence and an advice', (t) => {
  for (const { code, status, meaning, advice } of rows) {
    t.equal(status, Object.hasOwn(errorCatalogue, code) ? errorCatalogue[code as keyof typeof errorCatalogue].status : undefined, code);
    t.match(meaning, /^[A-Z].+\.$/, code);
    t.match(advice, /^[A-Z].+\.$/, code);
  }
  t.end();
});
