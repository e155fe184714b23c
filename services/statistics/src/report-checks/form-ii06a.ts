import { figureIn, textIn } from './cell-values.ts';
import { isWhole, plainKey } from './reading.ts';
import type { FilePlace } from './reading.ts';
import type { Table } from './read-table.ts';

/** The columns of the form whose cells are figures of the ledger, by their numbers. */
const FIGURES = { 4: 'receivedOnline', 6: 'openingReceived', 7: 'resolved', 8: 'resolvedEarly', 9: 'resolvedOnDueDate', 10: 'resolvedLate', 11: 'closingReceived', 12: 'withinLimit', 13: 'overdue' } as const;
const HEADS = ['Đơn vị', 'Bậc', 'received', ...Object.values(FIGURES)];
const COUNT = { kind: 'count', line: 'received' } as const;
/** Where the row with the columns' numbers stands at most, under title and headings. */
const NUMBERS_WITHIN = 25;

/**
 * Biểu II.06a as a table of the ledger's figures: from the row with the columns' numbers, `(3)=(4)+(5)+(6)` or `c3`, to the row that is all of
 * them. Rows with a letter for an ordinal are the whole of the numbered ones under them. What was received in the period has no column:
 * it is (3) less (6).
 *
 * @returns Undefined for what is not the form. `assumed`: rows in which (3) is not (4) + (5) + (6).
 */
export function formTable({ rows, where }: Table): { readonly table: Table; readonly assumed: readonly FilePlace[] } | undefined {
  const at = rows.slice(0, NUMBERS_WITHIN).findIndex((row) => placesIn(row).size === 13);
  if (at < 0) return undefined;
  const places = placesIn(rows[at] ?? []);
  const cell = (row: number, number: number) => rows[row]?.[places.get(number) ?? -1];
  const name = (row: number) => textIn(cell(row, 2)) ?? '';
  const below = rows.map((_, row) => row).slice(at + 1);
  const whole = below.find((row) => isWhole(plainKey(name(row))));
  const body = below.filter((row) => (whole === undefined || row < whole) && name(row) !== '');
  const hasLetters = body.some((row) => isLetter(cell(row, 1)));
  const depth = (row: number) => row === whole ? 0 : hasLetters && !isLetter(cell(row, 1)) ? 2 : 1;
  const shown = [...(whole === undefined ? [] : [whole]), ...body];
  const columnOf = [2, 1, 3, ...Object.keys(FIGURES).map(Number)].map((number) => places.get(number) ?? 0);
  return {
    table: {
      rows: [HEADS, ...shown.map((row) => [name(row), String(depth(row)), receivedIn(cell(row, 3), cell(row, 6)), ...Object.keys(FIGURES).map((number) => cell(row, Number(number)))])],
      where: (row, column) => where(row === 0 ? at : shown[row - 1] ?? at, column === undefined ? undefined : columnOf[column]),
    },
    assumed: shown.flatMap((row) => {
      const [all, ...parts] = [3, 4, 5, 6].map((number) => numberIn(cell(row, number)));
      if (all === undefined || parts.some((part) => part === undefined)) return [];
      const sum = parts.reduce<number>((left, part) => left + (part ?? 0), 0);
      return sum === all ? [] : [{ where: where(row, places.get(3)), detail: `cột (3) là ${all} mà (4) + (5) + (6) là ${sum}; tiếp nhận trong kỳ được đọc là (3) trừ (6)` }];
    }),
  };
}

/** Where the columns (1) to (13) are. */
function placesIn(row: readonly unknown[]): ReadonlyMap<number, number> {
  return new Map(row.flatMap((cell, index) => {
    const number = Number(/^(?:\((\d{1,2})\)(?:=.*)?|c\d{1,2})$/.exec(plain(cell))?.[0].match(/\d+/)?.[0]);
    return number >= 1 && number <= 13 ? [[number, index] as const] : [];
  }));
}

function plain(cell: unknown): string {
  return (textIn(cell) ?? '').replaceAll(/\s/g, '');
}

function isLetter(cell: unknown): boolean {
  return /^[A-Z]$/.test(textIn(cell) ?? '');
}

/** What is no number stays as it is, for whoever reads the cell to refuse. */
function receivedIn(all: unknown, opening: unknown): unknown {
  const [sum, part] = [numberIn(all), numberIn(opening)];
  return sum === undefined || part === undefined ? figureIn(COUNT, all).kind === 'wrong' ? all : '' : sum - part;
}

function numberIn(cell: unknown): number | undefined {
  const read = figureIn(COUNT, cell);
  return read.kind === 'number' ? read.value : undefined;
}
