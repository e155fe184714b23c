import type { ApologyDutyRow, DelayShareRow, DueRow, Replacement } from '@motcua/database';
import { apologyDuties, delayOf, dueDateToMark, fold } from '@motcua/dossier';
import type { ApologyDuty, Dossier, Situation, Step } from '@motcua/dossier';
import { civilDateOf, minuteOf } from '@motcua/kernel';
import { OTHER_RULES } from './post-event.ts';
import type { Standing } from './post-event.ts';

/** A dossier that a batch changed, as it was before the batch and is after it. */
export type Touched = { readonly code: string; readonly before: Standing; readonly after: Standing };

export type TimeRows = {
  readonly dues: Replacement<DueRow>;
  readonly duties: Replacement<ApologyDutyRow>;
  readonly shares: Replacement<DelayShareRow>;
};

/**
 * The due dates in force, the duties to apologise and the delays of the dossiers that a batch changed. They follow from the
 * dossier's events alone and what was known at each, so the rows that are there are those of the state before.
 */
export function timeRowsOf(all: readonly Touched[]): TimeRows {
  const dues = all.map(({ code, before, after }) => ({ code, before: dueRows(code, before), after: dueRows(code, after) })).filter((one) => !sameDues(one.before, one.after));
  const late = all.filter(({ before, after }) => mayOwe(before.dossier) || mayOwe(after.dossier)).map((one) => ({ ...one, steps: stepsOf(one) }));
  return {
    dues: { dossiers: dues.flatMap(({ code, before }) => (before.length > 0 ? [code] : [])), rows: dues.flatMap(({ after }) => after) },
    duties: { dossiers: late.flatMap(({ code, before }) => (mayOwe(before.dossier) ? [code] : [])), rows: late.flatMap(dutyRows) },
    shares: { dossiers: late.flatMap(({ code, before }) => (isLate(before.dossier) ? [code] : [])), rows: late.flatMap(shareRows) },
  };
}

/** Under the base rule, and under another one only where it says otherwise. */
function dueRows(dossier: string, { dossier: { situation, rule }, others }: Standing): readonly DueRow[] {
  const { authority } = situation.placement;
  const base = dueOf(situation);
  const differing = OTHER_RULES.flatMap((other, index) => {
    const own = others[index];
    if (own === undefined || own === situation) return [];
    const due = dueOf(own);
    return due.due_at === base.due_at && due.is_overdue === base.is_overdue ? [] : [{ dossier, rule: other.id, authority, ...due }];
  });
  return base.due_at === null && !base.is_overdue ? differing : [{ dossier, rule: rule.id, authority, ...base }, ...differing];
}

function dueOf(situation: Situation): Pick<DueRow, 'due_at' | 'is_overdue'> {
  const toMark = dueDateToMark(situation);
  if (toMark !== undefined || situation.class !== 'overdue') return { due_at: toMark ?? null, is_overdue: false };
  return { due_at: situation.dueAt ?? null, is_overdue: true };
}

function sameDues(before: readonly DueRow[], after: readonly DueRow[]): boolean {
  return before.length === after.length && before.every((row, index) => {
    const now = after[index];
    return now !== undefined && row.rule === now.rule && row.authority === now.authority && row.due_at === now.due_at && row.is_overdue === now.is_overdue;
  });
}

/** Whether there can be duties or a delay at all; few dossiers are folded again to find them. A reopened one may have had them before. */
function mayOwe({ situation, events }: Dossier): boolean {
  return situation.everOverdue || isReadyLate(situation) || events.some(({ type }) => type === 'DelayAnnounced' || type === 'DossierReopened');
}

function isReadyLate({ readyAt, dueAt, stoppedDueAt }: Situation): boolean {
  const due = dueAt ?? stoppedDueAt;
  return readyAt !== undefined && due !== undefined && minuteOf(readyAt) > minuteOf(due);
}

function isLate({ situation }: Dossier): boolean {
  return situation.class === 'resolved_late';
}

type Late = Touched & { readonly steps: readonly Step[] };

function stepsOf({ after: { dossier } }: Touched): readonly Step[] {
  const folding = fold(dossier.events, dossier.rule, dossier.almanac);
  return folding.kind === 'lawful' ? folding.steps : [];
}

function dutyRows({ code, after: { dossier }, steps }: Late): readonly ApologyDutyRow[] {
  if (dossier.almanac === undefined || !mayOwe(dossier)) return [];
  return apologyDuties(steps, dossier.almanac).map((duty, number) => dutyRow(code, number, duty));
}

function dutyRow(dossier: string, number: number, { ground, authority, openedAt, letterDueAt, dueAt, cause, unitAtFault, letter }: ApologyDuty): ApologyDutyRow {
  return {
    dossier, number, ground, authority, opened_on: civilDateOf(openedAt), opened_at: openedAt, letter_due_at: letterDueAt, due_at: dueAt,
    cause, unit_at_fault: unitAtFault ?? null, letter_number: letter?.number ?? null, letter_at: letter?.sentAt ?? null,
  };
}

function shareRows({ code, after: { dossier }, steps }: Late): readonly DelayShareRow[] {
  const delay = dossier.almanac === undefined || !isLate(dossier) ? undefined : delayOf(steps, dossier.almanac);
  if (delay === undefined) return [];
  const { authority } = dossier.situation.placement;
  const resolved_on = civilDateOf(delay.until);
  return delay.shares.map(({ office, cause, minutes }) => ({ dossier: code, office, authority, cause, minutes, late_minutes: delay.minutes, resolved_on }));
}
