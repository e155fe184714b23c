import { AppError, formatInstant } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import type { DossierEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { byTime, fold, impossibleHistory } from './history.ts';
import type { Folding } from './history.ts';
import { ND61 } from './lateness-rule.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { unknownDossier } from './refusals.ts';
import { OUTSIDE } from './situation.ts';
import type { Situation } from './situation.ts';
import { correctsTime } from './time-corrections.ts';

/** Hồ sơ: its events in order of arrival, and where it stands after all of them. Immutable. */
export type Dossier = {
  readonly rule: LatenessRule;
  /** Without one, due dates that nobody told are unknown; deciding needs none. */
  readonly almanac: Almanac | undefined;
  readonly events: readonly DossierEvent[];
  readonly situation: Situation;
  /** The event that comes last in time: whatever is not earlier needs no second folding. */
  readonly latest: DossierEvent | undefined;
};

/** The most events that a dossier may hold, overdue marks included: late news folds all of them again. No real life comes near. */
export const DOSSIER_EVENTS_MAX = 1_000;

/** A dossier of which nothing is known. */
export const emptyDossier: Dossier = { rule: ND61, almanac: undefined, events: [], situation: OUTSIDE, latest: undefined };

export type Decision =
  | { readonly kind: 'accepted'; readonly dossier: Dossier }
  | { readonly kind: 'refused'; readonly error: AppError };

/**
 * Whether an event that a sender reports may enter the dossier: the whole history, put in order of time, must be lawful.
 * An event may arrive long after later ones.
 *
 * @returns `accepted` with the dossier that holds it, or `refused` with the reason: the event's own, `HISTORY_CONFLICT`
 *   when it would make another event impossible, or `DOSSIER_TOO_LONG` when the dossier holds {@link DOSSIER_EVENTS_MAX}.
 */
export function decide(dossier: Dossier, event: DossierEvent): Decision {
  if (dossier.events.length >= DOSSIER_EVENTS_MAX) return { kind: 'refused', error: tooLong() };
  if (comesLast(dossier, event)) {
    const after = evolve(dossier.situation, event, dossier.rule, dossier.almanac);
    if (after instanceof AppError) return { kind: 'refused', error: after };
    if (after.class === 'outside') return { kind: 'refused', error: unknownDossier() };
    return { kind: 'accepted', dossier: { ...dossier, events: [...dossier.events, event], situation: after, latest: event } };
  }
  const events = [...dossier.events, event];
  const folding = fold(events, dossier.rule, dossier.almanac);
  if (folding.kind === 'unlawful') return { kind: 'refused', error: folding.at.id === event.id ? folding.error : conflict(folding) };
  return { kind: 'accepted', dossier: { ...dossier, events, situation: folding.situation, latest: folding.steps.at(-1)?.event } };
}

/** Whether recording the event leaves every earlier step as it is. */
export function comesLast(dossier: Dossier, event: DossierEvent): boolean {
  if (correctsTime(event)) return false;
  return dossier.latest === undefined || byTime(event, dossier.latest) >= 0;
}

/**
 * The dossier of recorded events, given in order of arrival.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when no rule allows the history: a defect or a log that was tampered with.
 */
export function replay(events: readonly DossierEvent[], rule: LatenessRule = ND61, almanac?: Almanac): Dossier {
  const folding = fold(events, rule, almanac);
  if (folding.kind === 'unlawful') throw impossibleHistory(folding.at, folding.error);
  return { rule, almanac, events, situation: folding.situation, latest: folding.steps.at(-1)?.event };
}

function conflict(folding: Extract<Folding, { kind: 'unlawful' }>): AppError {
  const { at, error } = folding;
  return new AppError(
    'HISTORY_CONFLICT',
    `With this event the ${at.type} of ${formatInstant(at.occurredAt)} would become impossible (${error.code}): check the times, or correct that event first.`,
    { cause: error },
  );
}

function tooLong(): AppError {
  return new AppError('DOSSIER_TOO_LONG', `The dossier already holds ${DOSSIER_EVENTS_MAX} events, as many as one may: find out why the source sends so many, and go on under a new dossier code.`);
}
