import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { readJson } from './read-json.ts';
import { readTable } from './read-table.ts';
import { unreadable } from './reading.ts';
import type { ReadReport } from './reading.ts';

export const REPORT_FORMATS = ['json', 'csv', 'xlsx'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The largest file that is read; bytes. */
export const REPORT_BYTES_MAX = 2 * 1024 * 1024;
/** What a spreadsheet may unpack to; bytes. */
const UNPACKED_MAX = 64 * 1024 * 1024;

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
    case 'csv': return readTable(csvTable(textOf(bytes)));
    case 'xlsx': return readTable(await xlsxTable(bytes));
  }
}

function textOf(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw unreadable([{ where: 'tệp', detail: 'không phải UTF-8: hãy lưu lại dưới dạng "CSV UTF-8" (không dùng TCVN3, VNI hay Unicode 16 bit)' }]);
  return Buffer.from(bytes).toString('utf8');
}

function csvTable(text: string): Parameters<typeof readTable>[0] {
  const read = csvRows(text);
  return { rows: read.map(({ record }) => record), where: (row, column) => `dòng ${read[row]?.info.lines ?? row + 1}${column === undefined ? '' : `, cột ${column + 1}`}` };
}

type Line = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

function csvRows(text: string): readonly Line[] {
  try {
    // With `info` each record comes with its place; the library's types do not know that.
    return parse(text, { bom: true, delimiter: delimiterOf(text), info: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as unknown as readonly Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const where = typeof error['lines'] === 'number' ? `dòng ${error['lines']}` : 'tệp';
    throw unreadable([{ where, detail: 'dấu ngoặc kép không khép hoặc đứng sai chỗ: trong ô, hãy viết nó hai lần' }]);
  }
}

/** The one that some line near the beginning has most of: the headings, under whatever title. */
function delimiterOf(text: string): string {
  const lines = text.split('\n', 20);
  const most = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length));
  return [';', '\t', ','].toSorted((a, b) => most(b) - most(a))[0] ?? ',';
}

async function xlsxTable(bytes: Uint8Array): Promise<Parameters<typeof readTable>[0]> {
  const rows = await sheetRows(bytes);
  return { rows, where: (row, column) => (column === undefined ? `dòng ${row + 1}` : `ô ${letters(column)}${row + 1}`) };
}

async function sheetRows(bytes: Uint8Array): Promise<readonly (readonly unknown[])[]> {
  try {
    if (unpackedSize(bytes) <= UNPACKED_MAX) return await readSheet(Buffer.from(bytes));
  } catch {
    // The library tells what is wrong inside; whoever sent the file can only save it anew.
    throw unreadable([{ where: 'tệp', detail: 'không phải tệp Excel (.xlsx) đọc được: hãy mở bằng bảng tính và lưu lại dưới dạng .xlsx, không đặt mật khẩu' }]);
  }
  throw unreadable([{ where: 'tệp', detail: 'giải nén ra quá lớn: hãy chỉ gửi bảng số liệu' }]);
}

function unpackedSize(bytes: Uint8Array): number {
  let size = 0;
  unzipSync(bytes, { filter: ({ originalSize }) => {
    size += originalSize;
    return false;
  } });
  return size;
}

/** 0 is A, 26 is AA. */
function letters(column: number): string {
  return `${column >= 26 ? letters(Math.floor(column / 26) - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;
}
