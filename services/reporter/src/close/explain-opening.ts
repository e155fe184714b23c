import { changePage, editionContentOf, readDiff, TOTAL_ROW } from '@motcua/database';
import type { Diff, DiffQuery, Edition, Snapshot } from '@motcua/database';
import type { CellChange, EditionContent, OpeningDifference, OpeningReason, RestatementReason } from '@motcua/ledger';

/** An edition names so many of the dossiers behind a reason; the others are listed by comparing the edition before with the ledger. */
const DOSSIERS_NAMED = 100;

/** What an edition closed with is what the next one opens with. */
const CLOSING_OF: Readonly<Record<string, string>> = { openingReceived: 'closingReceived', openingAwaiting: 'awaitingReception' };

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

type Compared = { readonly query: DiffQuery; readonly diff: Diff };

async function diffsFor(snapshot: Snapshot, edition: EditionContent, cells: readonly OpeningDifference[]): Promise<ReadonlyMap<string, Compared>> {
  const diffs = new Map<string, Compared>();
  for (const cell of cells) {
    if (diffs.has(tableKey(cell))) continue;
    const query = { edition, later: undefined, by: cell.by, rule: cell.rule };
    diffs.set(tableKey(cell), { query, diff: await readDiff(snapshot, query) });
  }
  return diffs;
}

async function reasonsOf(snapshot: Snapshot, compared: Compared | undefined, cell: OpeningDifference): Promise<readonly OpeningReason[]> {
  const row = cell.node ?? TOTAL_ROW;
  const figure = CLOSING_OF[cell.figure];
  const change = compared?.diff.changes.find((one) => one.row === row && one.figure === figure);
  if (compared === undefined || change === undefined) return [];
  const reasons: OpeningReason[] = [];
  for (const { reason, amount } of change.reasons) reasons.push({ reason, amount, dossiers: await dossiersBehind(snapshot, compared, change, reason) });
  return reasons;
}

async function dossiersBehind(snapshot: Snapshot, { query, diff }: Compared, { row, figure }: CellChange, reason: RestatementReason): Promise<readonly string[]> {
  if (reason === 'rule') return [];
  const page = await changePage(snapshot, { ...query, figure, row: row === TOTAL_ROW ? undefined : row, upTo: diff.upTo, reason }, { after: undefined, limit: 4 * DOSSIERS_NAMED });
  const dossiers = page.kind === 'events' ? page.legs : page.members;
  return [...new Set(dossiers.map(({ dossier }) => dossier))].slice(0, DOSSIERS_NAMED);
}

function tableKey({ rule, by }: Pick<OpeningDifference, 'rule' | 'by'>): string {
  return `${rule} ${by}`;
}
