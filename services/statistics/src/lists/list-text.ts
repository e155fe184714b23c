import { csvText } from '@motcua/documents';
import type { WholeFormat } from './list-query.ts';

/** A row of a list: what a page gives as an object, with values that fit a cell. */
export type ListRow = { readonly [column: string]: string | number | boolean | null };

/**
 * A list as text, batch by batch.
 *
 * CSV: UTF-8 with a byte order mark and lines that end in CRLF, as spreadsheets expect it; the first line has the columns' ids, which are
 * those of the JSON. A text that a spreadsheet would take for a formula has an apostrophe before it. NDJSON: an object a line.
 *
 * @param columns - In order; every row has them.
 */
export async function* listText(format: WholeFormat, columns: readonly string[], batches: AsyncIterable<readonly ListRow[]>): AsyncGenerator<string> {
  if (format === 'csv') yield csvText([], columns, true);
  for await (const rows of batches) {
    if (rows.length > 0) yield format === 'csv' ? csvText(rows, columns, false) : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}
