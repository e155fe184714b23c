import { Document, Packer } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { zipTime } from '../fixed-zip.ts';
import { fixedDocx } from './fixed-docx.ts';
import { behind } from './watermark.ts';

const HEADER = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/header';
const NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"';
/** Of the head that pages without one of their own get. */
const [PART, ID] = ['header-motcua', 'rIdMotcuaMark'];
const DOCUMENT = /^word\/document\d*\.xml$/;

/**
 * The same docx with a text behind every page, whoever wrote it and whatever heads its pages have: a watermark lies in a page's head, so each
 * head gets it, and the first section gets one wherever it has none (on first and on even pages too, in case they differ); later sections go on with it.
 *
 * @throws TypeError when the document's text is not where Word puts it.
 */
export async function marked(docx: Uint8Array, watermark: string): Promise<Uint8Array> {
  const files = unzipSync(docx);
  const document = Object.keys(files).find((name) => DOCUMENT.test(name));
  if (document === undefined) throw new TypeError('The docx has no word/document.xml');
  const links = document.replace('word/', 'word/_rels/').concat('.rels');
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  const [own, run] = await markOf(watermark);
  const heads = [...text(links).matchAll(new RegExp(`<Relationship\\b[^>]*"${HEADER}"[^>]*>`, 'g'))].map(([link]) => `word/${/Target="(?:\/word\/)?([^"]+)"/.exec(link)?.[1] ?? ''}`);
  const written = {
    [`word/${PART}.xml`]: own,
    [document]: withHeads(text(document)),
    [links]: text(links).replace('</Relationships>', `<Relationship Id="${ID}" Type="${HEADER}" Target="${PART}.xml"/></Relationships>`),
    '[Content_Types].xml': text('[Content_Types].xml').replace('</Types>', `<Override PartName="/word/${PART}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>`),
    ...Object.fromEntries(heads.map((name) => [name, withRun(text(name), run)])),
  };
  return zipSync({ ...files, ...Object.fromEntries(Object.entries(written).map(([name, xml]) => [name, strToU8(xml)])) }, { mtime: zipTime() });
}

/** A head with nothing but the mark as the library writes it, and the run in it that is the mark. */
async function markOf(watermark: string): Promise<readonly [string, string]> {
  const packed = await Packer.toArrayBuffer(new Document({ sections: [{ children: [], ...behind(watermark) }] }));
  const head = strFromU8(unzipSync(fixedDocx(new Uint8Array(packed)))['word/header1.xml'] ?? new Uint8Array());
  const [run] = /<w:r>.*<\/w:r>/s.exec(head) ?? [];
  if (run === undefined) throw new TypeError('The library writes watermarks in another way');
  return [head, run.replace('<w:r>', `<w:r ${NAMESPACES}>`)];
}

/** In the last paragraph there is, so that the head becomes no higher. */
function withRun(head: string, run: string): string {
  const end = head.lastIndexOf('</w:p>');
  return end < 0 ? head.replace('</w:hdr>', `<w:p ${NAMESPACES}>${run}</w:p></w:hdr>`) : `${head.slice(0, end)}${run}${head.slice(end)}`;
}

/** Of the first section: what it has no head for gets the mark's own. */
function withHeads(document: string): string {
  const section = /<w:sectPr\b([^>]*?)(?:\/>|>(.*?)<\/w:sectPr>)/s;
  const [found, attributes = '', inner = ''] = section.exec(document) ?? [];
  const missing = ['default', 'first', 'even'].filter((type) => !new RegExp(`<w:headerReference\\b[^>]*w:type="${type}"`).test(inner));
  const heads = missing.map((type) => `<w:headerReference xmlns:r="${HEADER.replace(/\/header$/, '')}" w:type="${type}" r:id="${ID}"/>`).join('');
  const first = `<w:sectPr${attributes}>${heads}${inner}</w:sectPr>`;
  return found === undefined ? document.replace('</w:body>', `${first}</w:body>`) : document.replace(found, () => first);
}
