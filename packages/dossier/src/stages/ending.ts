import type { AppError } from '@motcua/kernel';
import { minuteOf } from '@motcua/kernel';
import { dueDateThatCounts, NOT_STOPPED, NOTHING_AWAITED, stoppedDueAtEnd } from '../due-clock.ts';
import type { DossierEvent, DossierEventOf } from '../events.ts';
import { isPastDue, resolvedClass } from '../lateness-rule.ts';
import { closedError, dueBefore, no, notOpenAndReceived, notResolved, unknownDossier } from '../refusals.ts';
import { isClosed, isResolved } from '../situation.ts';
import type { DossierClass, Situation } from '../situation.ts';
import type { Terms } from '../terms.ts';
import { optionalInstant } from '../told.ts';

export function dossierResolved(situation: Situation, event: DossierEventOf<'DossierResolved'>, terms: Terms): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  const due = dueDateThatCounts(situation, event, terms);
  const outcome = resolvedClass(situation, event.occurredAt, due);
  const ended = { ...closedAs(situation, outcome, event, terms), resolvedAt: event.occurredAt };
  return outcome === 'resolved_late' ? { ...ended, everOverdue: true } : ended;
}

export function resultReady(situation: Situation, event: DossierEventOf<'ResultReady'>): Situation | AppError {
  if (!isResolved(situation.class)) return notResolved(situation);
  if (situation.readyAt !== undefined) return no('RESULT_ALREADY_READY', 'The result was already reported as ready.');
  return { ...situation, readyAt: event.occurredAt, electronicResult: event.data.electronic === true };
}

export function resultReturned(situation: Situation, event: DossierEventOf<'ResultReturned'>): Situation | AppError {
  if (!isResolved(situation.class)) return notResolved(situation);
  if (situation.returnedAt !== undefined) return no('RESULT_ALREADY_RETURNED', 'The result was already returned.');
  return { ...situation, returnedAt: event.occurredAt };
}

export function closedOtherwise(situation: Situation, to: 'withdrawn' | 'terminated', event: DossierEvent, terms: Terms): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (isClosed(situation.class)) return closedError();
  return closedAs(situation, to, event, terms);
}

/** Unless a new due date is told, the one that was in force or stopped at the end is in force again: lateness cannot be laundered. */
export function reopened(situation: Situation, event: DossierEventOf<'DossierReopened'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (!isClosed(situation.class)) return no('DOSSIER_NOT_CLOSED', 'The dossier is still open; nothing has to be reopened.');
  const dueAt = optionalInstant(event.data.dueAt);
  if (dueAt !== undefined && minuteOf(dueAt) < minuteOf(event.occurredAt)) return dueBefore('reopening');
  const open = {
    ...situation, class: 'in_progress', everWorkedOn: true, resolvedAt: undefined, readyAt: undefined, returnedAt: undefined, electronicResult: false,
    dueAt: dueAt ?? situation.dueAt ?? situation.stoppedDueAt, ...NOT_STOPPED,
  } as const;
  return isPastDue(open, event.occurredAt) ? { ...open, class: 'overdue', everOverdue: true, missedDueAt: open.missedDueAt ?? open.dueAt } : open;
}

/** Nothing is waited for any more; the due date, also a stopped one, is kept for a reopening. */
export function closedAs(situation: Situation, to: DossierClass, event: DossierEvent, terms: Terms): Situation {
  const stoppedDueAt = stoppedDueAtEnd(situation, event, terms);
  return { ...situation, ...NOTHING_AWAITED, class: to, heldBy: undefined, stoppedDueAt, stoppedAt: undefined };
}
