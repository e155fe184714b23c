import writeXlsxFile from 'write-excel-file/universal';
import type { Feature, Sheet } from 'write-excel-file/universal';
import type { SheetRow } from './sheet-cells.ts';

/** `repeated`: how many rows at the top stand still, of which the last `headings` are printed on every page. */
export type SheetPlan = {
  readonly name: string; readonly orientation: 'portrait' | 'landscape'; readonly widths: readonly number[];
  readonly rows: readonly SheetRow[]; readonly frozen: number; readonly headings: number; readonly watermark?: string | undefined;
};

/** The workbook as the library writes it, with what it leaves out of printing: A4, one page wide, headings on every page, page numbers. */
export async function workbookOf(plans: readonly SheetPlan[]): Promise<Uint8Array> {
  const names = sheetNames(plans.map(({ name }) => name));
  const sheets: Sheet<Blob>[] = plans.map(({ orientation, widths, rows, frozen }, index) => ({
    sheet: names[index] ?? '', data: rows.map((row) => [...row]), columns: widths.map((width) => ({ width })), showGridLines: false,
    ...(orientation === 'landscape' ? { orientation } : {}), ...(frozen === 0 ? {} : { stickyRowsCount: frozen }),
  }));
  const blob = await writeXlsxFile(sheets, { fontFamily: 'Times New Roman', fontSize: 12, features: [printing(plans, names)] }).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

function printing(plans: readonly SheetPlan[], names: readonly string[]): Feature<Blob> {
  return { files: { transform: {
    'xl/worksheets/sheet{id}.xml': { transform: (xml, _, { sheetIndex }) => plans.slice(sheetIndex, sheetIndex + 1).reduce(printed, xml) },
    'xl/workbook.xml': { transform: (xml) => xml.replace(/<definedNames\/>|(?=<calcPr)/, definedNames(plans, names)) },
  } } };
}

/** Characters that lie between the margins of A4, less a little for programs that draw columns wider. */
const PAPER = { portrait: 82, landscape: 121 } as const;

/**
 * Scaled so that the columns are on one page. Not by the program's own fitting: with rows that are repeated and have heights, LibreOffice
 * 7.4 then loses the last pages of a long sheet.
 */
function scaleOf({ orientation, widths }: SheetPlan): number {
  return Math.max(10, Math.min(100, Math.floor(100 * PAPER[orientation] / widths.reduce((sum, width) => sum + width, 0))));
}

function printed(xml: string, plan: SheetPlan): string {
  const { orientation, watermark } = plan;
  const above = watermark === undefined ? '' : `<oddHeader>&amp;C&amp;"Times New Roman,Bold"&amp;14${escaped(watermark.toUpperCase())}</oddHeader>`;
  const page = `<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.7" header="0.3" footer="0.3"/><pageSetup paperSize="9" scale="${scaleOf(plan)}" orientation="${orientation}"/>`
    + `<headerFooter>${above}<oddFooter>&amp;CTrang &amp;P/&amp;N</oddFooter></headerFooter>`;
  return xml.replace(/<pageMargins[^>]*\/>/, '').replace(/<pageSetup[^>]*\/>/, '').replace('</worksheet>', `${page}</worksheet>`);
}

/** In headers & begins an instruction, and digits would be taken for the size. */
function escaped(text: string): string {
  return ` ${text.replaceAll('&', '&&')}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function definedNames(plans: readonly SheetPlan[], names: readonly string[]): string {
  const titles = plans.flatMap(({ frozen, headings }, index) => headings === 0 ? [] : [
    `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${(names[index] ?? '').replaceAll("'", "''").replaceAll('&', '&amp;').replaceAll('<', '&lt;')}'!$${frozen - headings + 1}:$${frozen}</definedName>`,
  ]);
  return titles.length === 0 ? '' : `<definedNames>${titles.join('')}</definedNames>`;
}

const NAME_MAX = 31;

/** Names as a workbook takes them: without some signs, not too long, each once. */
function sheetNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = name.replaceAll(/[[\]:*?/\\]/g, ' ').replaceAll(/^'+|'+$/g, '').trim() || 'Bảng';
    let [free, number] = [clean.slice(0, NAME_MAX), 1];
    while (taken.has(free.toLowerCase())) free = `${clean.slice(0, NAME_MAX - 5)} (${(number += 1)})`;
    taken.add(free.toLowerCase());
    return free;
  });
}
