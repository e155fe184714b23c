import { ND61 } from '@motcua/dossier';
import type { Channel, UNKNOWN } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import type { Cause, LegClass, Whereabouts } from '@motcua/ledger';
import type { Kysely, Selectable } from 'kysely';
import type { DossierTable, ReadModel } from '../schema.ts';

/** A row of the table `dossier`. */
export type DossierStanding = Selectable<DossierTable>;

/** A movement as it stands in the journal. `inverted`: it takes back an earlier one. `position`: of the event that made it known. */
export type PostedMovement = {
  readonly position: number;
  readonly movement: number;
  readonly eventId: string;
  readonly effectiveOn: CivilDate;
  readonly cause: Cause;
  readonly rule: string;
  readonly inverted: boolean;
  readonly from: Whereabouts;
  readonly to: Whereabouts;
};

/** Where a dossier stands, or undefined when the ledger has not posted it. */
export async function dossierStanding(db: Kysely<ReadModel>, code: string): Promise<DossierStanding | undefined> {
  return db.selectFrom('dossier').select([
    'code', 'class', 'authority', 'receiving_unit', 'procedure', 'field', 'channel', 'submitted_at', 'received_at', 'due_at', 'resolved_at',
    'ready_at', 'returned_at', 'ever_overdue', 'apologies', 'claimed_outcome', 'first_position', 'last_position',
  ]).where('code', '=', code).executeTakeFirst();
}

/**
 * Every movement that the journal holds of a dossier, inverses included, in the order of posting.
 *
 * @param rules - Ids of the lateness rules whose legs are wanted; the book of another rule is the base rule's legs and its own.
 */
export async function postedMovements(db: Kysely<ReadModel>, code: string, rules: readonly string[] = [ND61.id]): Promise<readonly PostedMovement[]> {
  const legs = await db.selectFrom('journal').innerJoin('kind', 'kind.kind', 'journal.kind').innerJoin('place', 'place.place', 'journal.place')
    .select([
      'journal.position', 'journal.movement', 'journal.event_id', 'journal.effective_on', 'journal.inverted', 'kind.cause', 'kind.rule', 'kind.class',
      'kind.side', 'place.authority', 'place.receiving_unit', 'place.procedure', 'place.field', 'place.channel',
    ])
    .where('journal.dossier', '=', code).where('kind.rule', 'in', rules).orderBy('journal.position').orderBy('journal.movement').orderBy('kind.side').execute();
  // Side `from` sorts before `to`, and every movement has exactly one leg of each.
  return legs.flatMap((from, index) => {
    const to = legs[index + 1];
    return from.side === 'to' || to === undefined ? [] : [movementOf(from, to)];
  });
}

type Leg = {
  readonly position: number; readonly movement: number; readonly event_id: string; readonly effective_on: CivilDate; readonly inverted: boolean;
  readonly cause: Cause; readonly rule: string; readonly class: LegClass;
  readonly authority: string; readonly receiving_unit: string; readonly procedure: string; readonly field: string; readonly channel: string;
};

function movementOf(from: Leg, to: Leg): PostedMovement {
  const { position, movement, event_id: eventId, effective_on: effectiveOn, inverted, cause, rule } = from;
  return { position, movement, eventId, effectiveOn, cause, rule, inverted, from: whereaboutsOf(from), to: whereaboutsOf(to) };
}

function whereaboutsOf(leg: Leg): Whereabouts {
  const { authority, receiving_unit: receivingUnit, procedure, field } = leg;
  return { class: leg.class, placement: { authority, receivingUnit, procedure, field, channel: leg.channel as Channel | typeof UNKNOWN } };
}
