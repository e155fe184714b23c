import { Zip, ZipDeflate } from 'fflate';
import { zipTime } from './fixed-zip.ts';

/** A file that a zip is made of; `chunks` is read once. */
export type ZipEntry = { readonly name: string; readonly chunks: AsyncIterable<Uint8Array> };

/**
 * Files as one zip, chunk by chunk: what is held does not grow with them. Equal files in one order, cut in equal chunks, give equal bytes.
 */
export async function* zipOf(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const zip = openZip();
  for (const { name, chunks } of entries) {
    const file = zip.add(name);
    for await (const chunk of chunks) {
      file.push(chunk);
      yield* zip.written();
    }
    file.push(new Uint8Array(), true);
  }
  zip.end();
  yield* zip.written();
}

/** A zip that hands out what it has written so far. */
export function openZip(): { readonly add: (name: string) => ZipDeflate; readonly end: () => void; readonly written: () => Generator<Uint8Array> } {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    chunks.push(chunk);
  });
  return {
    add: (name) => {
      const file = new ZipDeflate(name, { level: 6 });
      file.mtime = zipTime();
      zip.add(file);
      return file;
    },
    end: () => zip.end(),
    written: function* written() { yield* chunks.splice(0); },
  };
}
