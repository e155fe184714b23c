import { AppError } from '@motcua/kernel';
import type { Channel, DossierEventOf } from '../events.ts';
import { closedError, no, unknownDossier } from '../refusals.ts';
import { isClosed, UNKNOWN } from '../situation.ts';
import type { Placement, Situation } from '../situation.ts';

export function reassigned(situation: Situation, event: DossierEventOf<'DossierReassigned'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  if (isClosed(situation.class)) return closedError();
  if (situation.placement.authority === event.data.to) return no('AUTHORITY_UNCHANGED', 'The dossier already belongs to this authority.');
  const { to } = event.data;
  return { ...situation, placement: { ...situation.placement, authority: to }, heldBy: situation.heldBy === to ? undefined : situation.heldBy };
}

/** Corrections of times were applied to their events before folding; those of the placement move the dossier now. */
export function corrected(situation: Situation, event: DossierEventOf<'DossierCorrected'>): Situation | AppError {
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
