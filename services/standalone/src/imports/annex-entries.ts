import { civilDateOf, isCivilDate } from '@motcua/kernel';
import type { Instant, Period } from '@motcua/kernel';
import { annexContradictions, annexRows, annexValue } from '@motcua/ledger';
import type { AnnexEntry } from '@motcua/ledger';
import { columnFault, textOf, unknownColumns, valuesOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { faulty, readRows } from './import-file.ts';
import type { Import, ImportFault, ImportRow } from './import-file.ts';
import { dateValue } from './values.ts';

/** The columns of a file of hand-entered values; a pack holds one to fill in, `phu-luc-nhap.csv`. */
const entryColumns = {
  code: { headings: ['Mã'], expected: 'hãy viết mã của một chỉ tiêu trong phụ lục, ví dụ 1.1.1' },
  label: { headings: ['Chỉ tiêu'], expected: '' }, unit: { headings: ['Đơn vị tính'], expected: '' },
  period: { headings: ['Kỳ'], expected: 'hãy viết đúng kỳ của bộ báo cáo' },
  value: { headings: ['Số liệu'], expected: 'hãy viết số' },
  enteredBy: { headings: ['Người nhập'], expected: 'hãy viết họ tên người nhập, không quá 100 ký tự' },
  enteredOn: { headings: ['Ngày nhập'], expected: 'hãy viết ngày, ví dụ 05/01/2024, không sau hôm nay' },
  note: { headings: ['Ghi chú'], expected: 'không quá 300 ký tự' },
} as const satisfies Columns<string>;

/** An entry and where it stands. */
type Placed = { readonly where: string; readonly entry: AnnexEntry };

/**
 * The hand-entered values of an annex in a file. A row without a value is not entered yet.
 *
 * @returns Every wrong cell of the file with the reason, if there is any: unknown or repeated codes, what is no number of its row's kind,
 *   nobody who entered it, another period, rows that contradict each other.
 */
export function readAnnexEntries(name: string, bytes: Buffer, { id }: Pick<Period, 'id'>, now: Instant): Import<AnnexEntry> {
  const rows = readRows(name, bytes);
  if (rows.kind === 'faulty') return rows;
  const read = rows.items.filter((row) => valuesOf(row, entryColumns).value !== undefined).map((row) => entryOf(row, id, civilDateOf(now)));
  const entries = read.flatMap((one) => ('where' in one ? [one] : []));
  const faults = [...rows.faults, ...unknownColumns(rows.items, entryColumns), ...read.flatMap((one) => ('where' in one ? [] : one)), ...twice(entries)];
  const all = [...faults, ...(faults.length > 0 ? [] : contradictions(entries))];
  return all.length > 0 ? faulty(...all) : { kind: 'read', items: entries.map(({ entry }) => entry) };
}

function entryOf(row: ImportRow, period: string, today: string): Placed | readonly ImportFault[] {
  const { code, value, enteredBy, enteredOn, note, period: told } = valuesOf(row, entryColumns);
  const { where } = row;
  const known = annexRows.find((one) => one.code === textOf(code));
  if (known === undefined) return [columnFault(where, entryColumns, 'code', code)];
  const number = annexValue(known, typeof value === 'number' ? String(value).replace('.', ',') : textOf(value));
  const [by, on, words] = [textOf(enteredBy).normalize('NFC').trim(), textOf(dateValue(enteredOn)), textOf(note).normalize('NFC').trim()];
  const faults = [
    ...(typeof number === 'number' ? [] : [{ where, column: entryColumns.value.headings[0], detail: `${known.code}: ${number}` }]),
    ...(textOf(told) === period ? [] : [{ where, column: entryColumns.period.headings[0], detail: `"${textOf(told).slice(0, 40)}" không phải kỳ ${period}: ${entryColumns.period.expected}` }]),
    ...(by !== '' && by.length <= 100 ? [] : [columnFault(where, entryColumns, 'enteredBy', enteredBy)]),
    ...(isCivilDate(on) && on <= today ? [] : [columnFault(where, entryColumns, 'enteredOn', enteredOn)]),
    ...(words.length <= 300 ? [] : [columnFault(where, entryColumns, 'note', note)]),
  ];
  if (faults.length > 0 || typeof number !== 'number') return faults;
  return { where, entry: { code: known.code, value: number, enteredBy: by, enteredOn: on, ...(words === '' ? {} : { note: words }) } };
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
