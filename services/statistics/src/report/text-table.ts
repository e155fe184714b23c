import { LINE_MAX, padEnd, padStart, width, wrap } from './text.ts';

/** A table of text: the first column to the left, the others, which hold numbers, to the right. */
export type TextTable = {
  /** Lines of a heading are separated by \n. */
  readonly headings: readonly string[];
  /** Groups of rows, set off from each other and from the headings by a rule; empty ones are left out. */
  readonly sections: readonly (readonly (readonly string[])[])[];
  /** The widest that the first column may be, less where the others need the room; longer texts go on in a next line. */
  readonly firstColumnMax: number;
};

const GAP = '  ';

/** What is left to the first column whatever the others need. */
const FIRST_COLUMN_MIN = 16;

/** The lines of the table, without spaces at their ends. */
export function textTable({ headings, sections, firstColumnMax }: TextTable): readonly string[] {
  const heads = headings.map((heading) => heading.split('\n'));
  const others = headings.slice(1).map((_, index) => Math.max(...[...(heads[index + 1] ?? []), ...sections.flat().map((row) => row[index + 1] ?? '')].map(width)));
  const room = LINE_MAX - others.reduce((sum, one) => sum + GAP.length + one, 0);
  const firstMax = Math.min(firstColumnMax, Math.max(FIRST_COLUMN_MIN, room));
  const bodies = sections.filter((rows) => rows.length > 0).map((rows) => rows.map((row) => row.map((cell, column) => column === 0 ? wrap(cell, firstMax, '    ') : [cell])));
  const widths = [Math.max(...[heads, ...bodies.flat()].map((row) => Math.max(...(row[0] ?? ['']).map(width)))), ...others];
  const rule = '─'.repeat(widths.reduce((sum, one) => sum + one, GAP.length * (widths.length - 1)));
  return [
    ...lines(heads, widths, 'bottom'),
    ...bodies.flatMap((rows) => [rule, ...rows.flatMap((row) => lines(row, widths, 'top'))]),
  ];
}

/** One row of cells of several lines each, aligned at their top or bottom. */
function lines(cells: readonly (readonly string[])[], widths: readonly number[], align: 'top' | 'bottom'): readonly string[] {
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) => cells.map((cell, column) => {
    const text = cell[align === 'top' ? line : line - (height - cell.length)] ?? '';
    return column === 0 ? padEnd(text, widths[column] ?? 0) : padStart(text, widths[column] ?? 0);
  }).join(GAP).trimEnd());
}
