import { AppError, civilDateOf, minuteOf, parseInstant } from '@motcua/kernel';
import type { ErrorCode, Instant } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import { computedDueAt, dueDateThatCounts, endWaiting, NOT_STOPPED, reappointed, startWaiting, stoppedDueAtEnd, withDueDate } from './due-clock.ts';
import type { Channel, DossierEvent, DossierEventOf } from './events.ts';
import { isPastDue, resolvedClass } from './lateness-rule.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { isClosed, isReceivedOpen, isResolved, UNKNOWN } from './situation.ts';
import type { DossierClass, Placement, Situation } from './situation.ts';

/**
 * Where the dossier stands after one more event, or why the event cannot have happened there.
 * Events come in order of time; corrections of times were applied before.
 *
 * @param almanac - For computing due dates; without it those that nobody told are unknown. What is lawful does not depend on it,
 *   nor on the rule.
 * @returns The next situation, or an AppError (returned, not thrown) with a code of the 409 family.
 */
export function evolve(before: Situation, event: DossierEvent, rule: LatenessRule, almanac?: Almanac): Situation | AppError {
  const situation = noteLapse(before, event);
  switch (event.type) {
    case 'DossierSubmitted': return submitted(situation, event);
    case 'DossierReceived': return received(situation, event, almanac);
    case 'DossierRefused': return refused(situation, event, rule);
    case 'SupplementRequested': return supplementRequested(situation, event, rule);
    case 'SupplementReceived': return supplementReceived(situation, event, rule, almanac);
    case 'PaymentRequested': return paymentRequested(situation, event);
    case 'FeePaid': return feePaid(situation, event, almanac);
    case 'ProcessingSuspended': return suspended(situation, event);
    case 'ProcessingResumed': return resumed(situation, event, almanac);
    case 'DossierTransferred': return transferred(situation, event);
    case 'OpinionRequested': return opinionRequested(situation, event);
    case 'OpinionGiven': return opinionGiven(situation, event);
    case 'DelayAnnounced': return notOpenAndReceived(situation) ?? situation;
    case 'DueDateChanged': return dueDateChanged(situation, event, rule);
    case 'DossierFellOverdue': return fellOverdue(situation, event, rule);
    case 'ApologyIssued': return apologyIssued(situation, event, rule);
    case 'DossierResolved': return dossierResolved(situation, event, rule, almanac);
    case 'ResultReady': return resultReady(situation, event);
    case 'ResultReturned': return resultReturned(situation, event);
    case 'DossierWithdrawn': return closedOtherwise(situation, 'withdrawn', event, rule, almanac);
    case 'ProcessingTerminated': return closedOtherwise(situation, 'terminated', event, rule, almanac);
    case 'DossierReopened': return reopened(situation, event);
    case 'DossierReassigned': return reassigned(situation, event);
    case 'DossierCorrected': return corrected(situation, event);
  }
}

/** Anything that happens to an open dossier after its due date proves that the date passed unfinished. */
function noteLapse(situation: Situation, event: DossierEvent): Situation {
  if (situation.everOverdue || !isReceivedOpen(situation.class) || !isPastDue(situation, event.occurredAt)) return situation;
  return { ...situation, everOverdue: true, missedDueAt: situation.dueAt };
}

function submitted(situation: Situation, event: DossierEventOf<'DossierSubmitted'>): Situation | AppError {
  if (situation.class === 'awaiting_reception') return no('ALREADY_SUBMITTED', 'The dossier was already submitted; send what happened next.');
  if (situation.class !== 'outside') return no(isClosed(situation.class) ? 'DOSSIER_CLOSED' : 'ALREADY_RECEIVED', 'A dossier cannot be submitted after its reception or end; a new application has a new code.');
  return { ...situation, class: 'awaiting_reception', submittedAt: event.occurredAt, placement: placementOf(event.data, 'online') };
}

function received(situation: Situation, event: DossierEventOf<'DossierReceived'>, almanac: Almanac | undefined): Situation | AppError {
  if (isReceivedOpen(situation.class)) return alreadyReceived(situation);
  if (isClosed(situation.class)) return no('DOSSIER_CLOSED', 'The dossier had ended at that time; if its work goes on, send DossierReopened in place of the reception, and for a new application use a new code.');
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('reception');
  const { authority, procedure, channel } = event.data;
  const limit = event.data.limit ?? almanac?.limitOf(procedure, civilDateOf(event.occurredAt), event.position)?.limit;
  return {
    ...situation, ...NOTHING_AWAITED, class: 'in_progress', receivedAt: event.occurredAt, everWorkedOn: true, limit,
    dueAt: told ?? computedDueAt(limit, authority, event, almanac),
    supplementOvertaken: situation.supplement === 'awaited',
    placement: placementOf(event.data, channel),
  };
}

function refused(situation: Situation, event: DossierEventOf<'DossierRefused'>, rule: LatenessRule): Situation | AppError {
  if (situation.class === 'awaiting_reception') return closedAs(situation, 'refused', event, rule, undefined);
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

function supplementRequested(situation: Situation, event: DossierEventOf<'SupplementRequested'>, rule: LatenessRule): Situation | AppError {
  if (situation.supplement !== 'none') return no('SUPPLEMENT_ALREADY_REQUESTED', 'A supplement is already being waited for; send SupplementReceived first.');
  if (situation.class === 'awaiting_reception') return { ...situation, supplement: 'awaited' };
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  const asked = { ...startWaiting(situation, 'supplement', event.occurredAt), supplements: situation.supplements + 1 };
  return rule.secondSupplement === 'is_late' && asked.supplements > 1 ? { ...asked, class: 'overdue', everOverdue: true } : asked;
}

function supplementReceived(situation: Situation, event: DossierEventOf<'SupplementReceived'>, rule: LatenessRule, almanac: Almanac | undefined): Situation | AppError {
  if (isClosed(situation.class)) return closedError();
  if (situation.supplement === 'none' && situation.supplementOvertaken) return { ...situation, supplementOvertaken: false };
  if (situation.supplement === 'none') return no('SUPPLEMENT_NOT_REQUESTED', 'No supplement was asked for; send SupplementRequested with its own time first.');
  if (situation.class === 'awaiting_reception') return { ...situation, supplement: 'none' };
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('return of the supplement');
  if (rule.supplement === 'is_subtracted') return endWaiting(situation, 'supplement', event, situation.stoppedDueAt === undefined ? told : undefined, almanac);
  const after = endWaiting(situation, 'supplement', event, undefined, almanac);
  if (situation.supplement !== 'awaited') return after;
  return withDueDate(after, told ?? computedDueAt(situation.limit, situation.placement.authority, event, almanac), event.occurredAt);
}

function paymentRequested(situation: Situation, event: DossierEventOf<'PaymentRequested'>): Situation | AppError {
  if (situation.payment !== 'none') return no('PAYMENT_ALREADY_REQUESTED', 'A payment is already being waited for; send FeePaid first.');
  if (situation.class === 'awaiting_reception') return { ...situation, payment: 'awaited' };
  return notOpenAndReceived(situation) ?? startWaiting(situation, 'payment', event.occurredAt);
}

/** Fees are paid also where nobody waits for them. */
function feePaid(situation: Situation, event: DossierEventOf<'FeePaid'>, almanac: Almanac | undefined): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('payment');
  if (situation.payment === 'none') return situation;
  if (situation.class === 'awaiting_reception') return { ...situation, payment: 'none' };
  return endWaiting(situation, 'payment', event, told, almanac);
}

function suspended(situation: Situation, event: DossierEventOf<'ProcessingSuspended'>): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  if (situation.suspension !== 'none') return no('ALREADY_SUSPENDED', 'The processing is already suspended; send ProcessingResumed first.');
  return startWaiting(situation, 'suspension', event.occurredAt);
}

function resumed(situation: Situation, event: DossierEventOf<'ProcessingResumed'>, almanac: Almanac | undefined): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  if (situation.suspension === 'none') return no('NOT_SUSPENDED', 'The processing is not suspended; send ProcessingSuspended with its own time first.');
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('resumption');
  return endWaiting(situation, 'suspension', event, told, almanac);
}

function transferred(situation: Situation, event: DossierEventOf<'DossierTransferred'>): Situation | AppError {
  const error = notOpenAndReceived(situation) ?? ownDueBefore(event.data.dueAt, event.occurredAt, 'transfer');
  if (error !== undefined) return error;
  const { to } = event.data;
  if (to === (situation.heldBy ?? situation.placement.authority)) return no('ALREADY_TRANSFERRED', 'This office already has the dossier.');
  return { ...situation, heldBy: to === situation.placement.authority ? undefined : to };
}

function opinionRequested(situation: Situation, event: DossierEventOf<'OpinionRequested'>): Situation | AppError {
  const error = notOpenAndReceived(situation) ?? ownDueBefore(event.data.dueAt, event.occurredAt, 'request');
  if (error !== undefined) return error;
  const { office } = event.data;
  if (situation.opinions.includes(office)) return no('OPINION_ALREADY_REQUESTED', 'The opinion of this office is already being waited for; send OpinionGiven first.');
  return { ...situation, opinions: [...situation.opinions, office] };
}

/** It may come when the dossier has long been closed. */
function opinionGiven(situation: Situation, event: DossierEventOf<'OpinionGiven'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (!situation.opinions.includes(event.data.office)) return no('OPINION_NOT_REQUESTED', 'No opinion of this office is being waited for; send OpinionRequested with its own time first.');
  return { ...situation, opinions: situation.opinions.filter((office) => office !== event.data.office) };
}

function ownDueBefore(dueAt: string | undefined, at: Instant, what: string): AppError | undefined {
  const due = optionalInstant(dueAt);
  return due !== undefined && minuteOf(due) < minuteOf(at) ? dueBefore(what) : undefined;
}

function dueDateChanged(situation: Situation, event: DossierEventOf<'DueDateChanged'>, rule: LatenessRule): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  const dueAt = requiredInstant(event.data.newDueAt);
  if (event.data.cause === 'apology') return reappointed(situation, dueAt, event.occurredAt, rule);
  return minuteOf(dueAt) < minuteOf(event.occurredAt) ? dueBefore('change itself') : withDueDate(situation, dueAt, event.occurredAt);
}

/**
 * Moves nothing unless the dossier is open and this very due date is in force; the mark stays a fact all the same,
 * also when a correction has since moved the reception behind it.
 */
function fellOverdue(situation: Situation, event: DossierEventOf<'DossierFellOverdue'>, rule: LatenessRule): Situation {
  const inForce = situation.dueAt !== undefined && minuteOf(situation.dueAt) === minuteOf(requiredInstant(event.data.dueAt));
  if (event.data.rule !== rule.id || !isReceivedOpen(situation.class) || !inForce) return situation;
  return { ...situation, class: 'overdue', everOverdue: true, missedDueAt: situation.missedDueAt ?? situation.dueAt };
}

function apologyIssued(situation: Situation, event: DossierEventOf<'ApologyIssued'>, rule: LatenessRule): Situation | AppError {
  if (!situation.everWorkedOn) return notReceived(situation);
  const dueAt = optionalInstant(event.data.newDueAt);
  const dated = dueAt === undefined || !isReceivedOpen(situation.class) ? situation : reappointed(situation, dueAt, event.occurredAt, rule);
  return { ...dated, apologies: situation.apologies + 1 };
}

function dossierResolved(situation: Situation, event: DossierEventOf<'DossierResolved'>, rule: LatenessRule, almanac: Almanac | undefined): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  const due = dueDateThatCounts(situation, event, rule, almanac);
  const outcome = resolvedClass(situation, event.occurredAt, due);
  const ended = { ...closedAs(situation, outcome, event, rule, almanac), resolvedAt: event.occurredAt };
  return outcome === 'resolved_late' ? { ...ended, everOverdue: true, missedDueAt: situation.missedDueAt ?? due } : ended;
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

function closedOtherwise(situation: Situation, to: 'withdrawn' | 'terminated', event: DossierEvent, rule: LatenessRule, almanac: Almanac | undefined): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (isClosed(situation.class)) return closedError();
  return closedAs(situation, to, event, rule, almanac);
}

/** Nothing is waited for any more; the due date, also a stopped one, is kept for a reopening. */
function closedAs(situation: Situation, to: DossierClass, event: DossierEvent, rule: LatenessRule, almanac: Almanac | undefined): Situation {
  const stoppedDueAt = stoppedDueAtEnd(situation, event, rule, almanac);
  return { ...situation, ...NOTHING_AWAITED, class: to, heldBy: undefined, stoppedDueAt, stoppedAt: undefined };
}

const NOTHING_AWAITED = { supplement: 'none', payment: 'none', suspension: 'none' } as const;

/** Unless a new due date is told, the one that was in force or stopped at the end is in force again: lateness cannot be laundered. */
function reopened(situation: Situation, event: DossierEventOf<'DossierReopened'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (!isClosed(situation.class)) return no('DOSSIER_NOT_CLOSED', 'The dossier is still open; nothing has to be reopened.');
  const dueAt = optionalInstant(event.data.dueAt);
  if (dueAt !== undefined && minuteOf(dueAt) < minuteOf(event.occurredAt)) return dueBefore('reopening');
  return {
    ...situation, class: 'in_progress', everWorkedOn: true, resolvedAt: undefined, readyAt: undefined, returnedAt: undefined,
    dueAt: dueAt ?? situation.dueAt ?? situation.stoppedDueAt, ...NOT_STOPPED,
  };
}

function reassigned(situation: Situation, event: DossierEventOf<'DossierReassigned'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (isClosed(situation.class)) return closedError();
  if (situation.placement.authority === event.data.to) return no('AUTHORITY_UNCHANGED', 'The dossier already belongs to this authority.');
  const { to } = event.data;
  return { ...situation, placement: { ...situation.placement, authority: to }, heldBy: situation.heldBy === to ? undefined : situation.heldBy };
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

