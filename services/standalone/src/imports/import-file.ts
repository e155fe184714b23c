import { plainKey, readCsvLines, readText } from '@motcua/statistics';
import type { UnreadableFile } from '@motcua/statistics';

/** One row of a file: what stands in it, by the plain form of its column's name. `where`: `dòng 12` or `mục 3`, for people. */
export type ImportRow = { readonly where: string; readonly cells: Readonly<Record<string, unknown>> };

/** One wrong place of a file, in words for whoever wrote it. `column` as the file has it. */
export type ImportFault = { readonly where: string; readonly column?: string; readonly detail: string };

/** What a file has for rows. `faults`: of the others, which cannot be read; nothing of a file with any is used. */
export type ReadRows = { readonly kind: 'read'; readonly items: readonly ImportRow[]; readonly faults: readonly ImportFault[] };

/** What a file holds, or everything that is wrong with it. */
export type Import<T> = { readonly kind: 'read'; readonly items: readonly T[] } | Faulty;
export type Faulty = { readonly kind: 'faulty'; readonly faults: readonly ImportFault[] };

/** What stands in a file: its bytes, or of a spreadsheet the rows of its first sheet, from its first row on. */
export type FileContent = Buffer | readonly (readonly unknown[])[];

/**
 * The rows of a CSV or JSON file, which it is says its name, or of a spreadsheet.
 *
 * CSV: UTF-8 with or without a byte order mark; comma, semicolon or tab, as the first line has it; `where` counts the lines of
 * the file from 1, of a cell with line breaks the last. JSON: an object, a list of them, or an object with lists of them. A
 * spreadsheet is a table like CSV, its numbers are numbers and its dates texts.
 */
export function readRows(name: string, content: FileContent): ReadRows | Faulty {
  if (!Buffer.isBuffer(content)) return tableRows(content.map((cells, index) => ({ where: `dòng ${index + 1}`, cells: cells.map(sheetValue) })));
  const read = readText(content);
  if (read.kind === 'unreadable') return faultOf(read);
  if (/\.json$/i.test(name)) return jsonRows(read.text);
  if (/\.csv$/i.test(name)) return csvRows(read.text);
  return faulty({ where: 'tệp', detail: 'tên tệp phải kết thúc bằng .csv, .xlsx hoặc .json' });
}

/** In order of the lines of the file. */
export function faulty(...faults: readonly ImportFault[]): Faulty {
  return { kind: 'faulty', faults: faults.toSorted((a, b) => a.where.localeCompare(b.where, 'vi', { numeric: true })) };
}

function faultOf({ where, detail }: UnreadableFile): Faulty {
  return faulty({ where, detail });
}

function csvRows(text: string): ReadRows | Faulty {
  const read = readCsvLines(text, 1);
  if (read.kind === 'unreadable') return faultOf(read);
  return tableRows(read.lines.map(({ record, info }) => ({ where: `dòng ${info.lines}`, cells: record })));
}

type TableLine = { readonly where: string; readonly cells: readonly unknown[] };

/** The first line has the headings. */
function tableRows([header, ...lines]: readonly TableLine[]): ReadRows | Faulty {
  if (header === undefined) return faulty({ where: 'tệp', detail: 'không có dòng nào' });
  const keys = header.cells.map((heading) => plainKey(String(heading)));
  const twice = keys.filter((key, index) => key !== '' && keys.indexOf(key) !== index);
  if (twice.length > 0) return faulty(...twice.map((key) => ({ where: header.where, column: key, detail: 'tên cột có hai lần' })));
  const faults = lines.filter(({ cells }) => isTooLong(cells, keys)).map(({ where, cells }) => ({
    where, detail: `có ${cells.length} ô mà dòng tiêu đề có ${keys.length}: ô có dấu phân cách phải đặt trong dấu ngoặc kép`,
  }));
  const filled = lines.filter(({ cells }) => !isTooLong(cells, keys) && cells.some((cell) => cell !== ''));
  return { kind: 'read', faults, items: filled.map(({ where, cells }) => ({
    where, cells: Object.fromEntries(keys.flatMap((key, index) => (key === '' || (cells[index] ?? '') === '' ? [] : [[key, cells[index]]]))),
  })) };
}

/** As a cell of CSV, but for numbers. A date is a day without a zone there. */
function sheetValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' ? value.trim() : value ?? '';
}

/** Empty cells behind the last column, and columns without a name, are what spreadsheets leave. */
function isTooLong(record: readonly unknown[], keys: readonly string[]): boolean {
  return record.some((cell, index) => cell !== '' && (keys[index] ?? '') === '');
}

function jsonRows(text: string): ReadRows | Faulty {
  const value = parsed(text.replace(/^\uFEFF/, ''));
  const lists = Array.isArray(value) ? { '': value } : isObject(value) && Object.values(value).length > 0 && Object.values(value).every(Array.isArray) ? value : { '': [value] };
  const found = Object.entries(lists).flatMap(([list, items]) => (Array.isArray(items) ? items : []).map((item: unknown, index) => ({ where: `mục ${list === '' ? '' : `${list} `}${index + 1}`, item })));
  const faults = found.flatMap(({ where, item }) => (isObject(item) ? [] : [{ where, detail: 'không phải một đối tượng JSON' }]));
  if (value === undefined) return faulty({ where: 'tệp', detail: 'không phải JSON hợp lệ: hãy xem lại dấu ngoặc, dấu phẩy và dấu ngoặc kép' });
  return { kind: 'read', faults, items: found.flatMap(({ where, item }) => (isObject(item) ? [{ where, cells: byKey(item) }] : [])) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function byKey(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== '').map(([name, value]) => [plainKey(name), value]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
