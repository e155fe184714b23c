import { assertScope, authorityNames, dutiesPage, dutyCounts } from '@motcua/database';
import type { AuthorityName, DutiesQuery, Duty, DutyCount, DutyKey, Snapshot } from '@motcua/database';
import type { Cursors } from '@motcua/http';
import { formatInstant } from '@motcua/kernel';
import { delayCauseLabels, dutyStatusLabels, groundLabels, levelLabels } from '@motcua/ledger';
import type { z } from 'zod';
import { pageOf } from '../paging.ts';
import type { dutiesAnswer, DUTY_DIMENSIONS, DUTY_STATUSES, dutyListAnswer } from './answer-schema.ts';
import { listLink } from './query.ts';
import type { DutiesQuestion } from './query.ts';

export type DutiesAnswer = z.input<typeof dutiesAnswer>;
export type DutyListAnswer = z.input<typeof dutyListAnswer>;
export type DutyDimension = (typeof DUTY_DIMENSIONS)[number];

/** Which members of the counts, and which page of them. */
export type DutyListQuestion = DutiesQuestion & Pick<DutiesQuery, 'status' | 'level' | 'authority' | 'cause'> & {
  readonly limit: number; readonly after?: DutyKey | undefined; readonly cursors: Pick<Cursors, 'write'>;
};

type Counts = Omit<DutyCount, 'node'>;
type Names = ReadonlyMap<string, AuthorityName>;

/**
 * Sổ nghĩa vụ xin lỗi: how many letters the authorities of a scope owe, within a snapshot; every count has the address of its list.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readDuties({ tx, asOf }: Snapshot, question: DutiesQuestion, by: DutyDimension): Promise<DutiesAnswer> {
  const { scope, period, at, atIs } = question;
  await assertScope(tx, scope);
  const counts = await dutyCounts(tx, { scope, period, asOf: formatInstant(at), by });
  const names: Names = by === 'authority' ? await authorityNames(tx, period.to, undefined, period.from) : new Map();
  return {
    asOf, scope, period, at: formatInstant(at), atIs, by,
    rows: inOrder(counts, by).map((count) => ({ row: count.node, label: labelOf(by, count.node, names), ...countsOf(count), links: linksOf(question, { [by]: count.node }) })),
    total: { ...countsOf(counts.reduce<Counts>(plus, { owed: 0, metInTime: 0, metLate: 0, notMet: 0 })), links: linksOf(question, {}) },
  };
}

/** The duties behind a count, in order of opening, within a snapshot. */
export async function readDutyList({ tx, asOf }: Snapshot, question: DutyListQuestion): Promise<DutyListAnswer> {
  const { scope, period, at, atIs, status, level, authority, cause, after, limit, cursors } = question;
  await assertScope(tx, scope);
  const names = await authorityNames(tx, period.to);
  const found = await dutiesPage(tx, { scope, period, asOf: formatInstant(at), status, level, authority, cause, after, limit: limit + 1 });
  const { page, next } = pageOf(found, limit, cursors, ({ openedOn, dossier, number }) => [openedOn, dossier, number]);
  return { asOf, scope, period, at: formatInstant(at), atIs, items: page.map((duty) => itemOf(duty, names)), next };
}

function countsOf({ owed, metInTime, metLate, notMet }: Counts) {
  return { opened: owed + metInTime + metLate + notMet, owed, metInTime, metLate, notMet };
}

function plus(a: Counts, b: Counts): Counts {
  return { owed: a.owed + b.owed, metInTime: a.metInTime + b.metInTime, metLate: a.metLate + b.metLate, notMet: a.notMet + b.notMet };
}

function linksOf(question: DutiesQuestion, row: Readonly<Record<string, string>>): DutiesAnswer['total']['links'] {
  const ofStatus = (status: (typeof DUTY_STATUSES)[number]) => listLink(question, { ...row, status });
  return { opened: listLink(question, row), owed: ofStatus('owed'), metInTime: ofStatus('met_in_time'), metLate: ofStatus('met_late'), notMet: ofStatus('not_met') };
}

/** Levels from province to commune, everything else by its code. */
function inOrder(counts: readonly DutyCount[], by: DutyDimension): readonly DutyCount[] {
  const levels = Object.keys(levelLabels);
  return by === 'level' ? counts.toSorted((a, b) => levels.indexOf(a.node) - levels.indexOf(b.node)) : counts;
}

function labelOf(by: DutyDimension, node: string, names: Names): string {
  switch (by) {
    case 'level': return labelled(levelLabels, node);
    case 'authority': return `${node} ${names.get(node)?.name ?? '(chưa khai báo)'}`;
    case 'cause': return labelled(delayCauseLabels, node);
  }
}

function labelled(labels: Readonly<Record<string, string>>, code: string): string {
  return labels[code] ?? code;
}

function itemOf(duty: Duty, names: Names): DutyListAnswer['items'][number] {
  const { dossier, number, status, ground, authority, level, openedAt, dueAt, letterDueAt, cause, unitAtFault, letterNumber, letterAt } = duty;
  return {
    dossier, number, status, statusLabel: dutyStatusLabels[status], ground, groundLabel: groundLabels[ground], authority, authorityName: names.get(authority)?.name ?? null, level,
    openedAt, dueAt, letterDueAt, cause, causeLabel: delayCauseLabels[cause], unitAtFault, unitAtFaultName: unitAtFault === null ? null : names.get(unitAtFault)?.name ?? null,
    letterNumber, letterAt, letter: `/v1/dossiers/${dossier}/apology-letter?duty=${number}`,
  };
}
