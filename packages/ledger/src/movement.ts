import { DOSSIER_CLASSES, fold, impossibleHistory, OPEN_CLASSES } from '@motcua/dossier';
import type { Almanac, DossierClass, DossierEvent, DossierEventType, LatenessRule, Placement, Situation, Step } from '@motcua/dossier';
import { AppError, civilDateOf } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { FACT_CLASSES } from './facts.ts';
import { FEEDBACK_CLASSES, OPEN_FEEDBACK_CLASSES } from './feedback.ts';

/**
 * Why a dossier moved. `succession`: its authority came under another level or parent, or was not declared any more; that
 * follows from the declarations and is never posted. A correction names what it corrected, so that a table shows it only
 * where that is a dimension. `noted`: a fact beside where the dossier stands.
 */
export const CAUSES = [
  'submitted', 'received', 'refused', 'paused', 'unpaused', 'overdue', 'resolved', 'withdrawn', 'terminated', 'reopened', 'reassigned', 'succession',
  'corrected_authority', 'corrected_receiving_unit', 'corrected_procedure', 'corrected_field', 'corrected_channel', 'noted',
] as const;
export type Cause = (typeof CAUSES)[number];

/** A class that a leg can be of: one in which a dossier or a feedback stands, or a fact. */
export const LEG_CLASSES = [...DOSSIER_CLASSES, ...FACT_CLASSES, ...FEEDBACK_CLASSES] as const;
/** Those that make a stock: what is in them at the end of a day is carried forward. */
export const STOCK_CLASSES = [...OPEN_CLASSES, ...OPEN_FEEDBACK_CLASSES] as const;
export type LegClass = (typeof LEG_CLASSES)[number];

/** One end of a movement. */
export type Whereabouts = { readonly class: LegClass; readonly placement: Placement };

/** Bút toán: one dossier leaves a class or a place for another, under one lateness rule; or a fact of a dossier is noted. */
export type Movement = {
  /** The log's id of the event that it follows from. */
  readonly eventId: string;
  /** The civil date of the fact, in Asia/Ho_Chi_Minh. */
  readonly effectiveOn: CivilDate;
  readonly cause: Cause;
  /** The lateness rule, or the book of facts. */
  readonly rule: string;
  /** 1 for a dossier; of a fact how many are noted, more than 0. */
  readonly amount: number;
  readonly from: Whereabouts;
  readonly to: Whereabouts;
};

/** One half of a movement. All legs of a movement sum to 0; `side` stays what it is when the movement is inverted. */
export type Leg = {
  readonly side: 'from' | 'to';
  readonly amount: number;
  readonly class: LegClass;
  readonly placement: Placement;
};

/** What the log's next event adds to the journal: a posting, or the exact inverse of one that no longer holds. */
export type Posting = { readonly kind: 'posted' | 'inverted'; readonly movement: Movement };

/**
 * The movements of a dossier's whole history.
 *
 * @param arrived - Its events in order of arrival.
 * @throws AppError `HISTORY_IMPOSSIBLE` when the history is unlawful.
 */
export function movementsOf(arrived: readonly DossierEvent[], rule: LatenessRule, almanac?: Almanac): readonly Movement[] {
  return stepsOf(arrived, rule, almanac).flatMap((step) => movementOf(step, rule) ?? []);
}

/**
 * The steps of a dossier's whole history, in order of time.
 *
 * @param arrived - Its events in order of arrival.
 * @throws AppError `HISTORY_IMPOSSIBLE` when the history is unlawful.
 */
export function stepsOf(arrived: readonly DossierEvent[], rule: LatenessRule, almanac?: Almanac): readonly Step[] {
  const folding = fold(arrived, rule, almanac);
  if (folding.kind === 'unlawful') throw impossibleHistory(folding.at, folding.error);
  return folding.steps;
}

/** The movement of one step, or undefined when neither class nor placement changed. */
export function movementOf(step: Step, rule: LatenessRule): Movement | undefined {
  const { event, before, after } = step;
  if (before.class === after.class && samePlacement(before.placement, after.placement)) return undefined;
  const to = whereaboutsOf(after);
  const from = before.class === 'outside' ? { class: 'outside', placement: to.placement } as const : whereaboutsOf(before);
  return { eventId: event.id, effectiveOn: civilDateOf(event.occurredAt), cause: causeOf(event, after.class), rule: rule.id, amount: 1, from, to };
}

/**
 * What must be posted when a history that gave `before` now gives `after`: the inverse of every movement that no longer
 * holds, with its own date and places, then the new ones. What still holds is not touched.
 */
export function repost(before: readonly Movement[], after: readonly Movement[]): readonly Posting[] {
  return [
    ...without(before, after).map((movement) => ({ kind: 'inverted', movement }) as const),
    ...without(after, before).map((movement) => ({ kind: 'posted', movement }) as const),
  ];
}

/** The two legs of a posting. */
export function legsOf(posting: Posting): readonly [Leg, Leg] {
  const { from, to, amount: moved } = posting.movement;
  const amount = posting.kind === 'posted' ? moved : -moved;
  return [{ side: 'from', amount: -amount, ...from }, { side: 'to', amount, ...to }];
}

/** The multiset difference `movements` − `others`. */
function without(movements: readonly Movement[], others: readonly Movement[]): readonly Movement[] {
  const counts = new Map<string, number>();
  for (const other of others) counts.set(identity(other), (counts.get(identity(other)) ?? 0) + 1);
  return movements.filter((movement) => {
    const left = counts.get(identity(movement)) ?? 0;
    if (left > 0) counts.set(identity(movement), left - 1);
    return left === 0;
  });
}

function identity(movement: Movement): string {
  const { eventId, effectiveOn, cause, rule, amount, from, to } = movement;
  return JSON.stringify([eventId, effectiveOn, cause, rule, amount, parts(from), parts(to)]);
}

function parts({ class: dossierClass, placement: p }: Whereabouts): readonly string[] {
  return [dossierClass, p.authority, p.receivingUnit, p.procedure, p.field, p.channel];
}

function whereaboutsOf(situation: Situation): Whereabouts {
  return { class: situation.class, placement: situation.placement };
}

function samePlacement(a: Placement, b: Placement): boolean {
  return a === b || (a.authority === b.authority && a.receivingUnit === b.receivingUnit && a.procedure === b.procedure && a.field === b.field && a.channel === b.channel);
}

const causes = {
  DossierSubmitted: 'submitted', DossierReceived: 'received', DossierRefused: 'refused',
  SupplementRequested: 'paused', PaymentRequested: 'paused', ProcessingSuspended: 'paused',
  SupplementReceived: 'unpaused', FeePaid: 'unpaused', ProcessingResumed: 'unpaused', DossierFellOverdue: 'overdue', DossierResolved: 'resolved', DossierWithdrawn: 'withdrawn',
  ProcessingTerminated: 'terminated', DossierReopened: 'reopened', DossierReassigned: 'reassigned',
} as const satisfies Partial<Record<DossierEventType, Cause>>;

const correctionCauses = {
  authority: 'corrected_authority', receivingUnit: 'corrected_receiving_unit', procedure: 'corrected_procedure',
  field: 'corrected_field', channel: 'corrected_channel',
} as const satisfies Record<keyof Placement, Cause>;

function causeOf(event: DossierEvent, after: DossierClass): Cause {
  switch (event.type) {
    // Under some rules a second supplement makes the dossier late at once.
    case 'SupplementRequested': return after === 'overdue' ? 'overdue' : 'paused';
    case 'DossierCorrected': {
      const { field } = event.data;
      if (field === 'submittedAt' || field === 'receivedAt' || field === 'resolvedAt' || field === 'dueAt') throw moves(event);
      return correctionCauses[field];
    }
    case 'DueDateChanged': case 'ApologyIssued': case 'ResultReady': case 'ResultReturned': case 'DossierTransferred':
    case 'OpinionRequested': case 'OpinionGiven': case 'DelayAnnounced': case 'ComponentsDigitized': case 'SlipIssued': throw moves(event);
    case 'DossierSubmitted': case 'DossierReceived': case 'DossierRefused': case 'SupplementReceived': case 'PaymentRequested':
    case 'FeePaid': case 'ProcessingSuspended': case 'ProcessingResumed':
    case 'DossierFellOverdue': case 'DossierResolved': case 'DossierWithdrawn': case 'ProcessingTerminated': case 'DossierReopened':
    case 'DossierReassigned': return causes[event.type];
  }
}

function moves(event: DossierEvent): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', `An event of type ${event.type} must never move a dossier.`);
}
