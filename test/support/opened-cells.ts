import fc from 'fast-check';
import { definitions } from '@motcua/ledger';
import type { FigureId } from '@motcua/ledger';
import type { FiguresTable } from '@motcua/statistics';

/** One number of a table, and the address of the list of its dossiers. */
export type Cell = { readonly figure: FigureId; readonly count: number; readonly list: string };

/** Lists that are fetched at a time. */
const AT_A_TIME = 4;

/** Every number of a table, row by row, the total last. */
export function cellsOf({ rows, total }: Pick<FiguresTable, 'rows' | 'total'>): readonly Cell[] {
  return [...rows, total].flatMap((row) => definitions.map(({ id }) => ({ figure: id, count: row[id], list: row.links.dossiers.replace('{figure}', id) })));
}

/** So many of some cells, at random: the same ones for the same seed. */
export function chosen(cells: readonly Cell[], count: number, seed: number): readonly Cell[] {
  return fc.sample(fc.shuffledSubarray([...cells], { minLength: count, maxLength: count }), { numRuns: 1, seed })[0] ?? [];
}

/** The cells whose lists, fetched over HTTP in pages, do not add up to what the table says; and how often a dossier was listed twice. */
export async function unequalTo(url: string, cells: readonly Cell[], limit: number): Promise<readonly (Cell & { readonly listed: number; readonly twice: number })[]> {
  const unequal: (Cell & { readonly listed: number; readonly twice: number })[] = [];
  const left = [...cells];
  const work = async (): Promise<void> => {
    for (let cell = left.shift(); cell !== undefined; cell = left.shift()) {
      const { listed, twice } = await listedIn(url, cell.list, limit);
      if (listed !== cell.count || twice !== 0) unequal.push({ ...cell, listed, twice });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return unequal;
}

async function listedIn(url: string, list: string, limit: number): Promise<{ readonly listed: number; readonly twice: number }> {
  const seen = new Set<string>();
  let [listed, rows] = [0, 0];
  for (let after: string | null = ''; after !== null;) {
    const response: Response = await fetch(`${url}${list}&limit=${limit}${after === '' ? '' : `&after=${after}`}`);
    if (!response.ok) throw new Error(`${list}: ${response.status} ${await response.text()}`);
    const page = await response.json() as { readonly dossiers: readonly { readonly dossier: string; readonly amount: number }[]; readonly next: string | null };
    for (const { dossier, amount } of page.dossiers) {
      seen.add(dossier);
      listed += amount;
      rows += 1;
    }
    after = page.next;
  }
  return { listed, twice: rows - seen.size };
}
