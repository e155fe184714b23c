import { cellText } from '../cells.ts';
import type { FullCell } from '../cells.ts';
import { linesOf } from '../layout.ts';

/** Points that a line of text takes. Heights are written for every row: programs do not agree on what they do where none is. */
export const LINE = 16.5;

/** In a table letters are smaller. */
const TABLE_LINE = 15;
/** Letters are narrower than the digits that a column's width is counted in, in headings less so; what is cut off cannot be read. */
const LETTERS = { text: 1.05, heading: 1.1, body: 1.2 } as const;

/** Of a text over columns of these widths. */
export function textHeight(text: string, widths: readonly number[], fontSize = 12): number {
  return LINE * fontSize / 12 * linesOf(text, LETTERS.text * sum(widths) * 12 / fontSize);
}

/** Of a cell of a table over columns of these widths. */
export function tableHeight(text: string, widths: readonly number[], part: 'heading' | 'body' = 'heading'): number {
  return TABLE_LINE * linesOf(text, LETTERS[part] * sum(widths) - 1) + 2;
}

/** Of a row of a table's body. */
export function bodyHeight(cells: readonly FullCell[], widths: readonly number[]): number {
  return Math.max(...cells.map((cell, index) => cell.kind === 'text' ? tableHeight(cellText(cell), widths.slice(index, index + 1), 'body') : TABLE_LINE + 2));
}

function sum(widths: readonly number[]): number {
  return widths.reduce((all, width) => all + width, 0);
}
