import { civilDateOf, formatCivilDate, formatInstant, isCivilDate, UTC_OFFSET_MINUTES } from '@motcua/kernel';
import type { Cell, CellKind, CellValue, Column } from './form-document.ts';

/** A cell with everything that it takes from its column. */
export type FullCell = { readonly kind: CellKind; readonly value: CellValue; readonly decimals: number };

const DECIMALS = 2;

export function fullCell(cell: Cell, { kind, decimals = DECIMALS }: Pick<Column, 'kind' | 'decimals'>): FullCell {
  if (cell === null || typeof cell !== 'object') return { kind, value: cell, decimals };
  return { kind: cell.kind, value: cell.value, decimals: cell.decimals ?? decimals };
}

/** Why a value cannot stand in a cell of its kind, undefined when it can: a figure is printed as it is or not at all. */
export function cellFault({ kind, value, decimals }: FullCell): string | undefined {
  if (value === null) return undefined;
  switch (kind) {
    case 'text': return typeof value === 'string' ? undefined : 'is no text';
    case 'integer': return Number.isSafeInteger(value) ? undefined : 'is no whole number';
    case 'decimal':
    case 'percent': return typeof value === 'number' && Number(value.toFixed(decimals)) === value ? undefined : `is no number with at most ${decimals} decimals`;
    case 'date': return typeof value === 'string' && isCivilDate(value) ? undefined : 'is no date';
    case 'instant': return Number.isSafeInteger(value) ? undefined : 'is no instant';
  }
}

/** A cell as people read it: `86.721`, `97,19%`, `14/03/2024`, `14/03/2024 17:00`; empty when it is blank. */
export function cellText({ kind, value, decimals }: FullCell): string {
  if (value === null) return '';
  switch (kind) {
    case 'text': return String(value);
    case 'integer': return integerText(Number(value));
    case 'decimal': return decimalText(Number(value), decimals);
    case 'percent': return percentText(Number(value), decimals);
    case 'date': return formatCivilDate(String(value));
    case 'instant': return `${formatCivilDate(civilDateOf(Number(value)))} ${localTime(Number(value)).slice(11, 16)}`;
  }
}

/** A cell as programs read it: numbers are numbers, dates `YYYY-MM-DD`, instants RFC 3339 in UTC. */
export function plainCell({ kind, value }: FullCell): CellValue {
  return kind === 'instant' && value !== null ? formatInstant(Number(value)) : value;
}

/** `86.721`. */
export function integerText(value: number): string {
  return decimalText(value, 0);
}

/** `97,19%`. */
export function percentText(value: number, decimals = DECIMALS): string {
  return `${decimalText(value, decimals)}%`;
}

/** `1.234,50`; without the locale data of the machine, which differ from one to the next. */
export function decimalText(value: number, decimals: number): string {
  const [whole = '', fraction = ''] = value.toFixed(decimals).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, '.');
  return fraction === '' ? grouped : `${grouped},${fraction}`;
}

export function isNumeric(kind: CellKind): boolean {
  return kind === 'integer' || kind === 'decimal' || kind === 'percent';
}

/** RFC 3339, as a clock in Asia/Ho_Chi_Minh shows it, without the zone's name. */
export function localTime(instant: number): string {
  return formatInstant(instant + UTC_OFFSET_MINUTES * 60_000);
}
