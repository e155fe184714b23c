import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/**
 * The same docx without traces of when it was made: the library stamps its files and properties with the clock.
 *
 * @param stamp - RFC 3339 in UTC; what its properties say instead.
 */
export function fixedDocx(docx: Uint8Array, stamp: string): Uint8Array {
  const files = Object.entries(unzipSync(docx)).map(([name, content]) => [name, name === 'docProps/core.xml' ? stamped(content, stamp) : content] as const);
  // By its local parts: a zip holds local times, so this one is the same in every time zone.
  const mtime = new Date(2000, 0, 1, 12);
  return zipSync(Object.fromEntries(files.toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))), { mtime, level: 6 });
}

/** The list of contents comes first, as readers of the format expect it. */
function rank(name: string): number {
  return name === '[Content_Types].xml' ? 0 : 1;
}

function stamped(content: Uint8Array, stamp: string): Uint8Array {
  return strToU8(strFromU8(content).replaceAll(/(<dcterms:(?:created|modified)\b[^>]*>)[^<]*/g, `$1${stamp}`));
}
