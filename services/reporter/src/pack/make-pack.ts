import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { packFiles } from './pack-files.ts';
import { readPack } from './read-pack.ts';
import type { PackQuestion } from './read-pack.ts';
import { writePack } from './write-pack.ts';
import type { PackStep, WrittenPack } from './write-pack.ts';

/** Where a pack is made from. */
export type PackSources = { readonly database: Pick<Database, 'db'>; readonly store: Pick<EventStore, 'readStreams'> };

/**
 * Bộ báo cáo của một kỳ: every document of a period, written into a folder, from one snapshot. The pack of an edition has the same bytes
 * whenever and wherever it is made by one version of the program.
 *
 * @param folder - Is there; files of the same names are replaced.
 * @throws AppError as `readPack`.
 */
export async function makePack({ database, store }: PackSources, question: PackQuestion, folder: string, onStep?: (step: PackStep) => void): Promise<WrittenPack> {
  return inSnapshot(database.db, async (snapshot) => {
    const pack = await readPack(snapshot, question);
    return writePack(pack, await packFiles(pack, { tx: snapshot.tx, store }), folder, onStep);
  });
}
