import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';

/** One line of a CSV file. `info.lines`: its number from 1; of a line with breaks in its cells, the last. */
export type CsvLine = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/** Why a file cannot be read at all: where (`dòng 12` or `tệp`) and what to do, in Vietnamese. */
export type UnreadableFile = { readonly kind: 'unreadable'; readonly where: string; readonly detail: string };

/** The text of a file in UTF-8, with or without a byte order mark. */
export function readText(bytes: Uint8Array): { readonly kind: 'text'; readonly text: string } | UnreadableFile {
  return isUtf8(bytes)
    ? { kind: 'text', text: Buffer.from(bytes).toString('utf8') }
    : { kind: 'unreadable', where: 'tệp', detail: 'không phải UTF-8: hãy lưu lại dưới dạng "CSV UTF-8" (không dùng TCVN3, VNI hay Unicode 16 bit)' };
}

/**
 * The lines of a CSV text that are not empty, their cells trimmed; lines may differ in length. Of semicolon, tab and comma, that
 * one separates of which some line has most among the first `headingWithin` lines, where the headings stand.
 */
export function readCsvLines(text: string, headingWithin: number): { readonly kind: 'lines'; readonly lines: readonly CsvLine[] } | UnreadableFile {
  try {
    const lines = parse(text, { bom: true, delimiter: delimiterOf(text, headingWithin), info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
    // With `info` each record comes with its place; the library's types do not know that.
    return { kind: 'lines', lines: lines as unknown as readonly CsvLine[] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const where = typeof error['lines'] === 'number' ? `dòng ${error['lines']}` : 'tệp';
    return { kind: 'unreadable', where, detail: 'dấu ngoặc kép không khép hoặc đứng sai chỗ: trong ô, hãy viết nó hai lần' };
  }
}

function delimiterOf(text: string, headingWithin: number): string {
  const lines = text.split('\n', headingWithin);
  const most = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length));
  return [';', '\t', ','].toSorted((a, b) => most(b) - most(a))[0] ?? ',';
}
