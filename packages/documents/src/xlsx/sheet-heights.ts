import { cellText } from '../cells.ts';
import type { FullCell } from '../cells.ts';
import { linesOf } from '../layout.ts';

/** Points that a line of text takes. Heights are written for every row: programs do not agree on what they do where none is. */
export const LINE = 16.5;

/** In a table letters are smaller; points. */
const [TEXT, TABLE] = [12, 11];
const TABLE_LINE = 15;
/** Bold letters are wider. */
const BOLD = 1.08;
/** Digits that are lost between a cell's lines and its text. */
const PADDING = 1;

/** Of a text over columns of these widths, which are counted in digits of {@link TEXT} points. */
export function textHeight(text: string, widths: readonly number[], fontSize = TEXT): number {
  return LINE * fontSize / TEXT * linesOf(text, roomIn(widths, fontSize, 1));
}

/** Of a cell of a table over columns of these widths. */
export function tableHeight(text: string, widths: readonly number[], letters: 'bold' | 'plain'): number {
  return TABLE_LINE * linesOf(text, roomIn(widths, TABLE, letters === 'bold' ? BOLD : 1)) + 2;
}

/** Of a row of a table's body. */
export function bodyHeight(cells: readonly FullCell[], widths: readonly number[], letters: 'bold' | 'plain'): number {
  return Math.max(...cells.map((cell, index) => cell.kind === 'text' ? tableHeight(cellText(cell), widths.slice(index, index + 1), letters) : TABLE_LINE + 2));
}

function roomIn(widths: readonly number[], fontSize: number, wider: number): number {
  return (widths.reduce((all, width) => all + width, 0) * TEXT / fontSize - PADDING) / wider;
}
