import { changePage, editionContentOf, inSnapshot, knownEdition, readDiff, TOTAL_ROW } from '@motcua/database';
import type { ChangePage, ChangeQuery, Database, DiffQuery, LegKey, Snapshot } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import type { Cursors } from '@motcua/http';
import { AppError } from '@motcua/kernel';
import type { CellChange, EditionDimension, RestatementReason } from '@motcua/ledger';
import { eventsShown } from '../figures/event-rows.ts';
import type { EventRow } from '../figures/event-rows.ts';
import { keyOfLeg } from '../figures/leg-key.ts';
import { pin } from '../figures/pinned-key.ts';
import { pageOf } from '../paging.ts';
import { checkRow, invalidParameter, ruleOf } from '../parameters.ts';
import { diffAnswerOf, knownLines, lineLabel } from './answer.ts';
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

/**
 * A page of the dossiers behind one reason of one changed cell. A dossier whose events go on on the next page is on both.
 *
 * @throws AppError as {@link readEditionDiff}; `PARAMETER_INVALID` for a figure, level or channel that there is not, and for an `upTo`
 *   that is not what the edition is compared with; `AS_OF_AHEAD` when the ledger has not come that far.
 */
export async function readChangedDossiers(
  { db }: Pick<Database, 'db'>, store: Pick<EventStore, 'readStreams'>, question: ChangeQuestion, page: ChangesPage,
): Promise<{ readonly label: string; readonly upTo: number; readonly dossiers: readonly ChangedDossier[]; readonly next: string | null }> {
  return inSnapshot(db, async (snapshot) => {
    const query = await diffQuery(snapshot, question);
    checkLine(query, question);
    const upTo = laterPosition(query, question.upTo, snapshot.asOf.position);
    return { label: lineLabel(question.figure, query), upTo, ...await dossiersBehind(snapshot, store, { ...query, figure: question.figure, row: question.row, reason: question.reason, upTo }, page) };
  });
}

/** A reason of a changed figure with the first of the dossiers behind it. `next`: null when these are all; `rule` has none. */
export type OpenedReason = { readonly reason: RestatementReason; readonly amount: number; readonly dossiers: readonly ChangedDossier[]; readonly isAll: boolean };

/** One figure of an edition and of what is said later, with every reason and what is behind it. */
export type OpenedChange = {
  readonly figure: string; readonly label: string; readonly row: string | null; readonly change: Pick<CellChange, 'before' | 'after' | 'difference'> | null; readonly reasons: readonly OpenedReason[];
};

/**
 * Every reason of one figure with the first of its dossiers, all of one moment. `change`: null when the figure is what it was.
 *
 * @param limit - Of the dossiers or events of each reason.
 * @throws AppError as {@link readChangedDossiers}.
 */
export async function readOpenedChange(
  { db }: Pick<Database, 'db'>, store: Pick<EventStore, 'readStreams'>, question: Omit<ChangeQuestion, 'reason' | 'upTo'>, limit: number,
): Promise<OpenedChange> {
  return inSnapshot(db, async (snapshot) => {
    const query = await diffQuery(snapshot, question);
    checkLine(query, question);
    const { figure, row } = question;
    const { changes, upTo } = await readDiff(snapshot, query);
    const change = changes.find((one) => one.figure === figure && one.row === (row ?? TOTAL_ROW));
    const reasons: OpenedReason[] = [];
    for (const { reason, amount } of change?.reasons ?? []) {
      const { dossiers, next } = reason === 'rule' ? NO_DOSSIERS : await dossiersBehind(snapshot, store, { ...query, figure, row, reason, upTo }, { after: undefined, limit, cursors: { write: () => '' } });
      reasons.push({ reason, amount, dossiers, isAll: next === null });
    }
    return { figure, label: lineLabel(figure, query), row: row ?? null, change: change === undefined ? null : { before: change.before, after: change.after, difference: change.difference }, reasons };
  });
}

const NO_DOSSIERS = { dossiers: [], next: null };

type ChangesPage = { readonly after: LegKey | string | undefined; readonly limit: number; readonly cursors: Pick<Cursors, 'write'> };

async function dossiersBehind(
  snapshot: Snapshot, store: Pick<EventStore, 'readStreams'>, change: ChangeQuery, page: ChangesPage,
): Promise<{ readonly dossiers: readonly ChangedDossier[]; readonly next: string | null }> {
  const { page: found, next } = cut(await changePage(snapshot, change, { after: page.after, limit: page.limit + 1 }), change.upTo, page);
  return { dossiers: await dossiersShown(store, found, change.upTo), next };
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

/** Up to which position the later figures count. */
function laterPosition({ edition, later }: DiffQuery, asked: number | undefined, posted: number): number {
  const upTo = asked ?? later?.position ?? posted;
  if (later !== undefined && upTo !== later.position) throw invalidParameter('/upTo', `The later edition is as of position ${later.position}: leave upTo out, it is for a comparison with now.`);
  if (upTo < edition.position) throw invalidParameter('/upTo', `The edition is as of position ${edition.position}: give a position from there on, such as the one that the differences name.`);
  if (upTo <= posted) return upTo;
  throw new AppError('AS_OF_AHEAD', `The ledger is posted up to position ${posted}, not yet to position ${upTo}: ask again in a moment, or without upTo for what is posted.`, {
    errors: [{ pointer: '/upTo', detail: `at most ${posted}` }],
  });
}

/** @throws AppError `PARAMETER_INVALID` that names the lines, levels or channels there are. */
function checkLine(query: DiffQuery, { figure, row }: Pick<ChangeQuestion, 'figure' | 'row'>): void {
  const lines = knownLines(query).map(({ id }) => id);
  if (!lines.includes(figure)) throw invalidParameter('/figure', `There is no figure "${figure.slice(0, 60)}" in what is compared: known are ${lines.join(', ')}.`);
  checkRow(query.by, row);
}

function cut(found: ChangePage, upTo: number, { limit, cursors }: Pick<ChangesPage, 'limit' | 'cursors'>): { readonly page: ChangePage; readonly next: string | null } {
  if (found.kind === 'dossiers') {
    const { page, next } = pageOf(found.members, limit, cursors, ({ dossier }) => pin(upTo, [dossier]));
    return { page: { kind: 'dossiers', members: page }, next };
  }
  const { page, next } = pageOf(found.legs, limit, cursors, (leg) => pin(upTo, keyOfLeg(leg)));
  return { page: { kind: 'events', legs: page }, next };
}

async function dossiersShown(store: Pick<EventStore, 'readStreams'>, page: ChangePage, position: number): Promise<readonly ChangedDossier[]> {
  if (page.kind === 'dossiers') return page.members.map(({ dossier, amount }) => ({ dossier, amount, events: [] }));
  const events = await eventsShown(store, page.legs, { position, recordedAt: null });
  return [...Map.groupBy(events, ({ dossier }) => dossier)]
    .map(([dossier, rows]) => ({ dossier, amount: rows.reduce((sum, { amount }) => sum + amount, 0), events: rows }));
}
