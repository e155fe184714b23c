import { hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Edition } from '@motcua/database';
import { z } from 'zod';
import { MANIFEST, packedFileSchema } from '../pack/manifest.ts';
import type { Shelf } from '../pack/shelf.ts';

const manifestSchema = z.looseObject({ edition: z.string(), sha256: z.string(), files: z.array(packedFileSchema) });

/**
 * Puts the pack of an edition into a folder of its own name within another, which has to be there: it may be a drive that is not
 * mounted. It appears at once and whole, and what is there already is left as it is.
 *
 * @returns The SHA-256 of the manifest.
 * @throws Error when a folder of that name holds something else.
 */
export async function putInto(folder: string, shelf: Pick<Shelf, 'take'>, edition: Edition, signal: AbortSignal): Promise<string> {
  const { edition: id } = edition.closed;
  const [place, unfinished] = [join(folder, id), join(folder, `.${id}.part`)];
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  const copied = (name: string) => copy(shelf, edition, name, unfinished, signal);
  await copied(MANIFEST);
  const { files } = await manifestIn(unfinished);
  for (const { name } of files) await copied(name);
  await settle(unfinished);
  try {
    await rename(unfinished, place);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    const there = await manifestIn(place).catch(() => { throw cause; });
    if (there.edition !== id || there.sha256 !== edition.closed.sha256) throw new Error(`The folder ${id} is there and holds something else.`, { cause });
  }
  await settle(folder);
  return hash('sha256', await readFile(join(place, MANIFEST)), 'hex');
}

async function copy(shelf: Pick<Shelf, 'take'>, edition: Edition, name: string, into: string, signal: AbortSignal): Promise<void> {
  const file = await shelf.take(edition, name);
  if (file === undefined) throw new TypeError(`The pack has no ${name}`);
  // Closes the handle too. Flushed, because what is noted as delivered must not be lost with the machine's power.
  await pipeline(file.handle.createReadStream(), createWriteStream(join(into, name), { flush: true }), { signal });
}

async function manifestIn(folder: string): Promise<z.output<typeof manifestSchema>> {
  return manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')));
}

/** Names are kept by the folder that has them. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
