import { assertScope, authorityNames, findingBatches, findingCounts, findingName, findingsPage } from '@motcua/database';
import type { AuthorityName, Finding, FindingCount, FindingDimension, FindingKey, FindingsQuery } from '@motcua/database';
import type { Cursors } from '@motcua/http';
import { civilDateOf, parseInstant } from '@motcua/kernel';
import { findingLabels, severityLabels } from '@motcua/ledger';
import type { FindingKind, FindingSeverity } from '@motcua/ledger';
import type { z } from 'zod';
import type { KnownSnapshot } from '../figures/as-of.ts';
import { pin } from '../figures/pinned-key.ts';
import { findingAdvice } from '../finding-advice.ts';
import type { ListRow } from '../lists/list-text.ts';
import type { ListSource } from '../lists/whole-list.ts';
import { pageOf } from '../paging.ts';
import type { findingsAnswer, findingSummaryAnswer } from './answer-schema.ts';
import { listLink } from './query.ts';
import type { FindingsQuestion } from './query.ts';

export type FindingsAnswer = z.input<typeof findingsAnswer>;
export type FindingSummaryAnswer = z.input<typeof findingSummaryAnswer>;

type Names = ReadonlyMap<string, AuthorityName>;

/**
 * Phát hiện về chất lượng dữ liệu: a page of what somebody should look at, within a snapshot.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readFindings(
  snapshot: KnownSnapshot, question: FindingsQuestion & { readonly limit: number; readonly after?: FindingKey | undefined; readonly cursors: Pick<Cursors, 'write'> },
): Promise<FindingsAnswer> {
  const { tx, upTo } = snapshot;
  await assertScope(tx, question.scope, upTo);
  const names = await namesIn(snapshot);
  const found = await findingsPage(tx, { ...question, ...knownTo(snapshot, question), limit: question.limit + 1 });
  const { page, next } = pageOf(found, question.limit, question.cursors, ({ kind, subject, position, refusal }) => pin(snapshot.asOf.position, [kind, subject, position, refusal]));
  return { ...aboutOf(snapshot, question), findings: page.map((finding) => itemOf(finding, names)), next };
}

/** The columns of a whole list of findings. */
export const findingColumns = [
  'subject', 'kind', 'label', 'severity', 'status', 'origin', 'day', 'position', 'source', 'authority', 'authorityName', 'whatToDo', 'detail', 'name',
] as const;

/** All findings that are asked for, in the order of the pages; `detail` as JSON. Errors as {@link readFindings}. */
export async function allFindings(snapshot: KnownSnapshot, question: FindingsQuestion): Promise<ListSource> {
  await assertScope(snapshot.tx, question.scope, snapshot.upTo);
  return { asOf: snapshot.asOf, batches: batchesOf(snapshot, question, await namesIn(snapshot)) };
}

async function* batchesOf(snapshot: KnownSnapshot, question: FindingsQuestion, names: Names): AsyncGenerator<readonly ListRow[]> {
  for await (const found of findingBatches(snapshot.tx, { ...question, ...knownTo(snapshot, question) })) {
    yield found.map((finding) => itemOf(finding, names)).map((item) => Object.fromEntries(findingColumns.map((column) => [column, cellOf(item[column])])));
  }
}

function cellOf(value: unknown): string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** How many there are of each kind, by source or authority if asked for; every count has the address of its list. Errors as {@link readFindings}. */
export async function readFindingSummary(snapshot: KnownSnapshot, question: FindingsQuestion, by: FindingDimension): Promise<FindingSummaryAnswer> {
  const { tx, asOf: { position }, upTo } = snapshot;
  await assertScope(tx, question.scope, upTo);
  const names = await namesIn(snapshot);
  const counts = await findingCounts(tx, { ...question, ...knownTo(snapshot, question), by });
  return { ...aboutOf(snapshot, question), by, rows: inOrder(counts).map((count) => rowOf(count, question, position, names)), total: totalOf(counts, question, position) };
}

function knownTo({ asOf: { recordedAt }, upTo }: KnownSnapshot, { on }: FindingsQuestion): Pick<FindingsQuery, 'upTo' | 'on'> {
  const recorded = parseInstant(recordedAt ?? '');
  return { upTo, on: on ?? (recorded === undefined ? undefined : civilDateOf(recorded)) };
}

function aboutOf({ asOf }: KnownSnapshot, { scope, refused }: FindingsQuestion): Pick<FindingsAnswer, 'asOf' | 'scope' | 'includesRefused'> {
  return { asOf, scope, includesRefused: refused !== undefined };
}

/** Names as they were declared last, whatever day a finding is of. */
function namesIn({ tx, upTo }: KnownSnapshot): Promise<Names> {
  return authorityNames(tx, '2099-12-31', upTo);
}

function itemOf(finding: Finding, names: Names): FindingsAnswer['findings'][number] {
  const { kind, severity, status, subject, position, refusal, source, authority, day, detail, isDossier } = finding;
  return {
    ...whatOf(kind, severity), name: severity === 'blocking' ? findingName(finding) : null, status, origin: refusal > 0 ? 'refused' : 'log', subject, position, source, authority, authorityName: names.get(authority)?.name ?? null, day, detail,
    links: { dossier: isDossier ? `/v1/dossiers/${subject}` : null, rejection: refusal > 0 ? `/v1/rejections?after=${refusal - 1}&limit=1` : null },
  };
}

function rowOf({ kind, severity, source, authority, open, settled }: FindingCount, question: FindingsQuestion, asOf: number, names: Names): FindingSummaryAnswer['rows'][number] {
  const only = { ...question, kind, severity, source: source ?? question.source, authority: authority ?? question.authority };
  return {
    ...whatOf(kind, severity), source, authority, authorityName: authority === null ? null : names.get(authority)?.name ?? null,
    count: open + settled, open, settled, links: linksOf(only, asOf),
  };
}

function totalOf(counts: readonly FindingCount[], question: FindingsQuestion, asOf: number): FindingSummaryAnswer['total'] {
  const sum = (of: (count: FindingCount) => number) => counts.reduce((before, count) => before + of(count), 0);
  const [open, settled] = [sum((count) => count.open), sum((count) => count.settled)];
  return { count: open + settled, open, settled, blockingOpen: sum((count) => (count.severity === 'blocking' ? count.open : 0)), links: linksOf(question, asOf) };
}

function linksOf(question: FindingsQuestion, asOf: number): FindingSummaryAnswer['total']['links'] {
  const ofStatus = (status: 'open' | 'settled') => (question.status === undefined || question.status === status ? listLink({ ...question, status }, asOf) : null);
  return { count: listLink(question, asOf), open: ofStatus('open'), settled: ofStatus('settled') };
}

function whatOf(kind: FindingKind, severity: FindingSeverity) {
  return { kind, label: findingLabels[kind], severity, severityLabel: severityLabels[severity], whatToDo: findingAdvice[kind] };
}

/** What blocks comes first, within each source or authority. */
function inOrder(counts: readonly FindingCount[]): readonly FindingCount[] {
  const key = ({ source, authority, severity, kind }: FindingCount) => `${source ?? authority ?? ''}\0${severity}\0${kind}`;
  return counts.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
