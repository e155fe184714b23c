import { AppError } from '@motcua/kernel';

/**
 * Why a figure is not what it was: something became known later, something known was put right, a due date followed a
 * calendar announced later, an authority was declared otherwise, a line is defined otherwise, or a lateness rule is another version.
 */
export const RESTATEMENT_REASONS = ['late_event', 'correction', 'calendar', 'authority', 'definition', 'rule'] as const;
export type RestatementReason = (typeof RESTATEMENT_REASONS)[number];

/** The figures of a table by row and figure id. Counts of dossiers; what is missing is 0. */
export type Cells = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** What one reason adds to the cells of a table. */
export type Contribution = { readonly reason: RestatementReason; readonly cells: Cells };

/** One cell that changed. `before`, `after`: null where the table had no such line. The reasons add up to the difference. */
export type CellChange = {
  readonly row: string;
  readonly figure: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly difference: number;
  readonly reasons: readonly { readonly reason: RestatementReason; readonly amount: number }[];
};

/**
 * Every cell in which two tables differ, or in which several reasons cancel out, with the reasons.
 *
 * @param contributions - Several may have the same reason.
 * @throws AppError `LEDGER_UNBALANCED` when the reasons of a cell do not add up to its difference: then something was changed
 *   outside the log.
 */
export function restatementOf(before: Cells, after: Cells, contributions: readonly Contribution[]): readonly CellChange[] {
  const tables = [before, after, ...contributions.map(({ cells }) => cells)];
  const rows = [...new Set(tables.flatMap((cells) => [...cells.keys()]))];
  return rows.flatMap((row) => figuresIn(tables, row).flatMap((figure) => changeOf(row, figure, before, after, contributions) ?? []));
}

/** Cells minus cells. */
export function cellsBetween(before: Cells, after: Cells): Cells {
  const rows = [...new Set([...before.keys(), ...after.keys()])];
  return new Map(rows.map((row) => [row, Object.fromEntries(figuresIn([before, after], row).map((figure) => [figure, valueOf(after, row, figure) - valueOf(before, row, figure)]))]));
}

/** Cells plus cells. */
export function cellsTogether(...tables: readonly Cells[]): Cells {
  const rows = [...new Set(tables.flatMap((cells) => [...cells.keys()]))];
  const total = (row: string, figure: string) => tables.reduce((sum, cells) => sum + valueOf(cells, row, figure), 0);
  return new Map(rows.map((row) => [row, Object.fromEntries(figuresIn(tables, row).map((figure) => [figure, total(row, figure)]))]));
}

function changeOf(row: string, figure: string, before: Cells, after: Cells, contributions: readonly Contribution[]): CellChange | undefined {
  const difference = valueOf(after, row, figure) - valueOf(before, row, figure);
  const reasons = RESTATEMENT_REASONS
    .map((reason) => ({ reason, amount: contributions.filter((one) => one.reason === reason).reduce((sum, { cells }) => sum + valueOf(cells, row, figure), 0) }))
    .filter(({ amount }) => amount !== 0);
  const explained = reasons.reduce((sum, { amount }) => sum + amount, 0);
  if (explained !== difference) throw unexplained(row, figure, difference, explained);
  if (reasons.length === 0) return undefined;
  return { row, figure, before: before.get(row)?.[figure] ?? null, after: after.get(row)?.[figure] ?? null, difference, reasons };
}

/** In the order in which the tables have them. */
function figuresIn(tables: readonly Cells[], row: string): readonly string[] {
  return [...new Set(tables.flatMap((cells) => Object.keys(cells.get(row) ?? {})))];
}

function valueOf(cells: Cells, row: string, figure: string): number {
  return cells.get(row)?.[figure] ?? 0;
}

function unexplained(row: string, figure: string, difference: number, explained: number): AppError {
  return new AppError('LEDGER_UNBALANCED',
    `The figure ${figure} of ${row} differs by ${difference}, of which the log explains ${explained}: verify the log, then make the read model again from it.`);
}
