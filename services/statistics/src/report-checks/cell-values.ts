import { maybeNegative } from '@motcua/ledger';
import type { RateId } from '@motcua/ledger';
import type { PrintedLine } from './columns.ts';
import { COUNT_MAX } from './reading.ts';

/** What stands in a cell: nothing that is printed, a number with the decimals that are seen, or something else. */
export type CellValue = { readonly kind: 'nothing' } | { readonly kind: 'number'; readonly value: number; readonly decimals: number | undefined } | { readonly kind: 'wrong' };

const RATE_MAX = 1_000_000;
const NOTHING = { kind: 'nothing' } as const;
const WRONG = { kind: 'wrong' } as const;

/**
 * What is printed of a line.
 *
 * A count: `17206`, `17.206`, `17,206` or `17 206`. A rate in per cent: `97,47`, `97.47 %`, and `-4,20` of one that may be below 0; of
 * a text the zeros at the end are known, of a number of a spreadsheet or of JSON they are not. A dash or an empty cell is not printed.
 */
export function figureIn(line: PrintedLine, cell: unknown): CellValue {
  return line.kind === 'count' ? countIn(cell) : rateIn(cell, line.line);
}

/** What {@link figureIn} takes for a line, for people. */
export function figureExpected(line: PrintedLine): string {
  if (line.kind === 'count') return 'số nguyên không âm, ví dụ 17206 hoặc 17.206';
  return maybeNegative(line.line) ? 'số phần trăm, ví dụ 97,47 hoặc -4,20' : 'số phần trăm không âm, ví dụ 97,47';
}

function countIn(cell: unknown): CellValue {
  if (typeof cell === 'number') return Number.isInteger(cell) && cell >= 0 && cell <= COUNT_MAX ? { kind: 'number', value: cell, decimals: undefined } : WRONG;
  const text = textIn(cell);
  if (text === undefined) return WRONG;
  if (/^[-–—.]?$/.test(text)) return NOTHING;
  const digits = /^\d{1,3}(?:([.,\u00a0\u202f ])\d{3}(?:\1\d{3})*)?$/.test(text) ? text.replaceAll(/\D/g, '') : text;
  return /^\d{1,13}$/.test(digits) && Number(digits) <= COUNT_MAX ? { kind: 'number', value: Number(digits), decimals: undefined } : WRONG;
}

function rateIn(cell: unknown, rate: RateId): CellValue {
  const read = typeof cell === 'number' ? numberOf(cell) : percentIn(textIn(cell));
  return read.kind === 'number' && read.value < 0 && !maybeNegative(rate) ? WRONG : read;
}

function numberOf(value: number): CellValue {
  return Number.isFinite(value) && Math.abs(value) <= RATE_MAX ? { kind: 'number', value, decimals: undefined } : WRONG;
}

function percentIn(text: string | undefined): CellValue {
  if (text === undefined) return WRONG;
  if (/^[-–—]?\s*%?$/.test(text)) return NOTHING;
  const [, sign, whole = '', decimals = ''] = /^([-–−])?\s?(\d{1,6})(?:[.,](\d{1,6}))?\s*%?$/.exec(text) ?? [];
  if (whole === '') return WRONG;
  return { kind: 'number', value: Number(`${sign === undefined ? '' : '-'}${whole}.${decimals}`), decimals: decimals.length };
}

/** The text of a cell; undefined for what is none, such as a date. */
export function textIn(cell: unknown): string | undefined {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  return typeof cell === 'string' ? cell.trim().normalize('NFC') : undefined;
}
