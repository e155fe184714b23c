import { AppError, minuteOf } from '@motcua/kernel';
import { computedDueAt, limitAtReception, NOTHING_AWAITED } from '../due-clock.ts';
import type { DossierEventOf } from '../events.ts';
import { alreadyReceived, dueBefore, no } from '../refusals.ts';
import { isClosed, isReceivedOpen, UNKNOWN } from '../situation.ts';
import type { Placement, Situation } from '../situation.ts';
import type { Terms } from '../terms.ts';
import { optionalInstant } from '../told.ts';
import { closedAs } from './ending.ts';

export function submitted(situation: Situation, event: DossierEventOf<'DossierSubmitted'>): Situation | AppError {
  if (situation.class === 'awaiting_reception') return no('ALREADY_SUBMITTED', 'The dossier was already submitted; send what happened next.');
  if (situation.class !== 'outside') return no(isClosed(situation.class) ? 'DOSSIER_CLOSED' : 'ALREADY_RECEIVED', 'A dossier cannot be submitted after its reception or end; a new application has a new code.');
  return { ...situation, class: 'awaiting_reception', submittedAt: event.occurredAt, placement: placementOf(event.data, 'online') };
}

export function received(situation: Situation, event: DossierEventOf<'DossierReceived'>, terms: Terms): Situation | AppError {
  if (isReceivedOpen(situation.class)) return alreadyReceived(situation);
  if (isClosed(situation.class)) return no('DOSSIER_CLOSED', 'The dossier had ended at that time; if its work goes on, send DossierReopened in place of the reception, and for a new application use a new code.');
  const told = optionalInstant(event.data.dueAt);
  if (told !== undefined && minuteOf(told) < minuteOf(event.occurredAt)) return dueBefore('reception');
  const limit = limitAtReception(event, terms)?.limit;
  return {
    ...situation, ...NOTHING_AWAITED, class: 'in_progress', receivedAt: event.occurredAt, everWorkedOn: true, limit,
    dueAt: told ?? computedDueAt(limit, event.data.authority, event, terms),
    supplementOvertaken: situation.supplement === 'awaited',
    placement: placementOf(event.data, event.data.channel),
  };
}

export function refused(situation: Situation, event: DossierEventOf<'DossierRefused'>, terms: Terms): Situation | AppError {
  if (situation.class === 'awaiting_reception') return closedAs(situation, 'refused', event, terms);
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

function placementOf(data: PlacementData, channel: Placement['channel']): Placement {
  return { authority: data.authority, receivingUnit: data.receivingUnit ?? UNKNOWN, procedure: data.procedure, field: data.field ?? UNKNOWN, channel };
}

type PlacementData = {
  readonly authority: string; readonly procedure: string;
  readonly receivingUnit?: string | undefined; readonly field?: string | undefined;
};
