import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Edition } from '@motcua/database';
import { ZIP_TYPE, zipOf } from '@motcua/documents';
import { makePack } from './make-pack.ts';
import type { PackSources } from './make-pack.ts';
import type { PackedFile } from './manifest.ts';
import { makeShelfFolder, removeLeftFolders } from './shelf-folder.ts';
import { writeFile } from './write-pack.ts';
import type { PackStep } from './write-pack.ts';

/** What the whole pack as one file is called. */
export const PACK_ZIP = 'pack.zip';

/** Packs that were made, in a temporary folder: each is made once, when somebody first asks for a file of it. */
export type Shelf = {
  /** A file of an edition's pack, or the whole as {@link PACK_ZIP}; undefined when the pack has none of that name. Whoever gets it closes `handle`. */
  readonly take: (edition: Edition, name: string) => Promise<ShelvedFile | undefined>;
  /** How far the pack of an edition is that is being made; undefined when none is. */
  readonly step: (edition: string) => PackStep | undefined;
  /** Ends what is being made, and removes everything. */
  readonly close: () => Promise<void>;
};

export type ShelvedFile = PackedFile & { readonly handle: FileHandle };

/** Packs that are kept: those that were asked for last. */
const KEPT = 8;

type Shelved = { readonly folder: string; readonly files: readonly PackedFile[] };

/** One pack is made at a time: each keeps a connection and reads long lists. What killed processes have left is removed. */
export function openShelf(sources: PackSources): Shelf {
  const packs = new Map<string, Promise<Shelved>>();
  const steps = new Map<string, PackStep>();
  let root: Promise<string> | undefined;
  const cleared = removeLeftFolders().catch(() => undefined);
  let last: Promise<unknown> = Promise.resolve();
  let number = 0;
  const make = async (edition: Edition): Promise<Shelved> => {
    const folder = join(await (root ??= makeShelfFolder()), String(number += 1));
    await mkdir(folder);
    const { edition: id } = edition.closed;
    try {
      const { files } = await makePack(sources, { kind: 'edition', edition }, folder, (step) => { steps.set(id, step); });
      return { folder, files: [...files, await zipped(folder, files)] };
    } finally {
      steps.delete(id);
    }
  };
  const shelved = (edition: Edition): Promise<Shelved> => {
    const { edition: id } = edition.closed;
    const pack = packs.get(id) ?? (last = last.catch(() => undefined).then(() => make(edition))) as Promise<Shelved>;
    // The last in order is the one that was asked for last.
    packs.delete(id);
    packs.set(id, pack);
    pack.catch(() => packs.delete(id));
    return pack;
  };
  return {
    take: async (edition, name) => {
      const { folder, files } = await shelved(edition);
      const file = files.find((one) => one.name === name);
      const taken = file && { ...file, handle: await open(join(folder, name)) };
      for (const [id, pack] of [...packs].slice(0, -KEPT)) {
        packs.delete(id);
        await pack.then((old) => rm(old.folder, { recursive: true, force: true }), () => undefined);
      }
      return taken;
    },
    step: (edition) => steps.get(edition),
    close: async () => {
      await Promise.all([cleared, last.catch(() => undefined)]);
      if (root !== undefined) await rm(await root, { recursive: true, force: true });
    },
  };
}

async function zipped(folder: string, files: readonly PackedFile[]): Promise<PackedFile> {
  const entries = files.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name }) => ({ name, chunks: createLate(join(folder, name)) }));
  return writeFile({ name: PACK_ZIP, title: 'Bộ báo cáo', mediaType: ZIP_TYPE, chunks: () => zipOf(entries) }, folder);
}

/** Opened when it is read. */
async function* createLate(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) yield chunk as Uint8Array;
}
