import { AlignmentType, Paragraph, ShadingType, Table as DocxTable, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlignTable, WidthType } from 'docx';
import type { Column, Table } from '../form-document.ts';
import { headingGrid, isNumbered } from '../heading-grid.ts';
import { columnWidth } from '../layout.ts';
import { bodyMark, bodyRows, MARGINS, SHADE } from './body-rows.ts';
import type { Look } from './body-rows.ts';
import { line } from './paragraphs.ts';

/**
 * A table with its caption and unit, as wide as the text; its headings stand again on every page.
 *
 * @param bodies - Gets the table's rows, for `withBodies`: in the document is a mark of them.
 */
export function docxTable(table: Table, width: number, bodies: string[]): readonly (Paragraph | DocxTable)[] {
  const { rows: headings, columns } = headingGrid(table.headings);
  const look = { widths: widthsOf(columns, width), size: columns.length > MANY_COLUMNS ? 17 : 22 } as const;
  return [
    ...(table.caption === undefined ? [] : [line(table.caption, { bold: true, kept: true })]),
    new Paragraph({ alignment: AlignmentType.RIGHT, keepNext: true, children: [new TextRun({ text: table.unit ?? '', italics: true, size: 22 })] }),
    new DocxTable({
      width: { size: width, type: WidthType.DXA }, columnWidths: look.widths, layout: TableLayoutType.FIXED,
      rows: [
        ...headings.map((cells) => headingRow(cells.map(({ label, rowSpan, columnSpan }) => ({ text: label, rowSpan, columnSpan, bold: true })), look)),
        ...(isNumbered(columns) ? [headingRow(columns.map(({ number = '' }) => ({ text: number, rowSpan: 1, columnSpan: 1, bold: false })), look)] : []),
        bodyMark(bodies.push(bodyRows(table.rows, columns, look)) - 1),
      ],
    }),
  ];
}

const MANY_COLUMNS = 8;

function widthsOf(columns: readonly Column[], width: number): readonly number[] {
  const all = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  return columns.map((column) => Math.floor(width * columnWidth(column) / all));
}

type HeadingText = { readonly text: string; readonly rowSpan: number; readonly columnSpan: number; readonly bold: boolean };

function headingRow(cells: readonly HeadingText[], { size }: Look): TableRow {
  return new TableRow({
    tableHeader: true, cantSplit: true,
    children: cells.map(({ text, rowSpan, columnSpan, bold }) => new TableCell({
      rowSpan, columnSpan, verticalAlign: VerticalAlignTable.CENTER, margins: MARGINS, shading: GREY,
      children: [line(text, { bold, italics: !bold, size })],
    })),
  });
}

const GREY = { type: ShadingType.CLEAR, color: 'auto', fill: SHADE } as const;
