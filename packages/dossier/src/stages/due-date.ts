import type { AppError } from '@motcua/kernel';
import { minuteOf } from '@motcua/kernel';
import { reappointed, withDueDate } from '../due-clock.ts';
import type { DossierEventOf } from '../events.ts';
import { dueBefore, notOpenAndReceived, notReceived } from '../refusals.ts';
import { isReceivedOpen } from '../situation.ts';
import type { Situation } from '../situation.ts';
import type { Terms } from '../terms.ts';
import { optionalInstant, requiredInstant } from '../told.ts';

export function dueDateChanged(situation: Situation, event: DossierEventOf<'DueDateChanged'>, { rule }: Terms): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  const dueAt = requiredInstant(event.data.newDueAt);
  if (event.data.cause === 'apology') return reappointed(situation, dueAt, event.occurredAt, rule);
  if (minuteOf(dueAt) < minuteOf(event.occurredAt)) return dueBefore('change itself');
  return movesAnotherDate(situation, event) ? situation : withDueDate(situation, dueAt, event.occurredAt);
}

/** A date that is moved with the calendar was promised: under a rule by which another one counts, there is nothing to move. */
function movesAnotherDate({ dueAt, stoppedDueAt }: Situation, { data: { cause, oldDueAt } }: DossierEventOf<'DueDateChanged'>): boolean {
  const [old, counts] = [optionalInstant(oldDueAt), dueAt ?? stoppedDueAt];
  return cause === 'calendar' && old !== undefined && (counts === undefined || minuteOf(old) !== minuteOf(counts));
}

/**
 * Moves nothing unless the dossier is open and this very due date is in force; the mark stays a fact all the same,
 * also when a correction has since moved the reception behind it.
 */
export function fellOverdue(situation: Situation, event: DossierEventOf<'DossierFellOverdue'>, { rule }: Terms): Situation {
  const inForce = situation.dueAt !== undefined && minuteOf(situation.dueAt) === minuteOf(requiredInstant(event.data.dueAt));
  if (event.data.rule !== rule.id || !isReceivedOpen(situation.class) || !inForce) return situation;
  return { ...situation, class: 'overdue', everOverdue: true, missedDueAt: situation.missedDueAt ?? situation.dueAt };
}

export function apologyIssued(situation: Situation, event: DossierEventOf<'ApologyIssued'>, { rule }: Terms): Situation | AppError {
  if (!situation.everWorkedOn) return notReceived(situation);
  const dueAt = optionalInstant(event.data.newDueAt);
  const dated = dueAt === undefined || !isReceivedOpen(situation.class) ? situation : reappointed(situation, dueAt, event.occurredAt, rule);
  return { ...dated, apologies: situation.apologies + 1 };
}
