import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/**
 * A package of Office zipped again so that equal contents give equal bytes: files in one order, none with the time it was made.
 *
 * @param fixed - What becomes of the text of an XML file; nothing unless told. Called in the order of the files.
 */
export function fixedZip(packed: Uint8Array, fixed: (name: string, xml: string) => string = (_, xml) => xml): Uint8Array {
  const files = Object.entries(unzipSync(packed)).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(files.map(([name, content]) => [name, fixedFile(name, content, fixed)])), { mtime: zipTime(), level: 6 });
}

/** The time of every file in a zip. By its local parts: a zip holds local times, so this one is the same in every time zone. */
export function zipTime(): Date {
  return new Date(2000, 0, 1, 12);
}

/** The list of contents comes first, as readers of the format expect it. */
function rank(name: string): number {
  return name === '[Content_Types].xml' ? 0 : 1;
}

function fixedFile(name: string, content: Uint8Array, fixed: (name: string, xml: string) => string): Uint8Array {
  // The workbook behind a chart.
  if (name.endsWith('.xlsx')) return fixedZip(content);
  return /\.(xml|rels)$/.test(name) ? strToU8(fixed(name, strFromU8(content))) : content;
}
