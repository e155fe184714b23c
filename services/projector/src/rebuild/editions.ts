import { editionsPage } from '@motcua/database';
import type { Database, Edition, PartComparison } from '@motcua/database';
import type { ChangedCell } from '@motcua/ledger';

/** The name under which editions that are not counted as before are told, and accepted. */
export const EDITION_HASH = 'edition_hash';

export type EditionsOptions = {
  readonly live: Database;
  readonly next: Database;
  readonly recount: (database: Database, edition: Edition) => Promise<string>;
};

/**
 * Counts every edition again from the next schema. One that has another hash now differs, unless the schema that is served gives
 * that other hash too: then the program counts otherwise than the one that closed, and the rebuild has nothing to do with it.
 */
export async function compareEditions({ live, next, recount }: EditionsOptions): Promise<PartComparison> {
  const cells: ChangedCell[] = [];
  let rows = 0;
  for await (const edition of allEditions(next)) {
    rows += 1;
    const sha256 = await recount(next, edition);
    if (sha256 === edition.closed.sha256 || sha256 === await recount(live, edition)) continue;
    cells.push({ part: EDITION_HASH, key: { edition: edition.closed.edition }, old: { sha256: edition.closed.sha256 }, new: { sha256 } });
  }
  return { part: EDITION_HASH, rows, different: cells.length, cells };
}

const PAGE = 100;

async function* allEditions({ db }: Database): AsyncGenerator<Edition> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: readonly Edition[] = await editionsPage(db, { after, limit: PAGE });
    yield* page;
    after = page.length < PAGE ? undefined : page.at(-1)?.position;
  }
}
