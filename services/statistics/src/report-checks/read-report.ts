import { readCsvLines, readText } from '../files/csv-lines.ts';
import { readJson } from './read-json.ts';
import { formTable } from './form-ii06a.ts';
import { readTable, refuseLarge } from './read-table.ts';
import type { Table } from './read-table.ts';
import { unreadable } from './reading.ts';
import type { ReadReport } from './reading.ts';
import { sheetRows } from './spreadsheet.ts';

export const REPORT_FORMATS = ['json', 'csv', 'xlsx'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The largest file that is read; bytes. */
export const REPORT_BYTES_MAX = 2 * 1024 * 1024;
/** The headings of a CSV stand within so many lines, under whatever title. */
const HEADING_WITHIN = 20;

/**
 * Reads printed figures from a file.
 *
 * CSV is UTF-8, separated by semicolons, commas or tabs; of a spreadsheet the first sheet counts.
 *
 * @throws AppError `REPORT_UNREADABLE`: every wrong place, and what should stand there, in Vietnamese.
 */
export async function readReport(bytes: Uint8Array, format: ReportFormat): Promise<ReadReport> {
  if (bytes.length > REPORT_BYTES_MAX) throw unreadable([{ where: 'tệp', detail: 'lớn hơn 2 MiB: hãy chỉ gửi bảng số liệu' }]);
  switch (format) {
    case 'json': return readJson(textOf(bytes));
    case 'csv': return readAnyTable(csvTable(textOf(bytes)));
    case 'xlsx': return readAnyTable(await xlsxTable(bytes));
  }
}

/** The form II.06a, or a table of lines. */
function readAnyTable(table: Table): ReadReport {
  refuseLarge(table);
  const form = formTable(table);
  if (form === undefined) return readTable(table);
  const read = readTable(form.table);
  return { ...read, assumed: [...read.assumed, ...form.assumed] };
}

function textOf(bytes: Uint8Array): string {
  const read = readText(bytes);
  if (read.kind === 'unreadable') throw unreadable([read]);
  return read.text;
}

function csvTable(text: string): Table {
  const read = readCsvLines(text, HEADING_WITHIN);
  if (read.kind === 'unreadable') throw unreadable([read]);
  const { lines } = read;
  return { rows: lines.map(({ record }) => record), where: (row, column) => `dòng ${lines[row]?.info.lines ?? row + 1}${column === undefined ? '' : `, cột ${column + 1}`}` };
}

async function xlsxTable(bytes: Uint8Array): Promise<Table> {
  const rows = await sheetRows(bytes);
  return { rows, where: (row, column) => (column === undefined ? `dòng ${row + 1}` : `ô ${letters(column)}${row + 1}`) };
}

/** 0 is A, 26 is AA. */
function letters(column: number): string {
  return `${column >= 26 ? letters(Math.floor(column / 26) - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;
}
