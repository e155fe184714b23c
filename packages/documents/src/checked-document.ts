import { cellFault, fullCell } from './cells.ts';
import type { Chart, Column, FormDocument, Heading, Row, Table } from './form-document.ts';
import { columnsOf } from './heading-grid.ts';

const SERIES_MAX = 4;

/**
 * A document as it is rendered: its texts in NFC and without what no file may hold, every cell of its kind.
 *
 * @throws TypeError that names the place, when a table or chart is not what it says: whoever composed it is wrong.
 */
export function checkedDocument(document: FormDocument): FormDocument {
  const names = document.parts.flatMap((part) => part.type === 'paragraphs' ? [] : [part.name]);
  if (new Set(names).size < names.length) throw new TypeError('Two tables or charts of a document have one name');
  for (const part of document.parts) {
    if (part.type === 'table') checkTable(part);
    if (part.type === 'chart') checkChart(part);
  }
  return cleanTexts(document);
}

/** @throws TypeError, as {@link checkedDocument}. */
export function checkTable({ name, headings, rows }: Table): void {
  const columns = checkedColumns(name, headings);
  for (const [index, row] of rows.entries()) checkRow(row, columns, `${name}, row ${index + 1}`);
}

/** @throws TypeError, as {@link checkedDocument}. */
export function checkedColumns(name: string, headings: readonly Heading[]): readonly Column[] {
  const columns = columnsOf(headings);
  const ids = new Set(columns.map(({ id }) => id));
  if (ids.size === 0 || ids.size < columns.length) throw new TypeError(`${name}: columns are none, or two have one id`);
  return columns;
}

/** @throws TypeError, as {@link checkedDocument}. */
export function checkRow({ cells }: Row, columns: readonly Column[], where: string): void {
  if (cells.length !== columns.length) throw new TypeError(`${where}: ${cells.length} cells for ${columns.length} columns`);
  for (const [index, column] of columns.entries()) {
    const cell = fullCell(cells[index] ?? null, column);
    const fault = cellFault(cell);
    if (fault !== undefined) throw new TypeError(`${where}, column ${column.id}: ${String(cell.value)} ${fault}`);
  }
}

function checkChart({ name, categories, series }: Chart): void {
  if (series.length === 0 || series.length > SERIES_MAX) throw new TypeError(`${name}: a chart has 1 to ${SERIES_MAX} series`);
  for (const { label, values } of series) {
    if (values.length !== categories.length) throw new TypeError(`${name}, ${label}: ${values.length} values for ${categories.length} categories`);
    if (values.some((value) => value !== null && !Number.isFinite(value))) throw new TypeError(`${name}, ${label}: a value is no number`);
  }
}

/** The same data with every text in NFC; what XML does not allow is shown as an empty box, never left out silently. */
export function cleanTexts<Data>(data: Data): Data {
  return cleaned(data) as Data;
}

function cleaned(data: unknown): unknown {
  if (typeof data === 'string') return cleanText(data);
  if (Array.isArray(data)) return data.map(cleaned);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, cleaned(value)]));
}

/** One text, as {@link cleanTexts}. */
export function cleanText(text: string): string {
  return text.normalize('NFC').toWellFormed().replaceAll(FORBIDDEN, '□');
}

/** What XML 1.0 does not allow in a text or advises against, of what is well-formed Unicode: one library drops it without a word. */
const FORBIDDEN = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFDCF\uFDF0-\uFFFC\u{10000}-\u{10FFFF}]|\p{Noncharacter_Code_Point}/gu;
