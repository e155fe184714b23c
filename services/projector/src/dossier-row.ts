import type { DossierRow } from '@motcua/database';
import { fold, isResolved } from '@motcua/dossier';
import type { Dossier, DossierEventOf } from '@motcua/dossier';
import { formatInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { DossierState } from './dossier-states.ts';

/** The dossier's row of the read model. */
export function dossierRow(code: string, { dossier, firstPosition, lastPosition }: DossierState): DossierRow {
  const { situation } = dossier;
  const { placement } = situation;
  return {
    code, class: situation.class,
    authority: placement.authority, receiving_unit: placement.receivingUnit, procedure: placement.procedure,
    field: placement.field, channel: placement.channel,
    submitted_at: instantText(situation.submittedAt), received_at: instantText(situation.receivedAt),
    due_at: instantText(situation.dueAt), resolved_at: instantText(situation.resolvedAt),
    ready_at: instantText(situation.readyAt), returned_at: instantText(situation.returnedAt),
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

function instantText(instant: Instant | undefined): string | null {
  return instant === undefined ? null : formatInstant(instant);
}
