import type { CellKind, Column } from './form-document.ts';

const WIDTHS = { text: 24, integer: 10, decimal: 10, percent: 10, date: 12, instant: 17 } as const satisfies Record<CellKind, number>;

/** How wide a column is, in characters. */
export function columnWidth({ kind, width = WIDTHS[kind] }: Column): number {
  return width;
}

/** An ordinal is narrower than these characters. */
const NAME = 10;

/** The column whose texts are moved in by a row's indent: the first one with names. -1 when there is none. */
export function indentedColumn(columns: readonly Column[]): number {
  return columns.findIndex((column) => column.kind === 'text' && columnWidth(column) >= NAME);
}

/** How many lines a text takes at so many characters a line: words are not broken. */
export function linesOf(text: string, characters: number): number {
  return text.split('\n').reduce((lines, paragraph) => lines + wrapped(paragraph, Math.max(1, characters)), 0);
}

function wrapped(text: string, characters: number): number {
  let [lines, used] = [1, 0];
  for (const word of text.split(' ')) {
    const needed = used === 0 ? word.length : used + 1 + word.length;
    if (needed > characters && used > 0) [lines, used] = [lines + 1, word.length];
    else used = needed;
    // A word that is longer than a line is cut.
    if (used > characters) [lines, used] = [lines + Math.ceil(used / characters) - 1, used % characters];
  }
  return lines;
}
