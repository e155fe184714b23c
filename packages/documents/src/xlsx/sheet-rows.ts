import { fullCell } from '../cells.ts';
import type { Column, FormDocument, PaperHead, Paragraphs, Row, Signatory, Table } from '../form-document.ts';
import { headingGrid, isNumbered } from '../heading-grid.ts';
import { columnWidth, indentedColumn } from '../layout.ts';
import { headLines } from '../wording.ts';
import { bodyCell, headingCell, textCell } from './sheet-cells.ts';
import type { SheetCell, SheetRow } from './sheet-cells.ts';
import { bodyHeight, LINE, tableHeight, textHeight } from './sheet-heights.ts';

/** Characters that fill a sheet of A4: a narrow table is drawn out to them. */
const PAGE_WIDTHS = { portrait: 92, landscape: 138 } as const;

/** The widths of a sheet's columns, in characters; as many columns at least as there are blocks side by side. */
export function sheetWidths(columns: readonly Column[], { orientation = 'portrait', signatures = [] }: Pick<FormDocument, 'orientation' | 'signatures'>): readonly number[] {
  const own = columns.map(columnWidth);
  const widths = [...own, ...Array.from({ length: Math.max(0, Math.max(2, signatures.length) - own.length) }, () => 24)];
  const drawn = Math.max(1, PAGE_WIDTHS[orientation] / widths.reduce((sum, width) => sum + width, 0));
  return widths.map((width) => Math.round(width * drawn * 10) / 10);
}

/** Everything above a table: head, title, and whose draft it is. */
export function titleRows({ head, title: [first, ...more], watermark }: Pick<FormDocument, 'head' | 'title' | 'watermark'>, widths: readonly number[]): readonly SheetRow[] {
  return [
    ...(head === undefined ? [] : headRows(head, widths)),
    across(first, widths, { align: 'center', fontWeight: 'bold', fontSize: 14 }),
    ...more.map((text) => across(text, widths, { align: 'center' })),
    ...(watermark === undefined ? [] : [across(watermark.toUpperCase(), widths, { align: 'center', fontWeight: 'bold', textColor: '#7F7F7F' })]),
  ];
}

/** Where the right side of the head begins: the name of the state is long. */
const HEAD_LEFT = 0.4;

function headRows(head: PaperHead, widths: readonly number[]): readonly SheetRow[] {
  const { superior, authority, number = '', state, motto, placeAndDate } = headLines(head);
  const bold = { align: 'center', fontWeight: 'bold' } as const;
  const left = superior === undefined ? [textCell(authority, bold), textCell(number, { align: 'center' })] : [textCell(superior, { align: 'center' }), textCell(authority, bold), textCell(number, { align: 'center' })];
  const right = [textCell(state, bold), textCell(motto, bold), textCell(placeAndDate, { align: 'center', fontStyle: 'italic' })];
  return [
    ...(head.form === undefined ? [] : [across(head.form, widths, { fontWeight: 'bold' })]),
    ...right.map((cell, index) => apart([left[index] ?? textCell(''), cell], widths, [HEAD_LEFT, 1])),
  ];
}

/** Caption, unit, headings, and the columns' numbers. */
export function headingRows({ caption, unit, headings }: Pick<Table, 'caption' | 'unit' | 'headings'>, widths: readonly number[]): readonly SheetRow[] {
  const { rows, columns } = headingGrid(headings);
  return [
    ...(caption === undefined ? [] : [across(caption, widths, { fontWeight: 'bold' })]),
    ...(unit === undefined ? [] : [across(unit, widths, { align: 'right', fontStyle: 'italic' })]),
    ...rows.map((cells) => placed(cells.map(({ column, columnSpan, rowSpan, label }) => {
      // Only what stands in one row makes it higher.
      const height = rowSpan > 1 ? LINE : tableHeight(label, widths.slice(column, column + columnSpan), 'bold');
      return { column, cell: { ...headingCell(label, columnSpan, rowSpan, 'heading'), height } };
    }), columns.length)),
    ...(isNumbered(columns) ? [columns.map(({ number = '' }, index) => ({ ...headingCell(number, 1, 1, 'number'), height: tableHeight(number, widths.slice(index, index + 1), 'plain') }))] : []),
  ];
}

export function bodyRow({ cells, indent = 0, emphasis = 'plain' }: Row, columns: readonly Column[], widths: readonly number[]): SheetRow {
  const indented = indentedColumn(columns);
  const full = columns.map((column, index) => fullCell(cells[index] ?? null, column));
  const height = bodyHeight(full, widths, emphasis === 'plain' ? 'plain' : 'bold');
  return full.map((cell, index) => ({ ...bodyCell(cell, emphasis, index === indented ? indent : 0), height }));
}

export function paragraphRows({ heading, texts }: Paragraphs, widths: readonly number[]): readonly SheetRow[] {
  return [...(heading === undefined ? [] : [across(heading, widths, { fontWeight: 'bold' })]), ...texts.map((text) => across(text, widths, {}))];
}

/** Ghi chú and khối ký. */
export function closingRows({ notes = [], signatures = [] }: Pick<FormDocument, 'notes' | 'signatures'>, widths: readonly number[]): readonly SheetRow[] {
  return [
    ...(notes.length === 0 ? [] : [[null], across('Ghi chú:', widths, { fontWeight: 'bold', fontStyle: 'italic' }), ...notes.map((text) => across(`- ${text}`, widths, {}))]),
    ...(signatures.length === 0 ? [] : [[null], ...signatureRows(signatures, widths)]),
  ];
}

export function provenanceRows({ provenance = [] }: Pick<FormDocument, 'provenance'>, widths: readonly number[]): readonly SheetRow[] {
  return provenance.length === 0 ? [] : [[null], ...provenance.map(({ label, value }) => across(`${label}: ${value}`, widths, { fontSize: 9 }))];
}

/** Rows between who signs and the name. */
const ROOM = 4;

function signatureRows(signatories: readonly Signatory[], widths: readonly number[]): readonly SheetRow[] {
  const blocks = signatories.map(({ title, hint = '', name = '' }) => ({ title, hint, name }));
  const lines = Math.max(...blocks.map(({ title }) => title.length));
  const row = (texts: readonly string[], style: Parameters<typeof textCell>[1]) => apart(texts.map((text) => textCell(text, { align: 'center', ...style })), widths);
  return [
    ...Array.from({ length: lines }, (_, index) => row(blocks.map(({ title }) => title[index] ?? ''), { fontWeight: 'bold' })),
    row(blocks.map(({ hint }) => hint), { fontStyle: 'italic' }),
    ...Array.from({ length: ROOM }, () => [null]),
    row(blocks.map(({ name }) => name), { fontWeight: 'bold' }),
  ];
}

/** One text over the whole width, as high as its lines. */
function across(text: string, widths: readonly number[], style: Parameters<typeof textCell>[1] = {}): SheetRow {
  return placed([{ column: 0, cell: textCell(text, { ...style, columnSpan: widths.length, height: textHeight(text, widths, style.fontSize) }) }], widths.length);
}

/** Cells side by side over the whole width, parted where the columns come nearest to the shares (of the whole, up to the end of each). */
function apart(cells: readonly NonNullable<SheetCell>[], widths: readonly number[], ends: readonly number[] = cells.map((_, block) => (block + 1) / cells.length)): SheetRow {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const begins = cells.map((_, block) => {
    let [column, passed] = [0, 0];
    while (block > 0 && column < widths.length - 1 && passed + (widths[column] ?? 0) / 2 <= all * (ends[block - 1] ?? 1)) passed += widths[column++] ?? 0;
    return Math.max(block, column);
  });
  return placed(cells.map((cell, block) => {
    const column = begins[block] ?? 0;
    return { column, cell: { ...cell, columnSpan: (begins[block + 1] ?? widths.length) - column, height: LINE } };
  }), widths.length);
}

function placed(cells: readonly { readonly column: number; readonly cell: NonNullable<SheetCell> }[], length: number): SheetRow {
  const row: SheetCell[] = Array.from({ length }, () => null);
  for (const { column, cell } of cells) row[column] = cell;
  return row;
}
