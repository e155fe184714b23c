import { COUNT_MAX } from './reading.ts';

/** What stands in a cell: nothing that is printed, a number with the decimals that are seen, or something else. */
export type CellValue = { readonly kind: 'nothing' } | { readonly kind: 'number'; readonly value: number; readonly decimals: number | undefined } | { readonly kind: 'wrong' };

const NOTHING = { kind: 'nothing' } as const;
const WRONG = { kind: 'wrong' } as const;

/** A count: `17206`, `17.206`, `17,206` or `17 206`; a dash or an empty cell is not printed. */
export function countIn(cell: unknown): CellValue {
  if (typeof cell === 'number') return Number.isInteger(cell) && cell >= 0 && cell <= COUNT_MAX ? { kind: 'number', value: cell, decimals: undefined } : WRONG;
  const text = textIn(cell);
  if (text === undefined) return WRONG;
  if (/^[-–—.]?$/.test(text)) return NOTHING;
  const digits = /^\d{1,3}(?:([.,\u00a0\u202f ])\d{3}(?:\1\d{3})*)?$/.test(text) ? text.replaceAll(/\D/g, '') : text;
  return /^\d{1,13}$/.test(digits) && Number(digits) <= COUNT_MAX ? { kind: 'number', value: Number(digits), decimals: undefined } : WRONG;
}

/** A rate in per cent: `97,47`, `97.47 %`. Of a text the zeros at the end are known, of a number of a spreadsheet they are not. */
export function rateIn(cell: unknown): CellValue {
  if (typeof cell === 'number') return Number.isFinite(cell) && cell >= 0 && cell <= 1_000_000 ? { kind: 'number', value: cell, decimals: undefined } : WRONG;
  const text = textIn(cell)?.replace(/\s*%$/, '');
  if (text === undefined) return WRONG;
  if (/^[-–—]?$/.test(text)) return NOTHING;
  const [, whole = '', decimals = ''] = /^(\d{1,6})(?:[.,](\d{1,6}))?$/.exec(text) ?? [];
  return whole === '' ? WRONG : { kind: 'number', value: Number(`${whole}.${decimals}`), decimals: decimals.length };
}

/** The text of a cell; undefined for what is none, such as a date. */
export function textIn(cell: unknown): string | undefined {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  return typeof cell === 'string' ? cell.trim().normalize('NFC') : undefined;
}
