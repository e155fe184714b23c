import { strFromU8, strToU8, unzipSync } from 'fflate';
import { convertDateToSerialNumber, getCellAddress, sanitizeTextContent } from 'write-excel-file/utility';
import type { FullCell } from '../cells.ts';
import type { Column } from '../form-document.ts';
import { checkedList, listCells } from '../list-document.ts';
import type { ListDocument, ListRow } from '../list-document.ts';
import { openZip } from '../streamed-zip.ts';
import { dateIn, numberIn } from './sheet-cells.ts';
import { bodyHeight } from './sheet-heights.ts';
import { bodyRow, closingRows, headingRows, provenanceRows, sheetWidths, titleRows } from './sheet-rows.ts';
import { workbookOf } from './workbook.ts';

/** Rows of a sheet, its headings among them, as Excel takes them. */
const ROWS_MAX = 1_048_576;
const LIST_SHEET = 'xl/worksheets/sheet1.xml';

/**
 * A list of any length as a workbook, chunk by chunk: what is held is one batch of rows. Its look is that of `xlsxOf`; notes and
 * provenance have a sheet of their own. Equal lists give equal bytes, however they are cut into batches.
 *
 * @param batches - Some hundred or thousand rows at a time.
 * @throws TypeError when a value is not of its column's kind; RangeError beyond the rows that a sheet holds (take CSV).
 */
export async function* xlsxRows(list: ListDocument, batches: AsyncIterable<readonly ListRow[]>): AsyncGenerator<Uint8Array> {
  const { frame, columns } = await frameOf(list);
  const zip = openZip();
  for (const [name, content] of frame.files) zip.add(name).push(content, true);
  const sheet = zip.add(LIST_SHEET);
  sheet.push(strToU8(frame.before));
  let number = 0;
  for await (const rows of regrouped(batches)) {
    if (frame.row + number + rows.length > ROWS_MAX) throw new RangeError(`A sheet holds ${ROWS_MAX} rows; the list has more`);
    sheet.push(strToU8(rows.map((row) => rowXml(listCells(row, columns, (number += 1)), frame.row + number - 1, frame)).join('')));
    yield* zip.written();
  }
  sheet.push(strToU8(frame.after), true);
  zip.end();
  yield* zip.written();
}

/** Rows that are compressed together: what comes out depends on it. */
const GROUP = 500;

async function* regrouped(batches: AsyncIterable<readonly ListRow[]>): AsyncGenerator<readonly ListRow[]> {
  let waiting: ListRow[] = [];
  for await (const rows of batches) {
    for (const row of rows) {
      waiting.push(row);
      if (waiting.length < GROUP) continue;
      yield waiting;
      waiting = [];
    }
  }
  if (waiting.length > 0) yield waiting;
}

/** `row`: the index of the first row of the list, from 0. `styles`: of the columns. `before`, `after`: of the sheet around the rows. */
type Frame = {
  readonly files: readonly (readonly [string, Uint8Array])[];
  readonly row: number; readonly before: string; readonly after: string; readonly styles: readonly string[]; readonly widths: readonly number[];
};

/** The workbook with one empty row, written by the library: its look is taken from there. */
async function frameOf(list: ListDocument): Promise<{ readonly frame: Frame; readonly columns: readonly Column[] }> {
  const document = checkedList(list);
  const { columns, table, orientation = 'portrait', watermark } = document;
  const widths = sheetWidths(columns, document);
  const [title, headings] = [titleRows(document, widths), headingRows(table, widths)];
  const frozen = title.length + headings.length;
  const common = { orientation, watermark, widths } as const;
  const packed = unzipSync(await workbookOf([
    { ...common, name: table.name, rows: [...title, ...headings, bodyRow({ cells: columns.map(() => null) }, columns, widths)], frozen, headings: headings.length },
    { ...common, name: 'Ghi chú', rows: [...closingRows(document, widths), ...provenanceRows(document, widths), [null]], frozen: 0, headings: 0 },
  ]));
  const { [LIST_SHEET]: sheet = new Uint8Array(), ...others } = packed;
  const xml = strFromU8(sheet);
  const sample = xml.lastIndexOf('<row ');
  const end = xml.indexOf('</sheetData>');
  const styles = [...xml.slice(sample, end).matchAll(/<c r="[A-Z]+\d+" s="(\d+)"/g)].map(([, style = '']) => style);
  if (sample < 0 || styles.length !== columns.length) throw new TypeError('The library writes sheets in another way');
  return { frame: { files: Object.entries(others), row: frozen, before: xml.slice(0, sample), after: xml.slice(end), styles, widths }, columns };
}

function rowXml(cells: readonly FullCell[], row: number, { styles, widths }: Frame): string {
  return `<row r="${row + 1}" ht="${bodyHeight(cells, widths, 'plain')}" customHeight="1">${cells.map((cell, column) => cellXml(cell, `r="${getCellAddress(row, column)}" s="${styles[column] ?? '0'}"`)).join('')}</row>`;
}

function cellXml(cell: FullCell, place: string): string {
  if (cell.value === null) return `<c ${place}/>`;
  switch (cell.kind) {
    case 'text': return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${sanitizeTextContent(String(cell.value))}</t></is></c>`;
    case 'integer':
    case 'decimal':
    case 'percent': return `<c ${place}><v>${numberIn(cell)}</v></c>`;
    case 'date':
    case 'instant': return `<c ${place}><v>${convertDateToSerialNumber(dateIn(cell))}</v></c>`;
  }
}
