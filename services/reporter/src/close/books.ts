import {
  assertScope, edition, editionContentOf, inSnapshot, isSetAside, openBlockingFindings, readCheckpoint, standingEdition, unfinishedPart, unmarkedDossiers,
} from '@motcua/database';
import type { AsOf, BlockingFinding, Database, DossierDue, Edition, Snapshot } from '@motcua/database';
import type { CivilDate, Instant, Period } from '@motcua/kernel';
import type { EditionContent } from '@motcua/ledger';
import { treeFaults } from './check-tree.ts';
import type { TreeFault } from './obstacles.ts';
import { readContent } from './read-content.ts';
import type { ContentQuestion } from './read-content.ts';

/** The read model as a closing needs it. */
export type Books = {
  reached(): Promise<Reached>;
  /** Several things as they were together, whatever is posted meanwhile. */
  read<T>(look: (books: OpenBooks) => Promise<T>): Promise<T>;
};

/** How far the log is posted. `stop`: the event at which the projection stands still, undefined while it goes on. */
export type Reached = { readonly position: number; readonly stop: { readonly position: number; readonly reason: string } | undefined };

/** The books at one instant. */
export type OpenBooks = {
  readonly asOf: AsOf;
  /** @throws AppError `SCOPE_UNKNOWN`. */
  assertScope(scope: string): Promise<void>;
  /** The last edition of the period of a scope. */
  standing(scope: string, period: Period): Promise<Edition | undefined>;
  /** An edition by its id; undefined when there is none, whatever parts of it are there. */
  edition(id: string): Promise<Edition | undefined>;
  /** What an edition holds. @throws AppError `HISTORY_IMPOSSIBLE` when its parts do not have its hash. */
  contentOf(edition: Edition): Promise<EditionContent>;
  /** The last position of a part of an edition, which may be made or not; undefined without any. */
  unfinishedPart(edition: string): Promise<number | undefined>;
  /** Whether the operator has set the event of this id aside. */
  isSetAside(eventId: string): Promise<boolean>;
  /** Everything that an edition would hold. The same question about the same log has the same content, whenever it is asked. */
  count(question: ContentQuestion): Promise<EditionContent>;
  openFindings(question: ScopeQuestion): Promise<readonly BlockingFinding[]>;
  /** Dossiers of which a due date before an instant has passed unmarked: those of `first`, and so many others. */
  unmarked(question: ScopeQuestion & { readonly before: Instant; readonly first: readonly string[]; readonly limit: number }): Promise<readonly DossierDue[]>;
  treeFaults(question: { readonly scope: string; readonly period: Period; readonly position: number }): Promise<readonly TreeFault[]>;
};

/** Of a scope as it is organised on a day, as known at a position. */
type ScopeQuestion = { readonly scope: string; readonly on: CivilDate; readonly upTo: number };

/** The books in the database. */
export function booksIn({ db }: Pick<Database, 'db'>): Books {
  return {
    reached: async () => {
      const { position, stopped_position: stoppedAt, stopped_reason: reason } = await readCheckpoint(db);
      return { position, stop: stoppedAt === null ? undefined : { position: stoppedAt, reason: reason ?? '' } };
    },
    read: (look) => inSnapshot(db, (snapshot) => look(openBooks(snapshot))),
  };
}

function openBooks({ tx, asOf }: Snapshot): OpenBooks {
  return {
    asOf,
    assertScope: (scope) => assertScope(tx, scope),
    standing: (scope, { scheme, id: period }) => standingEdition(tx, { scope, scheme, period }),
    edition: (id) => edition(tx, id),
    contentOf: (made) => editionContentOf(tx, made),
    unfinishedPart: (id) => unfinishedPart(tx, id),
    isSetAside: (eventId) => isSetAside(tx, eventId),
    count: (question) => readContent(tx, question),
    openFindings: (question) => openBlockingFindings(tx, question),
    unmarked: (question) => unmarkedDossiers(tx, question),
    treeFaults: (question) => treeFaults(tx, question),
  };
}
