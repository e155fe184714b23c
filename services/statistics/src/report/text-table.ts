import { padEnd, padStart, width, wrap } from './text.ts';

/** A table of text: the first column to the left, the others, which hold numbers, to the right. */
export type TextTable = {
  /** Lines of a heading are separated by \n. */
  readonly headings: readonly string[];
  /** Groups of rows, set off from each other and from the headings by a rule; empty ones are left out. */
  readonly sections: readonly (readonly (readonly string[])[])[];
  /** The widest that the first column may be; longer texts go on in a next line. */
  readonly firstColumnMax: number;
};

const GAP = '  ';

/** The lines of the table, without spaces at their ends. */
export function textTable({ headings, sections, firstColumnMax }: TextTable): readonly string[] {
  const heads = headings.map((heading) => heading.split('\n'));
  const bodies = sections.filter((rows) => rows.length > 0)
    .map((rows) => rows.map((row) => row.map((cell, column) => column === 0 ? wrap(cell, firstColumnMax, '    ') : [cell])));
  const widths = headings.map((_, column) => Math.max(...[heads, ...bodies.flat()].map((row) => Math.max(...(row[column] ?? ['']).map(width)))));
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
