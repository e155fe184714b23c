import { scopeParts, WHOLE_COUNTRY } from '@motcua/database';
import type { AsOf } from '@motcua/database';
import { civilDateOf, formatCivilDate, formatInstant, parseInstant, UTC_OFFSET_MINUTES } from '@motcua/kernel';

export { LINE_MAX } from '@motcua/kernel';

/** `Phạm vi H57`, or `Phạm vi H57, H49`. */
export function scopeText(scope: string): string {
  return `Phạm vi ${scope === WHOLE_COUNTRY ? 'toàn bộ' : scopeParts(scope).join(', ')}`;
}

/** `19.750`, as Vietnamese readers expect it. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** `−3`; a figure that is not negative as {@link count} writes it. */
export function signed(value: number): string {
  return `${value < 0 ? '−' : ''}${count(Math.abs(value))}`;
}

/** `+3` or `−3`: by how much something became more. `text`: how its size is written. */
export function changeText(value: number, text: (size: number) => string = count): string {
  return `${value < 0 ? '−' : value > 0 ? '+' : ''}${text(Math.abs(value))}`;
}

/** `−2,81`: by how many percentage points a rate is more than its target; – without a rate or a target. */
export function pointsText(points: number | null | undefined): string {
  return points === null || points === undefined ? '–' : changeText(points, percentText);
}

/** Up to where the log counts. */
export function asOfText({ position, recordedAt }: AsOf): string {
  return `Tính đến sự kiện thứ ${count(position)} của nhật ký, ghi nhận lúc ${localTime(recordedAt)} (giờ Việt Nam)`;
}

/** `97,19` (per cent), or – when there is nothing to divide by. */
export function percentText(value: number | null, decimals = 2): string {
  return value === null ? '–' : value.toFixed(decimals).replace('.', ',');
}

/** `14/03/2024 17:05`, in Asia/Ho_Chi_Minh; – when unknown. */
export function localTime(instantText: string | null): string {
  const instant = parseInstant(instantText ?? '');
  if (instant === undefined) return '–';
  const clock = formatInstant(instant + UTC_OFFSET_MINUTES * 60_000).slice(11, 16);
  return `${formatCivilDate(civilDateOf(instant))} ${clock}`;
}

/** Columns that a text takes: one a letter, accents included, which composed Vietnamese always has. */
export function width(text: string): number {
  return [...text.normalize('NFC')].length;
}

export function padEnd(text: string, columns: number): string {
  return text.normalize('NFC') + ' '.repeat(Math.max(0, columns - width(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text.normalize('NFC');
}

/** Lines of at most so many columns, broken between words; a longer word stays whole. `indent`: of all but the first. */
export function wrap(text: string, columns: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  let isEmpty = true;
  for (const word of text.normalize('NFC').split(' ').filter((part) => part !== '')) {
    if (!isEmpty && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
