import type { Diff, DiffQuery } from '@motcua/database';
import { TOTAL_ROW } from '@motcua/database';
import { addressOf } from '@motcua/http';
import { currentDefinitions, editionId } from '@motcua/ledger';
import type { CellChange, Definition, EditionContent } from '@motcua/ledger';
import type { DiffAnswer } from './answer-schema.ts';
import { reasonLabels } from './labels.ts';

/** The answer of a comparison; rows in order of their codes, the whole scope last. */
export function diffAnswerOf(query: DiffQuery, diff: Diff): DiffAnswer {
  const { edition, later, by, rule } = query;
  const { scope, scheme, period: id, from, to } = edition.period;
  const rows = [...Map.groupBy(diff.changes, ({ row }) => row)].toSorted(([a], [b]) => (a === TOTAL_ROW ? 1 : b === TOTAL_ROW ? -1 : a < b ? -1 : 1));
  return {
    edition: { id: editionId(edition.period), position: edition.position },
    later: { id: later === undefined ? null : editionId(later.period), position: diff.upTo },
    scope, period: { scheme, id, from, to }, by, rule, cells: diff.cells, changed: diff.changes.length,
    rows: rows.map(([row, changes]) => ({
      row: row === TOTAL_ROW ? null : row, name: diff.names.get(row) ?? null, changes: changes.map((change) => changeShown(query, diff, change)),
    })),
    declarations: [...diff.redeclared], definitions: [...diff.redefined],
  };
}

/** What a line is called, by those definitions that know it. */
export function lineLabel(figure: string, { edition, later }: Pick<DiffQuery, 'edition' | 'later'>): string {
  return knownLines({ edition, later }).find(({ id }) => id === figure)?.label ?? figure;
}

/** The lines of both, as those definitions have them that count later. */
export function knownLines({ edition, later }: Pick<DiffQuery, 'edition' | 'later'>): readonly Definition[] {
  const now: readonly Definition<string>[] = later?.definitions.figures ?? currentDefinitions.figures;
  return [...now, ...edition.definitions.figures.filter(({ id }) => now.every((line) => line.id !== id))];
}

function changeShown(query: DiffQuery, diff: Diff, { row, figure, before, after, difference, reasons }: CellChange): DiffAnswer['rows'][number]['changes'][number] {
  return {
    figure, label: lineLabel(figure, query), before, after, difference,
    reasons: reasons.map(({ reason, amount }) => ({ reason, label: reasonLabels[reason], amount, link: reason === 'rule' ? null : link(query, diff, { row, figure, reason }) })),
  };
}

function link({ edition, later, by, rule }: DiffQuery, { upTo }: Diff, { row, figure, reason }: { readonly row: string; readonly figure: string; readonly reason: string }): string {
  const asked = { with: laterName(later), by, rule, figure, row: row === TOTAL_ROW ? undefined : row, reason, upTo: String(upTo) };
  return addressOf(`/v1/editions/${encodeURIComponent(editionId(edition.period))}/diff/dossiers`, asked);
}

function laterName(later: EditionContent | undefined): string {
  return later === undefined ? 'now' : editionId(later.period);
}
