import type { DefinitionSet } from './definition-set.ts';
import { countsOf, EDITION_DIMENSIONS } from './edition-tables.ts';
import type { EditionRef, Opening, OpeningDifference } from './edition-content.ts';
import type { EditionDimension, EditionTable, FigureCounts } from './edition-tables.ts';
import { imbalances, parentImbalances } from './identities.ts';
import type { Imbalance } from './identities.ts';

/** A sentence of the books that does not hold. `node`: null for the table's total, or what all its rows say together. */
export type EditionFault = Imbalance & { readonly rule: string; readonly by: EditionDimension; readonly node: string | null };

type Counted = { readonly definitions: Pick<DefinitionSet, 'figures'>; readonly tables: readonly EditionTable[] };

/**
 * Every identity that a content breaks, empty when the books are in order: of every row and every total, that the rows give the
 * total, and that the tables of a rule agree about the whole.
 */
export function editionFaults({ definitions, tables }: Counted): readonly EditionFault[] {
  return tables.flatMap((table) => {
    const { rule, by } = table;
    const rows = table.rows.map(({ node, values }) => ({ node, counts: countsOf(values, definitions) }));
    const total = countsOf(table.total, definitions);
    const whole = tables.find((other) => other.rule === rule && other.by === EDITION_DIMENSIONS[0]);
    const found: readonly (Imbalance & { readonly node: string | null })[] = [
      ...rows.flatMap(({ node, counts }) => imbalances(counts, definitions).map((fault) => ({ ...fault, node }))),
      ...imbalances(total, definitions).map((fault) => ({ ...fault, node: null })),
      ...parentImbalances(total, rows.map(({ counts }) => counts), definitions).map((fault) => ({ ...fault, node: null })),
      ...(whole === undefined ? [] : disagreements(total, countsOf(whole.total, definitions), definitions).map((fault) => ({ ...fault, node: null }))),
    ];
    return found.map((fault) => ({ ...fault, rule, by }));
  });
}

/** Where two tables of the same legs tell another whole; a transfer depends on what a table is split by. */
function disagreements(total: FigureCounts, whole: FigureCounts, { figures }: Counted['definitions']): readonly Imbalance[] {
  return figures
    .filter(({ terms }) => terms.every(({ causes }) => causes !== 'transfer'))
    .map(({ id }) => ({ identity: `tables:${id}`, left: total[id] ?? 0, right: whole[id] ?? 0 }))
    .filter(({ left, right }) => left !== right);
}

/** Which figure opens with what another closed with. Ids of figures. */
export const CARRIED_STOCKS = [
  { opening: 'openingReceived', closing: 'closingReceived' },
  { opening: 'openingAwaiting', closing: 'awaitingReception' },
] as const;

/** Compares the opening stocks of every cell with the closing stocks of the edition before; what differs comes without its reasons. */
export function compareOpening(now: Counted, previous: (EditionRef & { readonly content: Counted }) | undefined): Opening {
  if (previous === undefined) return { previous: null, compared: 0, different: [] };
  const cells = now.tables.flatMap((table) => {
    const before = previous.content.tables.find(({ rule, by }) => rule === table.rule && by === table.by);
    return before === undefined ? [] : comparedCells(table, now.definitions, before, previous.content.definitions);
  });
  return {
    previous: { edition: previous.edition, sha256: previous.sha256 }, compared: cells.length,
    different: cells.filter(({ opening, closing }) => opening !== closing),
  };
}

function comparedCells(table: EditionTable, set: Counted['definitions'], before: EditionTable, setBefore: Counted['definitions']): readonly OpeningDifference[] {
  const [now, then] = [nodesOf(table, set), nodesOf(before, setBefore)];
  const stocks = CARRIED_STOCKS.filter(({ opening, closing }) => has(set, opening) && has(setBefore, closing));
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((node) => stocks.map(({ opening, closing }) => ({
    rule: table.rule, by: table.by, node, figure: opening, closing: then.get(node)?.[closing] ?? 0, opening: now.get(node)?.[opening] ?? 0, reasons: [],
  })));
}

function nodesOf(table: EditionTable, set: Counted['definitions']): ReadonlyMap<string | null, FigureCounts> {
  return new Map<string | null, FigureCounts>([[null, countsOf(table.total, set)], ...table.rows.map(({ node, values }) => [node, countsOf(values, set)] as const)]);
}

function has({ figures }: Counted['definitions'], figure: string): boolean {
  return figures.some(({ id }) => id === figure);
}
