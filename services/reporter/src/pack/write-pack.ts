import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST, manifestText } from './manifest.ts';
import type { PackedFile } from './manifest.ts';
import type { Pack } from './pack.ts';
import type { PackFile } from './pack-file.ts';

/** A file of the pack is about to be written. `number`: from 1, of `files`. */
export type PackStep = { readonly name: string; readonly number: number; readonly files: number };

/** What was written, the manifest among it. */
export type WrittenPack = { readonly pack: Pack; readonly files: readonly PackedFile[] };

/**
 * Writes a pack into a folder that is there; the manifest comes last, so a folder with one is whole. What is held does not grow with the
 * lists. Each file appears under its name when it is complete.
 */
export async function writePack(pack: Pack, files: readonly PackFile[], folder: string, onStep?: (step: PackStep) => void): Promise<WrittenPack> {
  await rm(join(folder, MANIFEST), { force: true });
  const written: PackedFile[] = [];
  for (const [index, file] of files.entries()) {
    onStep?.({ name: file.name, number: index + 1, files: files.length + 1 });
    written.push(await writeFile(file, folder));
  }
  onStep?.({ name: MANIFEST, number: files.length + 1, files: files.length + 1 });
  const text = manifestText(pack, written);
  const manifest = await writeFile({ name: MANIFEST, title: 'Bảng kê', mediaType: 'application/json', chunks: async function* chunks() { yield text; } }, folder);
  return { pack, files: [...written, manifest] };
}

/** Writes one file, and tells its size and hash. */
export async function writeFile({ name, title, mediaType, chunks }: PackFile, folder: string): Promise<PackedFile> {
  const unfinished = join(folder, `.${name}.part`);
  const [hash, handle] = [createHash('sha256'), await open(unfinished, 'w')];
  let bytes = 0;
  try {
    for await (const chunk of chunks()) {
      const content = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      hash.update(content);
      bytes += content.length;
      await handle.writeFile(content);
    }
  } finally {
    await handle.close();
  }
  await rename(unfinished, join(folder, name));
  return { name, title, mediaType, bytes, sha256: hash.digest('hex') };
}
