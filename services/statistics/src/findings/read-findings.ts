import { authorityNames, findingCounts, findingsPage } from '@motcua/database';
import type { AuthorityName, Finding, FindingCount, FindingDimension, FindingKey, FindingKind, FindingSeverity, Snapshot } from '@motcua/database';
import { AppError } from '@motcua/kernel';
import type { z } from 'zod';
import { assertScope } from '../figures/read-figures.ts';
import { findingAdvice, severityLabels } from '../finding-advice.ts';
import { findingLabels } from '../labels.ts';
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
 * @throws AppError `SCOPE_UNKNOWN`; `PARAMETER_INVALID` for a position that is not posted yet.
 */
export async function readFindings(snapshot: Snapshot, question: FindingsQuestion & { readonly limit: number; readonly after?: FindingKey | undefined }): Promise<FindingsAnswer> {
  const { asOf, ...query } = question;
  const about = await assertAnswerable(snapshot, question);
  const names = await namesIn(snapshot, asOf);
  const found = await findingsPage(snapshot.tx, { ...query, upTo: asOf, limit: question.limit + 1 });
  const { page, next } = pageOf(found, question.limit, ({ kind, subject, position, refusal }) => [kind, subject, position, refusal]);
  return { ...about, findings: page.map((finding) => itemOf(finding, names)), next };
}

/** How many there are of each kind, by source or authority if asked for; every count has the address of its list. Errors as {@link readFindings}. */
export async function readFindingSummary(snapshot: Snapshot, question: FindingsQuestion, by: FindingDimension): Promise<FindingSummaryAnswer> {
  const about = await assertAnswerable(snapshot, question);
  const pinned = { ...question, asOf: about.asOf.position };
  const names = await namesIn(snapshot, question.asOf);
  const counts = await findingCounts(snapshot.tx, { ...question, upTo: question.asOf, by });
  return { ...about, by, rows: inOrder(counts).map((count) => rowOf(count, pinned, names)), total: totalOf(counts, pinned) };
}

async function assertAnswerable({ tx, asOf }: Snapshot, question: FindingsQuestion): Promise<Pick<FindingsAnswer, 'asOf' | 'scope' | 'includesRefused'>> {
  const { scope, asOf: asked, refused } = question;
  if (asked !== undefined && asked > asOf.position) {
    const detail = `The ledger is posted up to position ${asOf.position} and not to ${asked}: ask for an earlier one, or again when it is.`;
    throw new AppError('PARAMETER_INVALID', detail, { errors: [{ pointer: '/asOf', detail }] });
  }
  await assertScope(tx, scope);
  return { asOf: asked === undefined || asked === asOf.position ? asOf : { position: asked, recordedAt: null }, scope, includesRefused: refused !== undefined };
}

/** Names as they were declared last, whatever day a finding is of. */
function namesIn({ tx }: Snapshot, upTo: number | undefined): Promise<Names> {
  return authorityNames(tx, '2099-12-31', upTo);
}

function itemOf(finding: Finding, names: Names): FindingsAnswer['findings'][number] {
  const { kind, severity, status, subject, position, refusal, source, authority, day, detail, isDossier } = finding;
  return {
    ...whatOf(kind, severity), status, origin: refusal > 0 ? 'refused' : 'log', subject, position, source, authority, authorityName: names.get(authority)?.name ?? null, day, detail,
    links: { dossier: isDossier ? `/v1/dossiers/${subject}` : null, rejection: refusal > 0 ? `/v1/rejections?after=${refusal - 1}&limit=1` : null },
  };
}

function rowOf({ kind, severity, source, authority, open, settled }: FindingCount, pinned: FindingsQuestion, names: Names): FindingSummaryAnswer['rows'][number] {
  const only = { ...pinned, kind, severity, source: source ?? pinned.source, authority: authority ?? pinned.authority };
  return {
    ...whatOf(kind, severity), source, authority, authorityName: authority === null ? null : names.get(authority)?.name ?? null,
    count: open + settled, open, settled, links: linksOf(only),
  };
}

function totalOf(counts: readonly FindingCount[], pinned: FindingsQuestion): FindingSummaryAnswer['total'] {
  const sum = (of: (count: FindingCount) => number) => counts.reduce((before, count) => before + of(count), 0);
  const [open, settled] = [sum((count) => count.open), sum((count) => count.settled)];
  return { count: open + settled, open, settled, blockingOpen: sum((count) => (count.severity === 'blocking' ? count.open : 0)), links: linksOf(pinned) };
}

function linksOf(question: FindingsQuestion): FindingSummaryAnswer['total']['links'] {
  const ofStatus = (status: 'open' | 'settled') => (question.status === undefined || question.status === status ? listLink({ ...question, status }) : null);
  return { count: listLink(question), open: ofStatus('open'), settled: ofStatus('settled') };
}

function whatOf(kind: FindingKind, severity: FindingSeverity) {
  return { kind, label: findingLabels[kind], severity, severityLabel: severityLabels[severity], whatToDo: findingAdvice[kind] };
}

/** What blocks comes first, within each source or authority. */
function inOrder(counts: readonly FindingCount[]): readonly FindingCount[] {
  const key = ({ source, authority, severity, kind }: FindingCount) => `${source ?? authority ?? ''}\0${severity}\0${kind}`;
  return counts.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
