import { fixedZip } from '../fixed-zip.ts';

/** What a document's properties say where nobody knows when it was made. */
const NO_TIME = '2000-01-01T00:00:00.000Z';

/**
 * The same docx without traces of when and in which process it was made: the library stamps its properties with the clock, and
 * numbers relationships and drawings by chance and by a counter of the process.
 *
 * @param options - `stamp`: RFC 3339 in UTC, what its properties say instead. `changed`: what becomes of the text of the document.
 */
export function fixedDocx(docx: Uint8Array, { stamp = NO_TIME, changed = (xml) => xml }: { readonly stamp?: string; readonly changed?: (xml: string) => string } = {}): Uint8Array {
  const ordinals = new Map<string, string>();
  const fixed = (xml: string) => renumbered(renamed(xml, ordinals));
  return fixedZip(docx, (name, xml) => name === 'docProps/core.xml' ? stamped(xml, stamp) : name === 'word/document.xml' ? changed(fixed(xml)) : fixed(xml));
}

function stamped(xml: string, stamp: string): string {
  return xml.replaceAll(/(<dcterms:(?:created|modified)\b[^>]*>)[^<]*/g, `$1${stamp}`);
}

/** Ids by chance become ordinals, the same ones in every file: those of relationships, and of a watermark. */
function renamed(xml: string, ordinals: Map<string, string>): string {
  return xml.replaceAll(/"(rId|PowerPlusWaterMarkObject)([\w-]{21})"/g, (_, kind: string, chance: string) => {
    const ordinal = ordinals.get(chance) ?? `x${ordinals.size + 1}`;
    ordinals.set(chance, ordinal);
    return `"${kind}${ordinal}"`;
  });
}

function renumbered(xml: string): string {
  let count = 0;
  return xml.replaceAll(/(<wp:docPr id=")\d+"/g, (_, begin: string) => `${begin}${(count += 1)}"`);
}
