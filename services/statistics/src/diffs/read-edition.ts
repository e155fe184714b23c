import { edition as editionById, editionContentOf } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import { AppError } from '@motcua/kernel';
import type { EditionContent } from '@motcua/ledger';

/** @throws AppError `EDITION_UNKNOWN`. */
export async function contentOfEdition({ tx }: Pick<Snapshot, 'tx'>, id: string): Promise<EditionContent> {
  const found = await editionById(tx, id);
  if (found === undefined) throw new AppError('EDITION_UNKNOWN', `There is no edition "${id.slice(0, 160)}": ask for the list of editions.`, { errors: [{ pointer: '/id', detail: 'not known' }] });
  return editionContentOf(tx, found);
}
