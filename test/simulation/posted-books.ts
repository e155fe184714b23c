import { findingName } from '@motcua/database';
import type { Edition, EditionPartRow, EditionRow, FindingRow, JournalEntry, ProjectedBatch, QuarantinedRow } from '@motcua/database';
import { formatInstant } from '@motcua/kernel';
import { periodClosedData, readEdition } from '@motcua/ledger';
import type { OpenBooks } from '@motcua/reporter';
import { countedContent } from './counted-content.ts';

type Due = ProjectedBatch['dues']['rows'][number];

/** What is posted, at one instant; every stretch of the log makes another. `findings`: blocking ones. */
export type PostedBooks = {
  readonly position: number;
  readonly recordedAt: string | null;
  readonly stop: ProjectedBatch['stop'];
  readonly journal: readonly JournalEntry[];
  readonly dues: readonly Due[];
  readonly findings: readonly FindingRow[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly editions: readonly EditionRow[];
  readonly parts: readonly EditionPartRow[];
};

export const NOTHING_POSTED: PostedBooks = { position: 0, recordedAt: null, stop: undefined, journal: [], dues: [], findings: [], quarantined: [], editions: [], parts: [] };

/** With one more stretch. */
export function withBatch(before: PostedBooks, batch: ProjectedBatch): PostedBooks {
  return {
    position: batch.to, recordedAt: batch.recordedAt ?? before.recordedAt, stop: batch.stop,
    journal: [...before.journal, ...batch.entries],
    dues: [...before.dues.filter(({ dossier }) => !batch.dues.dossiers.includes(dossier)), ...batch.dues.rows].sort((a, b) => (a.due_at ?? 0) - (b.due_at ?? 0) || (`${a.dossier} ${a.rule}` < `${b.dossier} ${b.rule}` ? -1 : 1)),
    findings: [...before.findings, ...batch.findings.filter(({ severity }) => severity === 'blocking')].sort(byPosition),
    quarantined: [...before.quarantined, ...batch.quarantined].sort(byPosition),
    editions: [...before.editions, ...batch.editions],
    parts: [...before.parts, ...batch.editionParts],
  };
}

function byPosition(a: { readonly position: number }, b: { readonly position: number }): number {
  return a.position - b.position;
}

/** Of due dates that passed before an instant those that are not marked. */
export function unmarkedDues({ dues }: PostedBooks, before: number): readonly Due[] {
  return dues.filter(({ is_overdue, due_at }) => !is_overdue && due_at !== null && due_at < before);
}

/** The dossiers of such due dates, each with its earliest, in the order in which they passed. */
export function unmarkedDossiers(books: PostedBooks, before: number): readonly { readonly dossier: string; readonly dueAt: number }[] {
  const earliest = new Map<string, number>();
  for (const { dossier, due_at } of unmarkedDues(books, before)) if (!earliest.has(dossier)) earliest.set(dossier, due_at ?? 0);
  return [...earliest].map(([dossier, dueAt]) => ({ dossier, dueAt })).sort((a, b) => a.dueAt - b.dueAt || (a.dossier < b.dossier ? -1 : 1));
}

/**
 * These books as a closing asks them.
 *
 * @param ask - Each question on its own way to the database and back.
 */
export function openBooksOf(books: PostedBooks, ask: <T>(work: () => T) => Promise<T>): OpenBooks {
  const editions = books.editions.map(editionOf);
  const partsOf = (id: string): readonly EditionPartRow[] => books.parts.filter(({ edition }) => edition === id);
  return {
    asOf: { position: books.position, recordedAt: books.recordedAt },
    // Whoever closes in these worlds closes the scope of all their dossiers.
    assertScope: () => ask(() => undefined),
    standing: (scope, { scheme, id }) => ask(() => editions.filter(({ closed }) => closed.scope === scope && closed.scheme === scheme && closed.period === id).sort((a, b) => b.closed.number - a.closed.number)[0]),
    edition: (id) => ask(() => editions.find(({ closed }) => closed.edition === id)),
    contentOf: ({ closed: { edition, sha256 } }) => ask(() => readEdition(partsOf(edition).filter((part) => part.sha256 === sha256).sort((a, b) => a.part - b.part).map(({ text }) => text), sha256)),
    unfinishedPart: (id) => ask(() => partsOf(id).at(-1)?.position),
    isSetAside: (eventId) => ask(() => books.quarantined.some(({ event_id: one }) => one === eventId)),
    count: (question) => ask(() => countedContent(books, question)),
    openFindings: ({ upTo }) => ask(() => books.findings.filter(({ position }) => position <= upTo).map(({ kind, subject, position, authority = null }) => ({ kind, subject, position, authority, id: findingName({ kind, subject, position }) }))),
    unmarked: ({ before, first, limit }) => ask(() => {
      const isFirst = (one: { readonly dossier: string }): boolean => first.includes(one.dossier);
      const all = unmarkedDossiers(books, before);
      return [...all.filter(isFirst), ...all.filter((one) => !isFirst(one)).slice(0, limit)];
    }),
    treeFaults: () => ask(() => []),
  };
}

export function editionOf({ position, recorded_at: recordedAt, data }: EditionRow): Edition {
  return { position, recordedAt: formatInstant(recordedAt), closed: periodClosedData.parse(JSON.parse(data)) };
}
