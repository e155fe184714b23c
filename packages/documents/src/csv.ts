import { stringify } from 'csv-stringify/sync';
import { checkTable, cleanTexts } from './checked-document.ts';
import { fullCell, plainCell } from './cells.ts';
import type { CellValue, Table } from './form-document.ts';
import { columnsOf } from './heading-grid.ts';
import { checkedList, listCells } from './list-document.ts';
import type { ListDocument, ListRow } from './list-document.ts';

/** The media type of what is written here. */
export const CSV_TYPE = 'text/csv; charset=utf-8';

/** A row by its columns' ids, or in their order. */
export type CsvRow = { readonly [column: string]: string | number | boolean | null } | readonly CellValue[];

/**
 * Rows as CSV: in UTF-8 with a byte order mark before the head, lines that end in CRLF, as spreadsheets expect it; numbers as they
 * are. A text that a spreadsheet would take for a formula has an apostrophe before it.
 *
 * @param columns - Ids, in order; the first line.
 * @param isHead - Whether that line comes before the rows.
 */
export function csvText(rows: readonly CsvRow[], columns: readonly string[], isHead: boolean): string {
  return stringify([...rows], { columns: [...columns], header: isHead, bom: isHead, record_delimiter: 'windows', cast: { boolean: String, string: escapeFormula } });
}

/** Excel and its kin run what begins so, also behind an invisible sign (OWASP, CSV injection). */
function escapeFormula(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/**
 * A table as CSV for programs: the columns' ids, and before them what a row is (`emphasis`: plain, subtotal, total), so that nobody
 * counts twice. Dates are `YYYY-MM-DD`, instants RFC 3339 in UTC, per cents as they are printed (97.19).
 *
 * @throws TypeError when the table is not what it says.
 */
export function csvOf(table: Table): string {
  checkTable(table);
  const { headings, rows } = cleanTexts(table);
  const columns = columnsOf(headings);
  const written = rows.map(({ cells, emphasis = 'plain' }) => [emphasis, ...columns.map((column, index) => plainCell(fullCell(cells[index] ?? null, column)))]);
  return csvText(written, ['emphasis', ...columns.map(({ id }) => id)], true);
}

/**
 * A list of any length as CSV, batch by batch; the columns' ids are the first line.
 *
 * @throws TypeError when a value is not of its column's kind.
 */
export async function* csvRows(list: ListDocument, batches: AsyncIterable<readonly ListRow[]>): AsyncGenerator<string> {
  const { columns } = checkedList(list);
  const ids = columns.map(({ id }) => id);
  yield csvText([], ids, true);
  let number = 0;
  for await (const rows of batches) if (rows.length > 0) yield csvText(rows.map((row) => listCells(row, columns, (number += 1)).map(plainCell)), ids, false);
}
