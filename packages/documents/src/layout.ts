import type { CellKind, Column } from './form-document.ts';

const WIDTHS = { text: 24, integer: 10, decimal: 10, percent: 10, date: 12, instant: 17 } as const satisfies Record<CellKind, number>;

/** How wide a column is, in characters. */
export function columnWidth({ kind, width = WIDTHS[kind] }: Column): number {
  return width;
}

/** Whether the end of a page does not part a table: it has few rows. */
export function isWhole(rows: readonly unknown[]): boolean {
  return rows.length <= 12;
}

/** An ordinal is narrower than these characters. */
const NAME = 10;

/** The column whose texts are moved in by a row's indent: the first one with names. -1 when there is none. */
export function indentedColumn(columns: readonly Column[]): number {
  return columns.findIndex((column) => column.kind === 'text' && columnWidth(column) >= NAME);
}

/** How many lines a text takes where so many digits have room on one: words are not broken. */
export function linesOf(text: string, room: number): number {
  return text.split('\n').reduce((lines, paragraph) => lines + wrapped(paragraph, Math.max(1, room)), 0);
}

function wrapped(text: string, room: number): number {
  let [lines, used] = [1, 0];
  for (const word of text.split(' ')) {
    const needed = digitsOf(word);
    if (used > 0 && used + SPACE + needed > room) [lines, used] = [lines + 1, needed];
    else used += (used === 0 ? 0 : SPACE) + needed;
    // A word that is longer than a line is cut.
    if (used > room) [lines, used] = [lines + Math.ceil(used / room) - 1, used % room];
  }
  return lines;
}

const SPACE = 0.5;

/** How wide a word is in Times New Roman, in digits. */
function digitsOf(word: string): number {
  let sum = 0;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    sum += (widths[code] ??= letterWidth(String.fromCharCode(code)));
  }
  return sum;
}

/** By code of the letter, as they were needed so far: lists have millions of letters. */
const widths: number[] = [];

function letterWidth(letter: string): number {
  const [base = ''] = letter.normalize('NFD');
  if (/[ijlt.,:;/|'I]/.test(base)) return 0.6;
  if (/[rf()[\]-]/.test(base)) return 0.7;
  if (/[mwMW%@—…]/.test(base)) return 1.75;
  return base === base.toLowerCase() ? 1 : 1.45;
}
