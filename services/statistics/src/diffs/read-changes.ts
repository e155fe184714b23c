import { changePage, editionContentOf, inSnapshot, knownEdition, readDiff } from '@motcua/database';
import type { ChangePage, ChangeQuery, Database, DiffQuery, NewsKey, Snapshot } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import type { EditionDimension, RestatementReason } from '@motcua/ledger';
import { eventsShown } from '../figures/event-rows.ts';
import type { EventRow } from '../figures/event-rows.ts';
import { pageOf } from '../paging.ts';
import { invalidParameter, ruleOf } from '../parameters.ts';
import { diffAnswerOf, lineLabel } from './answer.ts';
import type { DiffAnswer } from './answer-schema.ts';

/** Which edition is compared with what. `with`: `now`, or the id of a later edition of the same period. */
export type DiffQuestion = { readonly edition: string; readonly with: string; readonly by: EditionDimension; readonly rule: string };

/** What is responsible for one reason of one cell. `upTo`: what was now when the differences were read. */
export type ChangeQuestion = DiffQuestion & {
  readonly figure: string; readonly row?: string | undefined; readonly reason: Exclude<RestatementReason, 'rule'>; readonly upTo?: number | undefined;
};

/** A dossier that counts otherwise, and by how much; its events where events are the reason. */
export type ChangedDossier = { readonly dossier: string; readonly amount: number; readonly events: readonly EventRow[] };

/**
 * What an edition says and what is said later, cell by cell.
 *
 * @throws AppError `EDITION_UNKNOWN`; `PARAMETER_INVALID` for editions that cannot be compared; `LEDGER_UNBALANCED` when the log does
 *   not explain a difference.
 */
export async function readEditionDiff({ db }: Pick<Database, 'db'>, question: DiffQuestion): Promise<DiffAnswer> {
  return inSnapshot(db, async (snapshot) => {
    const query = await diffQuery(snapshot, question);
    return diffAnswerOf(query, await readDiff(snapshot, query));
  });
}

/** A page of the dossiers behind one reason of one changed cell. A dossier whose events go on on the next page is on both. */
export async function readChangedDossiers(
  { db }: Pick<Database, 'db'>, store: Pick<EventStore, 'readStreams'>, question: ChangeQuestion, page: { readonly after: NewsKey | string | undefined; readonly limit: number },
): Promise<{ readonly label: string; readonly dossiers: readonly ChangedDossier[]; readonly next: string | null }> {
  return inSnapshot(db, async (snapshot) => {
    const query = await diffQuery(snapshot, question);
    const upTo = query.later?.position ?? Math.min(question.upTo ?? snapshot.asOf.position, snapshot.asOf.position);
    const change: ChangeQuery = { ...query, figure: question.figure, row: question.row, reason: question.reason, upTo };
    const { page: found, next } = cut(await changePage(snapshot, change, { ...page, limit: page.limit + 1 }), page.limit);
    return { label: lineLabel(question.figure, query), dossiers: await dossiersShown(store, found, upTo), next };
  });
}

async function diffQuery(snapshot: Snapshot, { edition: id, with: other, by, rule }: DiffQuestion): Promise<DiffQuery> {
  ruleOf(rule);
  const edition = await editionContentOf(snapshot.tx, await knownEdition(snapshot.tx, id));
  const later = other === 'now' ? undefined : await editionContentOf(snapshot.tx, await knownEdition(snapshot.tx, other));
  if (later === undefined) return { edition, later, by, rule };
  const same = (['scheme', 'scope', 'period'] as const).every((key) => edition.period[key] === later.period[key]);
  if (!same) throw invalidParameter('/with', 'Only editions of the same period and scope can be compared cell by cell; for two periods ask for a comparison.');
  if (later.period.number <= edition.period.number) throw invalidParameter('/with', 'Name the later edition as `with`.');
  return { edition, later, by, rule };
}

function cut(found: ChangePage, limit: number): { readonly page: ChangePage; readonly next: string | null } {
  if (found.kind === 'dossiers') {
    const { page, next } = pageOf(found.members, limit, ({ dossier }) => [dossier]);
    return { page: { kind: 'dossiers', members: page }, next };
  }
  const { page, next } = pageOf(found.legs, limit, ({ dossier, position, movement, ordinal, effectiveOn, succession }) => [dossier, position, movement, ordinal, effectiveOn, succession]);
  return { page: { kind: 'events', legs: page }, next };
}

async function dossiersShown(store: Pick<EventStore, 'readStreams'>, page: ChangePage, position: number): Promise<readonly ChangedDossier[]> {
  if (page.kind === 'dossiers') return page.members.map(({ dossier, amount }) => ({ dossier, amount, events: [] }));
  const events = await eventsShown(store, page.legs, { position, recordedAt: null });
  return [...Map.groupBy(events, ({ dossier }) => dossier)]
    .map(([dossier, rows]) => ({ dossier, amount: rows.reduce((sum, { amount }) => sum + amount, 0), events: rows }));
}
