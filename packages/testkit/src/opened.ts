import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** A file of a package of Office as text. */
export function fileOf(packed: Uint8Array, name: string): string {
  const file = unzipSync(packed)[name];
  return file === undefined ? '' : strFromU8(file);
}

/** The package with one of its files edited, as text. */
export function edited(packed: Uint8Array, name: string, edit: (text: string) => string): Uint8Array {
  return zipSync({ ...unzipSync(packed), [name]: strToU8(edit(fileOf(packed, name))) });
}

/** The tables of a docx: rows of cells as text, with what a cell spans. */
export function tablesOf(docx: Uint8Array): readonly (readonly (readonly string[])[])[] {
  return [...fileOf(docx, 'word/document.xml').matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map(([table]) => (
    [...table.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)].map(([row]) => [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => plain(cell)))
  ));
}

/** The tables of a page of html, as {@link tablesOf}. */
export function htmlTables(html: string): readonly (readonly (readonly string[])[])[] {
  return [...html.matchAll(/<table.*?<\/table>/gs)].map(([table]) => (
    [...table.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) => [...row.matchAll(/<t[hd].*?<\/t[hd]>/gs)].map(([cell]) => plain(cell)))
  ));
}

/** The words of markup, its entities read. */
export function plain(markup: string): string {
  return markup.replaceAll(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll(/&#39;|&apos;/g, "'").replaceAll('&amp;', '&');
}

/** Every value of a stream. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Rows in batches of so many. */
export async function* inBatches<Row>(rows: readonly Row[], size: number): AsyncGenerator<readonly Row[]> {
  for (let first = 0; first < rows.length; first += size) yield rows.slice(first, first + size);
}
