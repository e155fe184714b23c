import { civilDateOf, isCivilDate } from '@motcua/kernel';
import type { Instant, PeriodScheme } from '@motcua/kernel';
import { annexContradictions, annexRows, annexValue } from '@motcua/ledger';
import type { AnnexEntry } from '@motcua/ledger';
import { columnFault, textOf, unknownColumns, valuesOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { faulty, readRows } from './import-file.ts';
import type { FileContent, Import, ImportFault, ImportRow } from './import-file.ts';
import { dateValue } from './values.ts';

/** The columns of a file of hand-entered values; a pack holds one to fill in, `phu-luc-nhap.csv`. */
const entryColumns = {
  code: { headings: ['Mã'], expected: 'hãy viết mã của một chỉ tiêu trong phụ lục, ví dụ 1.1.1' },
  label: { headings: ['Chỉ tiêu'], expected: '' }, unit: { headings: ['Đơn vị tính'], expected: '' },
  scope: { headings: ['Phạm vi'], expected: 'hãy viết đúng mã cơ quan của bộ báo cáo' },
  scheme: { headings: ['Cách chia kỳ'], expected: 'hãy viết đúng cách chia kỳ của bộ báo cáo' },
  period: { headings: ['Kỳ'], expected: 'hãy viết đúng kỳ của bộ báo cáo' },
  value: { headings: ['Số liệu'], expected: 'hãy viết số' },
  enteredBy: { headings: ['Người nhập'], expected: 'hãy viết họ tên người nhập, không quá 100 ký tự' },
  enteredOn: { headings: ['Ngày nhập'], expected: 'hãy viết ngày, ví dụ 05/01/2024, không sau hôm nay' },
  note: { headings: ['Ghi chú'], expected: 'không quá 300 ký tự' },
} as const satisfies Columns<string>;

/** Whose figures the annex holds, and of which period: the code of an authority, or `VN`, and a period's id, which schemes cut at different days. */
export type AnnexSubject = { readonly scope: string; readonly scheme: PeriodScheme; readonly period: string };

/** An entry and where it stands. */
type Placed = { readonly where: string; readonly entry: AnnexEntry };

/**
 * The hand-entered values of an annex in a file. A row without a value is not entered yet.
 *
 * @returns Every wrong cell of the file with the reason, if there is any: unknown or repeated codes, what is no number of its row's kind,
 *   nobody who entered it, another scope, scheme or period, rows that contradict each other.
 */
export function readAnnexEntries(name: string, content: FileContent, subject: AnnexSubject, now: Instant): Import<AnnexEntry> {
  const rows = readRows(name, content);
  if (rows.kind === 'faulty') return rows;
  const read = rows.items.filter((row) => valuesOf(row, entryColumns).value !== undefined).map((row) => entryOf(row, subject, { today: civilDateOf(now), isSheet: !Buffer.isBuffer(content) }));
  const entries = read.flatMap((one) => ('where' in one ? [one] : []));
  const faults = [...rows.faults, ...unknownColumns(rows.items, entryColumns), ...read.flatMap((one) => ('where' in one ? [] : one)), ...twice(entries)];
  const all = [...faults, ...(faults.length > 0 ? [] : contradictions(entries))];
  return all.length > 0 ? faulty(...all) : { kind: 'read', items: entries.map(({ entry }) => entry) };
}

function entryOf(row: ImportRow, subject: AnnexSubject, { today, isSheet }: { readonly today: string; readonly isSheet: boolean }): Placed | readonly ImportFault[] {
  const { code, value, enteredBy, enteredOn, note, scope, scheme, period } = valuesOf(row, entryColumns);
  const { where } = row;
  const known = annexRows.find((one) => one.code === textOf(code));
  if (known === undefined) return [columnFault(where, entryColumns, 'code', code)];
  const number = isSheet && known.kind === 'percent' && typeof value === 'number' && value > 0 && value <= 1
    ? `${String(value).replace('.', ',')} có thể là ${String(Number((value * 100).toFixed(6))).replace('.', ',')}% của ô dạng phần trăm: hãy đổi ô sang dạng chữ rồi viết ví dụ 56,1`
    : annexValue(known, typeof value === 'number' ? String(value).replace('.', ',') : textOf(value));
  const [by, on, words] = [textOf(enteredBy).normalize('NFC').trim(), textOf(dateValue(enteredOn)), textOf(note).normalize('NFC').trim()];
  const faults = [
    ...(typeof number === 'number' ? [] : [{ where, column: entryColumns.value.headings[0], detail: `${known.code}: ${number}` }]),
    ...another(where, 'scope', scope, subject), ...another(where, 'scheme', scheme, subject), ...another(where, 'period', period, subject),
    ...(by !== '' && by.length <= 100 ? [] : [columnFault(where, entryColumns, 'enteredBy', enteredBy)]),
    ...(isCivilDate(on) && on <= today ? [] : [columnFault(where, entryColumns, 'enteredOn', enteredOn)]),
    ...(words.length <= 300 ? [] : [columnFault(where, entryColumns, 'note', note)]),
  ];
  if (faults.length > 0 || typeof number !== 'number') return faults;
  return { where, entry: { code: known.code, value: number, enteredBy: by, enteredOn: on, ...(words === '' ? {} : { note: words }) } };
}

/** What was entered for others must not stand in this annex. */
function another(where: string, name: keyof AnnexSubject, told: unknown, subject: AnnexSubject): readonly ImportFault[] {
  if (told === undefined) return [columnFault(where, entryColumns, name, told)];
  const { headings: [column], expected } = entryColumns[name];
  return textOf(told) === subject[name] ? [] : [{ where, column, detail: `"${textOf(told).slice(0, 40)}" không phải ${column.toLowerCase()} ${subject[name]}: ${expected}` }];
}

function twice(entries: readonly Placed[]): readonly ImportFault[] {
  return [...Map.groupBy(entries, ({ entry: { code } }) => code).values()].flatMap(([first, ...more]) => more.map(({ where, entry: { code } }) => (
    { where, column: entryColumns.code.headings[0], detail: `${code} đã có ở ${first?.where ?? ''}: mỗi chỉ tiêu chỉ một dòng` }
  )));
}

function contradictions(entries: readonly Placed[]): readonly ImportFault[] {
  const places = new Map(entries.map(({ entry: { code }, where }) => [code, where]));
  return annexContradictions(entries.map(({ entry }) => entry)).map(({ code, detail }) => ({ where: places.get(code) ?? 'tệp', column: entryColumns.value.headings[0], detail }));
}
