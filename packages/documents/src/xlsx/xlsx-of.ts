import { chartTable } from '../charts/chart-table.ts';
import { checkedDocument } from '../checked-document.ts';
import { fixedZip } from '../fixed-zip.ts';
import type { FormDocument, Paragraphs, Table } from '../form-document.ts';
import { columnsOf } from '../heading-grid.ts';
import type { SheetRow } from './sheet-cells.ts';
import { bodyRow, closingRows, headingRows, paragraphRows, provenanceRows, sheetWidths, titleRows } from './sheet-rows.ts';
import { workbookOf } from './workbook.ts';
import type { SheetPlan } from './workbook.ts';

/**
 * The document as a workbook, on A4: a sheet for each table, with the paragraphs behind it; a chart is the table of its numbers.
 * Numbers and dates are numbers and dates. Equal documents give equal bytes. For forms; long lists: `xlsxRows`.
 *
 * @throws TypeError when a table or chart is not what it says.
 */
export async function xlsxOf(document: FormDocument): Promise<Uint8Array> {
  const checked = checkedDocument(document);
  const pages = pagesOf(checked);
  return fixedZip(await workbookOf(pages.map((page, index) => planOf(checked, page, index === pages.length - 1))));
}

type Page = { readonly table?: Table; readonly paragraphs: readonly Paragraphs[] };

/** Text before the first table has a sheet of its own, so that headings stand at the top of the others. */
function pagesOf({ parts }: FormDocument): readonly Page[] {
  const pages: { readonly table?: Table; readonly paragraphs: Paragraphs[] }[] = [];
  for (const part of parts) {
    if (part.type !== 'paragraphs') pages.push({ table: part.type === 'chart' ? chartTable(part) : part, paragraphs: [] });
    else if (pages.length === 0) pages.push({ paragraphs: [part] });
    else pages.at(-1)?.paragraphs.push(part);
  }
  return pages.length === 0 ? [{ paragraphs: [] }] : pages;
}

function planOf(document: FormDocument, { table, paragraphs }: Page, isLast: boolean): SheetPlan {
  const columns = table === undefined ? [] : columnsOf(table.headings);
  const widths = sheetWidths(columns, document);
  const title = titleRows(document, widths);
  const headings = table === undefined ? [] : headingRows(table, widths);
  const body: readonly SheetRow[] = table?.rows.map((row) => bodyRow(row, columns, widths)) ?? [];
  const text = paragraphs.flatMap((part) => [[null], ...paragraphRows(part, widths)]);
  const closing = isLast ? closingRows(document, widths) : [];
  return {
    name: table?.name ?? 'Lời văn', orientation: document.orientation ?? 'portrait', watermark: document.watermark, widths,
    rows: [...title, ...headings, ...body, ...text, ...closing, ...provenanceRows(document, widths)],
    frozen: table === undefined ? 0 : title.length + headings.length, headings: headings.length,
  };
}
