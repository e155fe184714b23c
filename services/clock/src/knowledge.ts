import { createAlmanacReader, dossiersToMark, inSnapshot, nextDueAt, readAsOf, readQuarantined } from '@motcua/database';
import type { Database, DossierDue } from '@motcua/database';
import type { Almanac } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';

/** What the read model knew at one position of the log. */
export type Page = {
  readonly position: number;
  /** Dossiers of which a due date passed unmarked, oldest due date first. */
  readonly dossiers: readonly DossierDue[];
  readonly almanac: Almanac;
  readonly leftOut: ReadonlySet<number>;
  /** The next due date that will pass. */
  readonly nextDueAt: Instant | undefined;
};

export type PageQuery = { readonly before: Instant; readonly limit: number; readonly after?: DossierDue | undefined };

/** Reads pages of the read model, each with what deciding about it needs, and how far it is. */
export type Knowledge = { page(query: PageQuery): Promise<Page>; position(): Promise<number> };

export class KnowledgeIn implements Knowledge {
  readonly #database: Pick<Database, 'db'>;
  readonly #almanacOf = createAlmanacReader();

  constructor(database: Pick<Database, 'db'>) {
    this.#database = database;
  }

  /** All of it from one snapshot. */
  page(query: PageQuery): Promise<Page> {
    return inSnapshot(this.#database.db, async ({ tx, asOf: { position } }) => ({
      position,
      dossiers: await dossiersToMark(tx, query),
      almanac: await this.#almanacOf(tx),
      leftOut: new Set(await readQuarantined(tx)),
      nextDueAt: await nextDueAt(tx, query.before),
    }));
  }

  async position(): Promise<number> {
    return (await readAsOf(this.#database.db)).position;
  }
}
