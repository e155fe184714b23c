import type { CivilDate } from '@motcua/kernel';
import reform from '../data/annexes/cai-cach-hanh-chinh-cap-xa.json' with { type: 'json' };

/**
 * Chỉ tiêu thống kê of the annex of a reform report. A heading has no value; what is `computed` follows from events and is never
 * entered; `count`, `percent` and `choice` (a whole number from 0, fewer than `choices`) are entered by hand.
 */
export type AnnexRow = {
  /** As the annex numbers it; what stands under "Trong đó" has a letter: `3.2.3.a`. */
  readonly code: string;
  readonly label: string;
  readonly kind: 'heading' | 'computed' | 'count' | 'percent' | 'choice';
  readonly unit?: string;
  readonly choices?: number;
  /** The row of which this one is a part: all its parts together are not more than it. */
  readonly within?: string;
  /** Its parts are all of it. */
  readonly exact?: boolean;
  /** Shares of one whole: together not more than 100 %. */
  readonly shareOf?: string;
};

/** Số liệu nhập tay: the value of a row, and who entered it on which day. Per cents have two decimals at most. */
export type AnnexEntry = { readonly code: string; readonly value: number; readonly enteredBy: string; readonly enteredOn: CivilDate; readonly note?: string };

/** Phụ lục thống kê kết quả cải cách hành chính, for a quarter, six months or a year. */
export const annexTitle: string = reform.title;
export const annexRows: readonly AnnexRow[] = reform.rows as readonly AnnexRow[];

/**
 * The number that a text of a row is; or why it is none, in Vietnamese. Numbers are written as people here do: `1.714`, `56,1`.
 */
export function annexValue({ kind, choices = 0 }: AnnexRow, text: string): number | string {
  if (kind === 'heading') return 'là tiêu đề, không có số liệu';
  if (kind === 'computed') return 'được tính từ sự kiện, không nhập tay';
  if (!/^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/.test(text)) return `"${text.slice(0, 40)}" không phải là số: hãy viết ví dụ ${kind === 'percent' ? '56,1' : '1714'}`;
  const value = Number(text.replaceAll('.', '').replace(',', '.'));
  if (value < 0) return `${text} nhỏ hơn 0`;
  if (kind === 'percent') {
    if (value > 100) return `${text} vượt quá 100%`;
    return Number(value.toFixed(2)) === value ? value : `${text} có quá hai chữ số thập phân`;
  }
  if (!Number.isSafeInteger(value)) return `${text} không phải là số nguyên`;
  return kind === 'choice' && value >= choices ? `${text} không có trong các lựa chọn từ 0 đến ${choices - 1}` : value;
}

/** What contradicts itself between rows: the code of a row and a sentence in Vietnamese. Rows without a value contradict nothing. */
export function annexContradictions(entries: readonly AnnexEntry[]): readonly { readonly code: string; readonly detail: string }[] {
  const values = new Map(entries.map(({ code, value }) => [code, value]));
  const sum = (rows: readonly AnnexRow[]) => rows.reduce((all, { code }) => all + (values.get(code) ?? 0), 0);
  const named = (rows: readonly AnnexRow[]) => rows.map(({ code }) => code).join(' + ');
  const wholes = annexRows.flatMap((whole) => {
    const [parts, value] = [annexRows.filter(({ within }) => within === whole.code), values.get(whole.code)];
    if (value === undefined || parts.length === 0) return [];
    if (sum(parts) > value) return [{ code: whole.code, detail: `${named(parts)} = ${sum(parts)} nhiều hơn ${whole.code} = ${value}` }];
    const isWhole = whole.exact === true && parts.every(({ code }) => values.has(code));
    return isWhole && sum(parts) !== value ? [{ code: whole.code, detail: `${named(parts)} = ${sum(parts)} không bằng ${whole.code} = ${value}` }] : [];
  });
  const shares = [...Map.groupBy(annexRows.filter(({ shareOf }) => shareOf !== undefined), ({ shareOf }) => shareOf).values()].flatMap((rows) => {
    const all = Number(sum(rows).toFixed(2));
    return all > 100 ? [{ code: rows[0]?.code ?? '', detail: `${named(rows)} = ${String(all).replace('.', ',')}% vượt quá 100%` }] : [];
  });
  return [...wholes, ...shares];
}
