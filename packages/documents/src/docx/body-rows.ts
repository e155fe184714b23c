import { Paragraph, TableCell, TableRow } from 'docx';
import { cellText, fullCell, isNumeric } from '../cells.ts';
import type { Column, Row } from '../form-document.ts';
import { escaped } from '../html/markup.ts';
import { indentedColumn, isWhole } from '../layout.ts';

/** `widths`: in twentieths of a point; `size`: of the letters, in half points. */
export type Look = { readonly widths: readonly number[]; readonly size: number };

/** The space between a cell's lines and its text, and the shade of headings and totals. */
export const [MARGINS, SHADE] = [{ left: 60, right: 60, top: 30, bottom: 30 }, 'F2F2F2'] as const;
const INDENT = 170;

/** A row that stands in the library's document for a body. */
export function bodyMark(number: number): TableRow {
  return new TableRow({ children: [new TableCell({ children: [new Paragraph(`body-${number}`)] })] });
}

/** The bodies where their marks are: every other row begins with its own properties. */
export function withBodies(xml: string, bodies: readonly string[]): string {
  return xml.replaceAll(/<w:tr><w:tc>.*?body-(\d+).*?<\/w:tr>/gs, (_, number: string) => bodies[Number(number)] ?? '');
}

/**
 * The body of a table as Word's own markup: as the library's objects, a thousand rows take half a gigabyte. Small tables, a heading with
 * its first row and a total with its last are kept on one page.
 */
export function bodyRows(rows: readonly Row[], columns: readonly Column[], look: Look): string {
  const labelled = indentedColumn(columns);
  return rows.map((row, index) => {
    const isKept = index < rows.length - 1 && (isWhole(rows) || row.emphasis === 'subtotal' || index === rows.length - 2);
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${columns.map((column, at) => cellMarkup(row, column, at, { isKept, isLabel: at === labelled, ...look })).join('')}</w:tr>`;
  }).join('');
}

type Place = Look & { readonly isKept: boolean; readonly isLabel: boolean };

function cellMarkup({ cells, indent = 0, emphasis = 'plain' }: Row, column: Column, at: number, { widths, size, isKept, isLabel }: Place): string {
  const cell = fullCell(cells[at] ?? null, column);
  const align = isNumeric(cell.kind) ? 'right' : cell.kind === 'text' ? 'left' : 'center';
  const letters = `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`;
  const paragraph = [
    ...(isKept ? ['<w:keepNext/>'] : []), ...(isLabel && indent > 0 ? [`<w:ind w:left="${indent * INDENT}"/>`] : []), `<w:jc w:val="${align}"/>`,
    // The end of a paragraph has a size too: an empty cell would be higher than the others.
    `<w:rPr>${letters}</w:rPr>`,
  ].join('');
  const shade = emphasis === 'total' ? `<w:shd w:val="clear" w:color="auto" w:fill="${SHADE}"/>` : '';
  return `<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="${widths[at] ?? 0}"/>${shade}${MARGIN}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>${paragraph}</w:pPr>`
    + `<w:r><w:rPr>${emphasis === 'plain' ? '' : '<w:b/><w:bCs/>'}${letters}</w:rPr><w:t xml:space="preserve">${escaped(cellText(cell))}</w:t></w:r></w:p></w:tc>`;
}

const MARGIN = `<w:tcMar>${(['top', 'left', 'bottom', 'right'] as const).map((side) => `<w:${side} w:type="dxa" w:w="${MARGINS[side]}"/>`).join('')}</w:tcMar>`;
