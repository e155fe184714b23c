import type { AppError } from '@motcua/kernel';
import { minuteOf } from '@motcua/kernel';
import { computedDueAt, endWaiting, startWaiting, withDueDate } from '../due-clock.ts';
import { ONLINE_PAYMENTS } from '../event-schemas.ts';
import type { DossierEventOf } from '../events.ts';
import { closedError, dueBefore, no, notOpenAndReceived, unknownDossier } from '../refusals.ts';
import { isClosed } from '../situation.ts';
import type { Situation } from '../situation.ts';
import type { Terms } from '../terms.ts';
import { optionalInstant } from '../told.ts';

export function supplementRequested(situation: Situation, event: DossierEventOf<'SupplementRequested'>, { rule }: Terms): Situation | AppError {
  if (situation.supplement !== 'none') return no('SUPPLEMENT_ALREADY_REQUESTED', 'A supplement is already being waited for; send SupplementReceived first.');
  if (situation.class === 'awaiting_reception') return { ...situation, supplement: 'awaited' };
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  const asked = { ...startWaiting(situation, 'supplement', event.occurredAt), supplements: situation.supplements + 1 };
  return rule.secondSupplement === 'is_late' && asked.supplements > 1 ? { ...asked, class: 'overdue', everOverdue: true } : asked;
}

export function supplementReceived(situation: Situation, event: DossierEventOf<'SupplementReceived'>, terms: Terms): Situation | AppError {
  if (isClosed(situation.class)) return closedError();
  if (situation.supplement === 'none' && situation.supplementOvertaken) return { ...situation, supplementOvertaken: false };
  if (situation.supplement === 'none') return no('SUPPLEMENT_NOT_REQUESTED', 'No supplement was asked for; send SupplementRequested with its own time first.');
  if (situation.class === 'awaiting_reception') return { ...situation, supplement: 'none' };
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('return of the supplement');
  if (terms.rule.supplement === 'is_subtracted') return endWaiting(situation, 'supplement', event, situation.stoppedDueAt === undefined ? told : undefined, terms);
  const after = endWaiting(situation, 'supplement', event, undefined, terms);
  if (situation.supplement !== 'awaited') return after;
  return withDueDate(after, told ?? computedDueAt(situation.limit, situation.placement.authority, event, terms), event.occurredAt);
}

export function paymentRequested(situation: Situation, event: DossierEventOf<'PaymentRequested'>): Situation | AppError {
  if (situation.payment !== 'none') return no('PAYMENT_ALREADY_REQUESTED', 'A payment is already being waited for; send FeePaid first.');
  const asked = { ...situation, hasFee: situation.hasFee || event.data.amount !== 0 };
  if (situation.class === 'awaiting_reception') return { ...asked, payment: 'awaited' };
  return notOpenAndReceived(situation) ?? startWaiting(asked, 'payment', event.occurredAt);
}

/** Fees are paid also where nobody waits for them. */
export function feePaid(situation: Situation, event: DossierEventOf<'FeePaid'>, terms: Terms): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('payment');
  const paid = event.data.amount === 0 ? situation : { ...situation, hasFee: true, paidOnline: situation.paidOnline || isOnlinePayment(event) };
  if (situation.payment === 'none') return paid;
  if (situation.class === 'awaiting_reception') return { ...paid, payment: 'none' };
  return endWaiting(paid, 'payment', event, told, terms);
}

/** Thanh toán trực tuyến. */
export function isOnlinePayment({ data: { method } }: DossierEventOf<'FeePaid'>): boolean {
  return ONLINE_PAYMENTS.includes(method);
}

export function suspended(situation: Situation, event: DossierEventOf<'ProcessingSuspended'>): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  if (situation.suspension !== 'none') return no('ALREADY_SUSPENDED', 'The processing is already suspended; send ProcessingResumed first.');
  return startWaiting(situation, 'suspension', event.occurredAt);
}

export function resumed(situation: Situation, event: DossierEventOf<'ProcessingResumed'>, terms: Terms): Situation | AppError {
  const error = notOpenAndReceived(situation);
  if (error !== undefined) return error;
  if (situation.suspension === 'none') return no('NOT_SUSPENDED', 'The processing is not suspended; send ProcessingSuspended with its own time first.');
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('resumption');
  return endWaiting(situation, 'suspension', event, told, terms);
}
