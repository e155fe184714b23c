import type { DossierRow } from '@motcua/database';
import { fold, isResolved } from '@motcua/dossier';
import type { Dossier, DossierEventOf } from '@motcua/dossier';
import type { DossierState } from './dossier-states.ts';

/** The dossier's row of the read model. */
export function dossierRow(code: string, { dossier, firstPosition, lastPosition }: DossierState): DossierRow {
  const { situation } = dossier;
  const { placement } = situation;
  return {
    code, class: situation.class,
    authority: placement.authority, receiving_unit: placement.receivingUnit, procedure: placement.procedure,
    field: placement.field, channel: placement.channel,
    submitted_at: situation.submittedAt ?? null, received_at: situation.receivedAt ?? null,
    due_at: situation.dueAt ?? null, resolved_at: situation.resolvedAt ?? null,
    ready_at: situation.readyAt ?? null, returned_at: situation.returnedAt ?? null,
    ever_overdue: situation.everOverdue, apologies: situation.apologies, claimed_outcome: claimedOutcome(dossier) ?? null,
    first_position: firstPosition, last_position: lastPosition,
  };
}

/** What the sender of the resolution in force thinks of it; undefined when there is none or nothing was said. */
export function claimedOutcome(dossier: Dossier): Claim {
  if (!isResolved(dossier.situation.class)) return undefined;
  const resolutions = dossier.events.filter((event) => event.type === 'DossierResolved');
  const [only] = resolutions;
  return (resolutions.length === 1 ? only : lastInTime(dossier))?.data.claimedOutcome;
}

export type Claim = DossierEventOf<'DossierResolved'>['data']['claimedOutcome'];

/** Reopened dossiers have several resolutions, which need not have arrived in order. */
function lastInTime(dossier: Dossier): DossierEventOf<'DossierResolved'> | undefined {
  const folding = fold(dossier.events, dossier.rule);
  if (folding.kind === 'unlawful') return undefined;
  return folding.steps.map(({ event }) => event).findLast((event) => event.type === 'DossierResolved');
}
