import { cellText } from '../cells.ts';
import type { FullCell } from '../cells.ts';
import { linesOf } from '../layout.ts';

/** Points that a line of text takes. Heights are written for every row: programs do not agree on what they do where none is. */
export const LINE = 16.5;

/** In a table letters are smaller. */
const TABLE_LINE = 15;
/** Letters are narrower than the digits that a column's width is counted in; some room is left, as words are not broken. */
const [LETTERS, TABLE_LETTERS] = [1.05, 1.1];

/** Of a text over columns of these widths. */
export function textHeight(text: string, widths: readonly number[], fontSize = 12): number {
  return LINE * fontSize / 12 * linesOf(text, LETTERS * sum(widths) * 12 / fontSize);
}

/** Of a heading over columns of these widths. */
export function tableHeight(text: string, widths: readonly number[]): number {
  return TABLE_LINE * linesOf(text, TABLE_LETTERS * sum(widths) - 1) + 2;
}

/** Of a row of a table's body. */
export function bodyHeight(cells: readonly FullCell[], widths: readonly number[]): number {
  return Math.max(...cells.map((cell, index) => cell.kind === 'text' ? tableHeight(cellText(cell), widths.slice(index, index + 1)) : TABLE_LINE + 2));
}

function sum(widths: readonly number[]): number {
  return widths.reduce((all, width) => all + width, 0);
}
