import { AlignmentType, Paragraph, ShadingType, Table as DocxTable, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlignTable, WidthType } from 'docx';
import { cellText, fullCell, isNumeric } from '../cells.ts';
import type { Column, Emphasis, Row, Table } from '../form-document.ts';
import { headingGrid, isNumbered } from '../heading-grid.ts';
import { columnWidth, indentedColumn } from '../layout.ts';
import { line } from './paragraphs.ts';

/** A table with its caption and unit, as wide as the text; its headings stand again on every page. */
export function docxTable(table: Table, width: number): readonly (Paragraph | DocxTable)[] {
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
        ...table.rows.map((row) => bodyRow(row, columns, look)),
      ],
    }),
  ];
}

const MANY_COLUMNS = 8;
/** `widths`: in twentieths of a point; `size`: of the letters, in half points. */
type Look = { readonly widths: readonly number[]; readonly size: number };

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

function bodyRow({ cells, indent = 0, emphasis = 'plain' }: Row, columns: readonly Column[], { size }: Look): TableRow {
  const labelled = indentedColumn(columns);
  return new TableRow({
    cantSplit: true,
    children: columns.map((column, index) => {
      const cell = fullCell(cells[index] ?? null, column);
      const children = [new Paragraph({
        alignment: isNumeric(cell.kind) ? AlignmentType.RIGHT : cell.kind === 'text' ? AlignmentType.LEFT : AlignmentType.CENTER,
        // The end of a paragraph has a size too: an empty cell would be higher than the others.
        run: { size },
        ...(index === labelled && indent > 0 ? { indent: { left: indent * INDENT } } : {}),
        children: [new TextRun({ text: cellText(cell), size, bold: emphasis !== 'plain' })],
      })];
      return new TableCell({ children, margins: MARGINS, verticalAlign: VerticalAlignTable.CENTER, ...shadingOf(emphasis) });
    }),
  });
}

const MARGINS = { left: 60, right: 60, top: 30, bottom: 30 } as const;
const INDENT = 170;
const GREY = { type: ShadingType.CLEAR, color: 'auto', fill: 'F2F2F2' } as const;

function shadingOf(emphasis: Emphasis): { readonly shading?: typeof GREY } {
  return emphasis === 'total' ? { shading: GREY } : {};
}
