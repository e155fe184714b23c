import type { AppError, Instant } from '@motcua/kernel';
import { minuteOf } from '@motcua/kernel';
import type { DossierEventOf } from '../events.ts';
import { dueBefore, no, notOpenAndReceived, unknownDossier } from '../refusals.ts';
import type { Situation } from '../situation.ts';
import { optionalInstant } from '../told.ts';

export function transferred(situation: Situation, event: DossierEventOf<'DossierTransferred'>): Situation | AppError {
  const error = notOpenAndReceived(situation) ?? ownDueBefore(event.data.dueAt, event.occurredAt, 'transfer');
  if (error !== undefined) return error;
  const { to } = event.data;
  if (to === (situation.heldBy ?? situation.placement.authority)) return no('ALREADY_TRANSFERRED', 'This office already has the dossier.');
  return { ...situation, heldBy: to === situation.placement.authority ? undefined : to };
}

export function opinionRequested(situation: Situation, event: DossierEventOf<'OpinionRequested'>): Situation | AppError {
  const error = notOpenAndReceived(situation) ?? ownDueBefore(event.data.dueAt, event.occurredAt, 'request');
  if (error !== undefined) return error;
  const { office } = event.data;
  if (situation.opinions.includes(office)) return no('OPINION_ALREADY_REQUESTED', 'The opinion of this office is already being waited for; send OpinionGiven first.');
  return { ...situation, opinions: [...situation.opinions, office] };
}

/** It may come when the dossier has long been closed. */
export function opinionGiven(situation: Situation, event: DossierEventOf<'OpinionGiven'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (!situation.opinions.includes(event.data.office)) return no('OPINION_NOT_REQUESTED', 'No opinion of this office is being waited for; send OpinionRequested with its own time first.');
  return { ...situation, opinions: situation.opinions.filter((office) => office !== event.data.office) };
}

function ownDueBefore(dueAt: string | undefined, at: Instant, what: string): AppError | undefined {
  const due = optionalInstant(dueAt);
  return due !== undefined && minuteOf(due) < minuteOf(at) ? dueBefore(what) : undefined;
}
