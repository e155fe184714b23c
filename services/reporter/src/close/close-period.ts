import { randomUUID } from 'node:crypto';
import { editionContentOf, inSnapshot } from '@motcua/database';
import type { AsOf, Database, Edition } from '@motcua/database';
import { machineTiming } from '@motcua/event-store';
import type { EventStore, Timing } from '@motcua/event-store';
import { addDays, AppError, civilDateOf, formatInstant, instantAt } from '@motcua/kernel';
import type { Instant, Period } from '@motcua/kernel';
import { EDITION_PART, editionFaults, editionId, editionPartData, editionText, periodClosedId, saysOtherwise, textHash } from '@motcua/ledger';
import type { EditionContent, PeriodClosedData } from '@motcua/ledger';
import { booksIn } from './books.ts';
import type { Books, OpenBooks } from './books.ts';
import { readModelHolds } from './caught-up.ts';
import { closedOtherwise, unmarkedName, unmarkedNamed } from './obstacles.ts';
import type { Obstacle } from './obstacles.ts';
import { readContent } from './read-content.ts';
import type { ContentQuestion } from './read-content.ts';
import { closedDataOf, writeEdition } from './write-edition.ts';

export type ReporterSources = {
  readonly database: Pick<Database, 'db'>;
  readonly store: Pick<EventStore, 'head' | 'readAll' | 'readStream' | 'readStreams' | 'append' | 'chainAt'>;
  /** Now; the machine's clock unless told. */
  readonly clock?: () => Instant;
  /** Waits until the read model holds a position; looks at its checkpoint unless told. */
  readonly readModelHolds?: (position: number) => Promise<void>;
};

export type CloseQuestion = {
  readonly scope: string;
  readonly period: Period;
  /** `preview`: write nothing. `restate`: make the next edition when the standing one does not say any more what the ledger says. */
  readonly purpose: 'close' | 'restate' | 'preview' | 'preview_restatement';
  readonly accept: PeriodClosedData['accepted'];
  /** Who closes; null only for a preview. */
  readonly closedBy: PeriodClosedData['closedBy'];
  readonly note: string | null;
  /** Close only as of this position of the log. */
  readonly expectedPosition?: number | undefined;
  /** Told what is being done; for people. */
  readonly onStep?: (step: CloseStep) => void;
};

export type CloseStep = { readonly kind: 'waiting' | 'counting' | 'checking' } | { readonly kind: 'writing'; readonly part: number; readonly parts: number };

/**
 * What came of it. `already`: there was an edition that says the same, or one to leave as it is, and it has all that was asked for. `refused`: what stands against it.
 * `preview`: what an edition would hold, and what would stand against it; `standing`: the edition there is, `differs` whether it says otherwise.
 */
export type Closing =
  | { readonly kind: 'closed' | 'already'; readonly edition: Edition }
  | { readonly kind: 'refused'; readonly obstacles: readonly Obstacle[] }
  | { readonly kind: 'preview'; readonly data: EditionPreview; readonly obstacles: readonly Obstacle[]; readonly standing: Edition | undefined; readonly differs: boolean };

/** What would be the data of the edition. */
export type EditionPreview = Omit<PeriodClosedData, 'parts' | 'bytes'>;

/**
 * Chốt kỳ: closes a period of a scope as of the position at which the log stands, or says why not. Asked twice it answers the same
 * edition.
 *
 * @throws AppError `SCOPE_UNKNOWN`; `PARAMETER_INVALID` when nobody is named who closes; `RESTATEMENT_OVERTAKEN` when another restatement with
 *   other content was first; `CLOSING_SET_ASIDE` when the operator set aside what was written; `PROJECTION_STOPPED` or `PROJECTION_BEHIND` when the read model does not reach the log's end.
 */
export function closePeriod({ database, store, clock = Date.now, ...sources }: ReporterSources, question: CloseQuestion): Promise<Closing> {
  return closePeriodBy({ books: booksIn(database), store, timing: machineTiming, clock, newId: randomUUID, ...sources }, question);
}

/** What a closing has of the world around it. `newId`: one that nobody has had. `partBytesMax`: of the JSON of a part. */
export type ClosingWorld = {
  readonly books: Books;
  readonly store: Pick<EventStore, 'head' | 'readAll' | 'readStream' | 'append' | 'chainAt'>;
  readonly timing: Pick<Timing, 'elapsedMs' | 'sleep'>;
  readonly clock: () => Instant;
  readonly newId: () => string;
  readonly readModelHolds?: (position: number) => Promise<void>;
  readonly partBytesMax?: number;
};

/** The same closing in a world that is given to it: for simulations. */
export async function closePeriodBy(world: ClosingWorld, question: CloseQuestion): Promise<Closing> {
  const { books, store, timing, clock, newId, partBytesMax } = world;
  requireCloser(question);
  const holds = world.readModelHolds ?? ((position: number) => readModelHolds(books, timing, position));
  question.onStep?.({ kind: 'waiting' });
  await holds((await store.head()).position);
  const counted = await books.read((open) => count(store, question, open, clock()));
  if (counted.kind !== 'ready') return counted;
  const { content, text, data } = counted;
  const onPart = (part: number, parts: number): void => question.onStep?.({ kind: 'writing', part, parts });
  const { position, made: isOurs } = await writeEdition(store, data, text, { closedAt: formatInstant(clock()), commandId: newId(), partBytesMax, onPart });
  await holds(position);
  const made = await books.read((open) => open.edition(editionId(content.period)));
  if (made === undefined) throw setAside(content, position);
  if (isOurs) return { kind: 'closed', edition: made };
  if (question.purpose === 'restate') await sameAsMade(books, content, made);
  return alreadyClosed(question, made);
}

function setAside({ period }: EditionContent, position: number): AppError {
  return new AppError('CLOSING_SET_ASIDE', `The event at position ${position} that closes the period was set aside by the operator before anybody could read it: ask again, and the period is closed under the number behind ${period.number}.`);
}

/** @param also - Another position of the log at which the edition says the same. */
function alreadyClosed(question: CloseQuestion, edition: Edition, also?: number): Exclude<Closing, { kind: 'preview' }> {
  const obstacles = closedOtherwise(question, edition.closed, [edition.closed.position, ...(also === undefined ? [] : [also])]);
  return obstacles.length > 0 ? { kind: 'refused', obstacles } : { kind: 'already', edition };
}

function requireCloser({ purpose, closedBy }: CloseQuestion): void {
  if (closedBy !== null || purpose === 'preview' || purpose === 'preview_restatement') return;
  const detail = 'Say who closes the period: closedBy with a unit, a role, or both, never a person; only a preview needs none.';
  throw new AppError('PARAMETER_INVALID', detail, { errors: [{ pointer: '/closedBy', detail }] });
}

/** Another restatement was first: it stands for this one when it says the same. */
async function sameAsMade(books: Books, content: EditionContent, made: Edition): Promise<void> {
  if (!saysOtherwise(content, await books.read((open) => open.contentOf(made)))) return;
  const { edition } = made.closed;
  throw new AppError('RESTATEMENT_OVERTAKEN', `The edition ${edition} was made by another restatement at the same time and says otherwise: look at it, and ask again if a further one is needed.`, {
    errors: [{ pointer: '/restate', detail: `overtaken by ${edition}` }],
  });
}

type Ready = { readonly kind: 'ready'; readonly content: EditionContent; readonly text: string; readonly data: ReturnType<typeof closedDataOf> };

/** Everything up to the writing, in one snapshot. */
async function count(store: ClosingWorld['store'], question: CloseQuestion, books: OpenBooks, now: Instant): Promise<Ready | Exclude<Closing, { kind: 'closed' }>> {
  const { scope, period, purpose, accept, closedBy, note, onStep } = question;
  const { asOf } = books;
  await books.assertScope(scope);
  const standing = await books.standing(scope, period);
  if (standing !== undefined && purpose === 'close') return alreadyClosed(question, standing);
  const number = await freeNumber(books, question, (standing?.closed.number ?? 0) + 1);
  const position = await unfinishedPosition(store, books, editionId({ scheme: period.scheme, scope, period: period.id, number })) ?? asOf.position;
  onStep?.({ kind: 'counting' });
  const predecessor = standing === undefined ? null : { edition: standing.closed.edition, sha256: standing.closed.sha256 };
  const content = await books.count({ scope, period, number, position, predecessor, accepted: accept });
  const differs = standing === undefined || saysOtherwise(content, await books.contentOf(standing));
  if (standing !== undefined && !differs && purpose === 'restate') return alreadyClosed(question, standing, position);
  onStep?.({ kind: 'checking' });
  const obstacles = await obstaclesTo(books, question, content, now);
  const text = editionText(content);
  const data = closedDataOf(content, textHash(text), { closedBy, note, recordedAt: await recordedAt(store, position, asOf), chainRoot: await store.chainAt(position) ?? null });
  if (purpose === 'preview' || purpose === 'preview_restatement') {
    return { kind: 'preview', data: { ...data, edition: editionId(content.period) }, obstacles, standing, differs };
  }
  return obstacles.length > 0 ? { kind: 'refused', obstacles } : { kind: 'ready', content, text, data };
}

/** The first number from `number` on whose closing was not set aside: the id of such a closing is used up, and with it the number. */
async function freeNumber(books: OpenBooks, question: Pick<CloseQuestion, 'scope' | 'period'>, number: number): Promise<number> {
  const { scope, period: { scheme, id: period } } = question;
  return await books.isSetAside(periodClosedId(editionId({ scheme, scope, period, number }))) ? freeNumber(books, question, number + 1) : number;
}

/** How many events behind a part are looked at; each may be half a megabyte. */
const RESUMED_MAX = 100;

/**
 * As of where a closing was begun and not finished, when nothing but parts of editions has been recorded since: then it is the same
 * closing, and goes on. Otherwise the parts are left and it begins again.
 */
async function unfinishedPosition(store: Pick<EventStore, 'readAll'>, books: OpenBooks, edition: string): Promise<number | undefined> {
  const last = await books.unfinishedPart(edition);
  if (last === undefined) return undefined;
  const { position: head } = books.asOf;
  const [record] = await store.readAll(last - 1, 1);
  const { data } = editionPartData.safeParse(record?.data);
  if (data?.edition !== edition || head - data.position > RESUMED_MAX) return undefined;
  const since = await store.readAll(data.position, head - data.position);
  return since.every(({ type }) => type === EDITION_PART) ? data.position : undefined;
}

async function obstaclesTo(books: OpenBooks, question: CloseQuestion, content: EditionContent, now: Instant): Promise<readonly Obstacle[]> {
  const { scope, period, accept, expectedPosition } = question;
  const { position } = content;
  const inScope = { scope, on: period.to, upTo: position };
  const [today, end] = [civilDateOf(now), instantAt(addDays(period.to, 1), 0)];
  const open = await books.openFindings(inScope);
  const accepted = new Set(accept.map(({ finding }) => finding));
  const first = [...accepted].flatMap(unmarkedNamed);
  const unmarked = await books.unmarked({ ...inScope, before: Math.min(now, end), first, limit: UNMARKED_SHOWN });
  const acceptable = new Set([...open.map(({ id }) => id), ...unmarked.map(({ dossier }) => unmarkedName(dossier))]);
  return [
    ...(period.to < today ? [] : [{ kind: 'not_ended', to: period.to, today } as const]),
    ...(expectedPosition === undefined || expectedPosition === position ? [] : [{ kind: 'position_moved', expected: expectedPosition, position } as const]),
    ...unmarked.filter(({ dossier }) => !accepted.has(unmarkedName(dossier))).map(({ dossier, dueAt }) => ({ kind: 'unmarked', dossier, dueAt } as const)),
    ...open.filter(({ id }) => !accepted.has(id)).map((finding) => ({ kind: 'finding', finding } as const)),
    ...accept.filter(({ finding }) => !acceptable.has(finding)).map(({ finding: name }) => ({ kind: 'not_open', name } as const)),
    ...[...editionFaults(content), ...await books.treeFaults({ scope, period, position })].map((fault) => ({ kind: 'imbalance', fault } as const)),
  ];
}

const UNMARKED_SHOWN = 10;

async function recordedAt(store: Pick<EventStore, 'readAll'>, position: number, asOf: AsOf): Promise<string> {
  if (position === asOf.position && asOf.recordedAt !== null) return asOf.recordedAt;
  const [record] = position === 0 ? [] : await store.readAll(position - 1, 1);
  if (record === undefined) throw new AppError('CLOSE_REFUSED', 'The log is empty: there is nothing to close.', { errors: [{ pointer: '/scope', detail: 'nothing is recorded yet' }] });
  return record.recordedAt;
}

/** Counts an edition again, as of its own position and by its own definitions: the same bytes, as long as log and program are what they were. */
export async function recountEdition({ database: { db } }: Pick<ReporterSources, 'database'>, made: Edition): Promise<EditionContent> {
  return inSnapshot(db, async ({ tx }) => {
    const { period: { scheme, period: id, scope, number, from, to }, position, predecessor, accepted, definitions } = await editionContentOf(tx, made);
    const question: ContentQuestion = { scope, period: { scheme, id, from, to }, number, position, predecessor, accepted, definitions };
    return readContent(tx, question);
  });
}
