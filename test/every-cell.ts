import { definitions } from '@motcua/ledger';
import { simulate } from '@motcua/simulator';
import type { FiguresTable } from '@motcua/statistics';
import { t as file, test } from 'tap';
import { cellsOf, unequalTo } from './support/opened-cells.ts';
import type { Cell } from './support/opened-cells.ts';
import { playedSample } from './support/played-sample.ts';

// npm run test:every-cell: every number of the sample quarter's tables is opened over HTTP. The tests open a random choice of them.
file.setTimeout(4 * 3_600_000);

const DIMENSIONS = ['level', 'channel', 'field', 'authority'] as const;
/** Between two words about how far it is. */
const STEP = 200;

const ledger = await playedSample(file, simulate());

for (const by of DIMENSIONS) {
  test(`every cell of the table by ${by} opens over HTTP to as many dossiers as it counts, none of them twice`, async (t) => {
    const table = await (await fetch(`${ledger.url}/v1/figures?scope=VN&period=2024-Q1&by=${by}`)).json() as FiguresTable;
    const cells = cellsOf(table);
    t.equal(cells.length, (table.rows.length + 1) * definitions.length);
    t.strictSame(await opened(cells, by), [], `${cells.length} cells, together ${cells.reduce((all, { count }) => all + count, 0)} dossiers`);
  });
}

async function opened(cells: readonly Cell[], by: string): Promise<readonly unknown[]> {
  const unequal: unknown[] = [];
  for (let done = 0; done < cells.length; done += STEP) {
    unequal.push(...await unequalTo(ledger.url, cells.slice(done, done + STEP), 10_000));
    process.stderr.write(`${by}: ${Math.min(done + STEP, cells.length)} of ${cells.length} cells opened\n`);
  }
  return unequal;
}
