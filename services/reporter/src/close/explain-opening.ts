import { changePage, editionContentOf, newsDossiers, newsQuery, readDiff, TOTAL_ROW } from '@motcua/database';
import type { Diff, DiffQuery, Edition, Snapshot } from '@motcua/database';
import { CARRIED_STOCKS } from '@motcua/ledger';
import type { CellChange, EditionContent, OpeningDifference, OpeningReason, RestatementReason } from '@motcua/ledger';

/** An edition names so many of the dossiers behind a reason; the others are listed by comparing the edition before with the ledger. */
const DOSSIERS_NAMED = 100;

/**
 * Why an opening is not what the edition before closed with: what has changed in that edition's closing up to a position, with
 * the dossiers responsible. One list of reasons for each cell, in their order.
 */
export async function explainOpening(
  tx: Snapshot['tx'], { previous, position, cells }: { readonly previous: Edition; readonly position: number; readonly cells: readonly OpeningDifference[] },
): Promise<readonly (readonly OpeningReason[])[]> {
  const content = await editionContentOf(tx, previous);
  const snapshot = { tx, asOf: { position, recordedAt: null } };
  const diffs = await diffsFor(snapshot, content, cells);
  const explained: (readonly OpeningReason[])[] = [];
  for (const cell of cells) explained.push(await reasonsOf(snapshot, diffs.get(tableKey(cell)), cell));
  return explained;
}

type Compared = { readonly query: DiffQuery; readonly diff: Diff; readonly news: ReadonlyMap<string, readonly string[]> };

async function diffsFor(snapshot: Snapshot, edition: EditionContent, cells: readonly OpeningDifference[]): Promise<ReadonlyMap<string, Compared>> {
  const diffs = new Map<string, Compared>();
  for (const cell of cells) {
    if (diffs.has(tableKey(cell))) continue;
    const query = { edition, later: undefined, by: cell.by, rule: cell.rule };
    const diff = await readDiff(snapshot, query);
    diffs.set(tableKey(cell), { query, diff, news: await newsByCell(snapshot, query, diff.upTo) });
  }
  return diffs;
}

/** All rows of a table at once: a closing may have hundreds of cells to explain. */
async function newsByCell({ tx }: Snapshot, query: DiffQuery, upTo: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const dossiers = new Map<string, string[]>();
  for (const figure of CARRIED_STOCKS.map(({ closing }) => closing)) {
    for (const { node, reason, dossier } of await newsDossiers(tx, { ...newsQuery(query, upTo), figure, definitions: query.edition.definitions }, DOSSIERS_NAMED)) {
      const key = newsKey(node ?? TOTAL_ROW, figure, reason);
      dossiers.set(key, [...dossiers.get(key) ?? [], dossier]);
    }
  }
  return dossiers;
}

async function reasonsOf(snapshot: Snapshot, compared: Compared | undefined, cell: OpeningDifference): Promise<readonly OpeningReason[]> {
  const row = cell.node ?? TOTAL_ROW;
  const figure = CARRIED_STOCKS.find(({ opening }) => opening === cell.figure)?.closing;
  const change = compared?.diff.changes.find((one) => one.row === row && one.figure === figure);
  if (compared === undefined || change === undefined) return [];
  const reasons: OpeningReason[] = [];
  for (const { reason, amount } of change.reasons) reasons.push({ reason, amount, dossiers: await dossiersBehind(snapshot, compared, change, reason) });
  return reasons;
}

async function dossiersBehind(snapshot: Snapshot, { query, diff, news }: Compared, { row, figure }: CellChange, reason: RestatementReason): Promise<readonly string[]> {
  if (reason === 'rule') return [];
  if (reason !== 'authority' && reason !== 'definition') return news.get(newsKey(row, figure, reason)) ?? [];
  const page = await changePage(snapshot, { ...query, figure, row: row === TOTAL_ROW ? undefined : row, upTo: diff.upTo, reason }, { after: undefined, limit: DOSSIERS_NAMED });
  return page.kind === 'dossiers' ? page.members.map(({ dossier }) => dossier) : [];
}

function newsKey(row: string, figure: string, reason: RestatementReason): string {
  return `${row} ${figure} ${reason}`;
}

function tableKey({ rule, by }: Pick<OpeningDifference, 'rule' | 'by'>): string {
  return `${rule} ${by}`;
}
