import { AppError, minuteOf, parseInstant } from '@motcua/kernel';
import type { ErrorCode, Instant } from '@motcua/kernel';
import type { Channel, DossierEvent, DossierEventOf } from './events.ts';
import { isPastDue, resolvedClass } from './lateness-rule.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { isClosed, isReceivedOpen, isResolved, UNKNOWN } from './situation.ts';
import type { Placement, Situation } from './situation.ts';

/**
 * Where the dossier stands after one more event, or why the event cannot have happened there.
 * Events come in order of time; corrections of times were applied before.
 *
 * @returns The next situation, or an AppError (returned, not thrown) with a code of the 409 family.
 */
export function evolve(before: Situation, event: DossierEvent, rule: LatenessRule): Situation | AppError {
  const situation = noteLapse(before, event);
  switch (event.type) {
    case 'DossierSubmitted': return submitted(situation, event);
    case 'DossierReceived': return received(situation, event);
    case 'DossierRefused': return refused(situation, event);
    case 'SupplementRequested': return supplementRequested(situation, event);
    case 'SupplementReceived': return supplementReceived(situation, event);
    case 'DueDateChanged': return dueDateChanged(situation, event, rule);
    case 'DossierFellOverdue': return fellOverdue(situation, event, rule);
    case 'ApologyIssued': return apologyIssued(situation);
    case 'DossierResolved': return dossierResolved(situation, event);
    case 'ResultReady': return resultReady(situation, event);
    case 'ResultReturned': return resultReturned(situation, event);
    case 'DossierWithdrawn': return closedOtherwise(situation, 'withdrawn');
    case 'ProcessingTerminated': return closedOtherwise(situation, 'terminated');
    case 'DossierReopened': return reopened(situation, event);
    case 'DossierReassigned': return reassigned(situation, event);
    case 'DossierCorrected': return corrected(situation, event);
  }
}

/** Anything that happens to an open dossier after its due date proves that the date passed unfinished. */
function noteLapse(situation: Situation, event: DossierEvent): Situation {
  if (situation.everOverdue || !isReceivedOpen(situation.class) || !isPastDue(situation, event.occurredAt)) return situation;
  return { ...situation, everOverdue: true };
}

function submitted(situation: Situation, event: DossierEventOf<'DossierSubmitted'>): Situation | AppError {
  if (situation.class === 'awaiting_reception') return no('ALREADY_SUBMITTED', 'The dossier was already submitted; send what happened next.');
  if (situation.class !== 'outside') return no(isClosed(situation.class) ? 'DOSSIER_CLOSED' : 'ALREADY_RECEIVED', 'A dossier cannot be submitted after its reception or end; a new application has a new code.');
  return { ...situation, class: 'awaiting_reception', submittedAt: event.occurredAt, placement: placementOf(event.data, 'online') };
}

function received(situation: Situation, event: DossierEventOf<'DossierReceived'>): Situation | AppError {
  if (isReceivedOpen(situation.class)) return alreadyReceived(situation);
  if (isClosed(situation.class)) return no('DOSSIER_CLOSED', 'The dossier had ended at that time; if its work goes on, send DossierReopened in place of the reception, and for a new application use a new code.');
  const dueAt = optionalInstant(event.data.dueAt);
  if (dueAt !== undefined && minuteOf(dueAt) < minuteOf(event.occurredAt)) return dueBefore('reception');
  return {
    ...situation, class: 'in_progress', receivedAt: event.occurredAt, dueAt, everWorkedOn: true,
    supplement: 'none', supplementOvertaken: situation.supplement === 'awaited',
    placement: placementOf(event.data, event.data.channel),
  };
}

function refused(situation: Situation, event: DossierEventOf<'DossierRefused'>): Situation | AppError {
  if (situation.class === 'awaiting_reception') return { ...situation, class: 'refused', supplement: 'none' };
  if (isReceivedOpen(situation.class)) return no('ALREADY_RECEIVED', 'A received dossier cannot be refused at the counter; use DossierWithdrawn or ProcessingTerminated.');
  if (isClosed(situation.class)) return no('DOSSIER_CLOSED', 'The dossier had ended at that time and cannot be refused any more; for a new application use a new code.');
  const { authority, procedure, receivingUnit, field, channel } = event.data;
  if (authority === undefined || procedure === undefined) {
    return new AppError('EVENT_INVALID', 'Nothing was submitted under this code: a refusal at the counter must say authority and procedure.', {
      errors: [{ pointer: '/data', detail: 'authority and procedure are required when no DossierSubmitted came before' }],
    });
  }
  return { ...situation, class: 'refused', placement: placementOf({ authority, procedure, receivingUnit, field }, channel ?? UNKNOWN) };
}

/** Asked before the due date, a supplement takes that date out of force; asked after it, it changes nothing about the lateness. */
function supplementRequested(situation: Situation, event: DossierEventOf<'SupplementRequested'>): Situation | AppError {
  if (situation.supplement !== 'none') return no('SUPPLEMENT_ALREADY_REQUESTED', 'A supplement is already being waited for; send SupplementReceived first.');
  if (situation.class === 'awaiting_reception') return { ...situation, supplement: 'awaited' };
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  if (situation.class === 'overdue') return { ...situation, supplement: 'awaited_late' };
  if (isPastDue(situation, event.occurredAt)) return { ...situation, class: 'paused', supplement: 'awaited_late' };
  return { ...situation, class: 'paused', supplement: 'awaited', stoppedDueAt: situation.dueAt, dueAt: undefined };
}

function supplementReceived(situation: Situation, event: DossierEventOf<'SupplementReceived'>): Situation | AppError {
  if (isClosed(situation.class)) return closedError();
  if (situation.supplement === 'none' && situation.supplementOvertaken) return { ...situation, supplementOvertaken: false };
  if (situation.supplement === 'none') return no('SUPPLEMENT_NOT_REQUESTED', 'No supplement was asked for; send SupplementRequested with its own time first.');
  if (situation.class === 'awaiting_reception') return { ...situation, supplement: 'none' };
  const restarted = optionalInstant(event.data.dueAt);
  if (restarted !== undefined && minuteOf(restarted) < minuteOf(event.occurredAt)) return dueBefore('return of the supplement');
  const dueAt = situation.supplement === 'awaited_late' ? situation.dueAt : restarted;
  return { ...situation, class: situation.class === 'overdue' ? 'overdue' : 'in_progress', supplement: 'none', stoppedDueAt: undefined, dueAt };
}

function dueDateChanged(situation: Situation, event: DossierEventOf<'DueDateChanged'>, rule: LatenessRule): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  if (event.data.cause === 'apology' && !rule.apologyMovesDueDate) return situation;
  const dueAt = requiredInstant(event.data.newDueAt);
  if (minuteOf(dueAt) < minuteOf(event.occurredAt)) return dueBefore('change itself');
  return situation.supplement === 'awaited' ? { ...situation, stoppedDueAt: dueAt } : { ...situation, dueAt };
}

/**
 * Moves nothing unless the dossier is open and this very due date is in force; the mark stays a fact all the same,
 * also when a correction has since moved the reception behind it.
 */
function fellOverdue(situation: Situation, event: DossierEventOf<'DossierFellOverdue'>, rule: LatenessRule): Situation {
  const inForce = situation.dueAt !== undefined && minuteOf(situation.dueAt) === minuteOf(requiredInstant(event.data.dueAt));
  if (event.data.rule !== rule.id || !isReceivedOpen(situation.class) || !inForce) return situation;
  return { ...situation, class: 'overdue', everOverdue: true };
}

function apologyIssued(situation: Situation): Situation | AppError {
  if (!situation.everWorkedOn) return notReceived(situation);
  return { ...situation, apologies: situation.apologies + 1 };
}

function dossierResolved(situation: Situation, event: DossierEventOf<'DossierResolved'>): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  const outcome = resolvedClass(situation, event.occurredAt);
  return { ...situation, class: outcome, resolvedAt: event.occurredAt, supplement: 'none', everOverdue: situation.everOverdue || outcome === 'resolved_late' };
}

function resultReady(situation: Situation, event: DossierEventOf<'ResultReady'>): Situation | AppError {
  if (!isResolved(situation.class)) return notResolved(situation);
  if (situation.readyAt !== undefined) return no('RESULT_ALREADY_READY', 'The result was already reported as ready.');
  return { ...situation, readyAt: event.occurredAt };
}

function resultReturned(situation: Situation, event: DossierEventOf<'ResultReturned'>): Situation | AppError {
  if (!isResolved(situation.class)) return notResolved(situation);
  if (situation.returnedAt !== undefined) return no('RESULT_ALREADY_RETURNED', 'The result was already returned.');
  return { ...situation, returnedAt: event.occurredAt };
}

function closedOtherwise(situation: Situation, to: 'withdrawn' | 'terminated'): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (isClosed(situation.class)) return closedError();
  return { ...situation, class: to, supplement: 'none' };
}

/** Unless a new due date is told, the one that was in force or stopped at the end is in force again: lateness cannot be laundered. */
function reopened(situation: Situation, event: DossierEventOf<'DossierReopened'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (!isClosed(situation.class)) return no('DOSSIER_NOT_CLOSED', 'The dossier is still open; nothing has to be reopened.');
  const dueAt = optionalInstant(event.data.dueAt);
  if (dueAt !== undefined && minuteOf(dueAt) < minuteOf(event.occurredAt)) return dueBefore('reopening');
  return {
    ...situation, class: 'in_progress', everWorkedOn: true, resolvedAt: undefined, readyAt: undefined, returnedAt: undefined,
    dueAt: dueAt ?? situation.dueAt ?? situation.stoppedDueAt, stoppedDueAt: undefined,
  };
}

function reassigned(situation: Situation, event: DossierEventOf<'DossierReassigned'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (isClosed(situation.class)) return closedError();
  if (situation.placement.authority === event.data.to) return no('AUTHORITY_UNCHANGED', 'The dossier already belongs to this authority.');
  return { ...situation, placement: { ...situation.placement, authority: event.data.to } };
}

/** Corrections of times were applied to their events before folding; those of the placement move the dossier now. */
function corrected(situation: Situation, event: DossierEventOf<'DossierCorrected'>): Situation | AppError {
  const { field, old } = event.data;
  if (field === 'submittedAt' || field === 'receivedAt' || field === 'resolvedAt' || field === 'dueAt') return situation;
  if (situation.class === 'outside') return unknownDossier();
  if (situation.placement[field] !== (old ?? UNKNOWN)) {
    return new AppError('CORRECTION_MISMATCH', 'The old value is not the recorded one: read the dossier again and correct what it says now.', {
      errors: [{ pointer: '/data/old', detail: `recorded is ${situation.placement[field]}` }],
    });
  }
  return { ...situation, placement: { ...situation.placement, ...correctedPart(field, event.data.new) } };
}

function correctedPart(field: keyof Placement, value: string): Partial<Placement> {
  // The schema of the event admits only channel codes for a correction of the channel.
  return field === 'channel' ? { channel: value as Channel } : { [field]: value };
}

type PlacementData = {
  readonly authority: string; readonly procedure: string;
  readonly receivingUnit?: string | undefined; readonly field?: string | undefined;
};

function placementOf(data: PlacementData, channel: Placement['channel']): Placement {
  return { authority: data.authority, receivingUnit: data.receivingUnit ?? UNKNOWN, procedure: data.procedure, field: data.field ?? UNKNOWN, channel };
}

function requiredInstant(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new AppError('HISTORY_IMPOSSIBLE', 'A recorded event holds an instant that cannot be read.');
  return instant;
}

function optionalInstant(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : requiredInstant(text);
}

function notOpenAndReceived(situation: Situation): AppError | undefined {
  if (isReceivedOpen(situation.class)) return undefined;
  return isClosed(situation.class) ? closedError() : notReceived(situation);
}

function notReceived(situation: Situation): AppError {
  return situation.class === 'outside' ? unknownDossier() : no('DOSSIER_NOT_RECEIVED', 'The dossier was not received at that time; send DossierReceived with its own time first.');
}

function alreadyReceived(situation: Situation): AppError {
  return no('ALREADY_RECEIVED', situation.receivedAt === undefined
    ? 'The dossier was reopened and is being worked on without a reception; send what happened next.'
    : 'The dossier was already received; correct the reception with DossierCorrected.');
}

function notResolved(situation: Situation): AppError {
  return situation.class === 'outside' ? unknownDossier() : no('NOT_RESOLVED', 'The dossier had no result at that time; send DossierResolved first.');
}

function closedError(): AppError {
  return no('DOSSIER_CLOSED', 'The dossier was closed at that time; send DossierReopened first if the work really goes on.');
}

/** The refusal of whatever cannot be the first thing that is known of a dossier. */
export function unknownDossier(): AppError {
  return no('DOSSIER_UNKNOWN', 'Nothing of this dossier is known at that time; send DossierSubmitted or DossierReceived first.');
}

function dueBefore(what: string): AppError {
  return no('DUE_BEFORE_START', `The due date lies before the ${what}; check both times.`);
}

function no(code: ErrorCode, detail: string): AppError {
  return new AppError(code, detail);
}

