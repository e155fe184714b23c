import { assertScope, authorityNames, delaysPage, delaySums, delayTotals } from '@motcua/database';
import type { AuthorityName, DelayKey, DelaysQuery, LateDossier, OfficeShare, Snapshot } from '@motcua/database';
import type { Cursors } from '@motcua/http';
import type { Period } from '@motcua/kernel';
import { delayCauseLabels, percent } from '@motcua/ledger';
import type { z } from 'zod';
import { workingTime } from '../due-dates/answer.ts';
import { pageOf } from '../paging.ts';
import type { delaysAnswer } from './answer-schema.ts';

/** The answer of `GET /v1/delays`. */
export type DelaysAnswer = z.input<typeof delaysAnswer>;

/** Which late dossiers, and which page of them. */
export type DelaysQuestion = Omit<DelaysQuery, 'period'> & { readonly period: Period; readonly after?: DelayKey | undefined; readonly limit: number; readonly cursors: Pick<Cursors, 'write'> };

type Names = ReadonlyMap<string, AuthorityName>;

/**
 * Hồ sơ trễ hạn: who answers for which part of the delays of a period, within a snapshot.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readDelays({ tx, asOf }: Snapshot, question: DelaysQuestion): Promise<DelaysAnswer> {
  const { scope, period, limit, cursors } = question;
  await assertScope(tx, scope);
  const names = await authorityNames(tx, period.to);
  const sums = await delaySums(tx, question);
  const totals = await delayTotals(tx, question);
  const { page, next } = pageOf(await delaysPage(tx, { ...question, limit: limit + 1 }), limit, cursors, ({ resolvedOn, dossier }) => [resolvedOn, dossier]);
  return {
    asOf, scope, period, dossiers: sums.dossiers, late: workingTime(sums.minutes),
    totals: totals.map((total) => ({ ...partOf(total, names), dossiers: total.dossiers })),
    items: page.map((dossier) => itemOf(dossier, names)), next,
  };
}

function itemOf({ dossier, authority, resolvedOn, lateMinutes, shares }: LateDossier, names: Names): DelaysAnswer['items'][number] {
  const late = workingTime(lateMinutes);
  const parts = shares.map((share) => ({ ...partOf(share, names), percent: percent(share.minutes, lateMinutes) }));
  const told = parts.map(({ office, name, causeLabel, share }) => `${name === null ? office : `${office} ${name}`} (${causeLabel}) ${share.text}`);
  return {
    dossier, authority, authorityName: names.get(authority)?.name ?? null, resolvedOn, late,
    sentence: `trễ ${late.text}${told.length === 0 ? '' : ` do ${told.join('; ')}`}`, shares: parts,
  };
}

function partOf({ office, cause, minutes }: OfficeShare, names: Names) {
  return { office, name: names.get(office)?.name ?? null, cause, causeLabel: delayCauseLabels[cause], share: workingTime(minutes) };
}
