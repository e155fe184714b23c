import type { LimitExplanation } from '@motcua/calendar';
import type { Instant } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import { awaitsRestart, explainedDueAt, isStopped, timeAt, WAITING_REASONS } from './due-clock.ts';
import type { WaitingReason } from './due-clock.ts';
import type { DossierEvent, DossierEventOf, DossierEventType } from './events.ts';
import type { Step } from './history.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { isClosed } from './situation.ts';
import type { Situation } from './situation.ts';

/** Thời gian chờ: something that a dossier waited for. */
export type StoryPause = {
  readonly reason: WaitingReason;
  readonly from: Instant;
  /** Undefined while it is still waited for. */
  readonly to: Instant | undefined;
  /** Of the authority, up to `to`, or to the instant of the story. */
  readonly workingMinutes: number;
  /** Asked for before the due date had passed: the clock stood still meanwhile. */
  readonly stopsClock: boolean;
};

/** The time that shifts a due date: since the clock stopped, or another date was appointed while it stood still. What was waited for at the same time counts once. */
export type StoryShift = Pick<StoryPause, 'from' | 'workingMinutes'> & { readonly to: Instant };

/**
 * What an entry tells. `received`: the date that the limit gives; `told`: the one that the sender told. `supplement`, `payment` and
 * `suspension`: their beginning or end. `second_supplement`: late at once, under a rule that says so. `apology`: a re-appointment
 * that counts. `announced`: the delay was, which moves no date.
 */
export type StoryCause =
  | 'received' | 'told' | 'supplement' | 'second_supplement' | 'payment' | 'suspension' | 'apology' | 'changed' | 'announced' | 'mark' | 'ended' | 'reopened' | 'corrected';

/** Lý do đổi hạn: one of the causes of a `DueDateChanged`. */
export type ChangeReason = DossierEventOf<'DueDateChanged'>['data']['cause'];

/** One event that explains the due date. */
export type StoryEntry = {
  readonly at: Instant;
  readonly cause: StoryCause;
  /** Why the date was changed, as the `DueDateChanged` says. */
  readonly changedFor?: ChangeReason;
  readonly eventId: string;
  readonly eventType: DossierEventType;
  /** The due date before and after, in force or stopped. */
  readonly old: Instant | undefined;
  readonly new: Instant | undefined;
  readonly clock: 'runs' | 'stands_still' | 'ended';
  /** How the calendar gave the new date, where it did. */
  readonly explanation?: LimitExplanation;
  /** `awaited`: the due date is out of force, and the limit starts again from zero when the supplement is back; `started`: it has just done so. */
  readonly restart: 'none' | 'awaited' | 'started';
  /** The waiting that ended. */
  readonly pause?: StoryPause;
  /** By what the new date is later, where the clock goes on and nobody told a date. */
  readonly shift?: StoryShift;
};

/** The entry of a step, unless it has nothing to do with the due date. */
export function entryOf(steps: readonly Step[], index: number, rule: LatenessRule, almanac: Almanac): StoryEntry | undefined {
  const step = steps[index];
  const cause = step === undefined ? undefined : causeOf(step);
  if (step === undefined || cause === undefined) return undefined;
  const { event, before, after } = step;
  const explanation = explanationOf(step, rule, almanac);
  const shift = shiftOf(step, rule, almanac);
  const pause = WAITING_REASONS.map((reason) => endedPause(steps, index, reason, almanac)).find((ended) => ended !== undefined);
  return {
    at: event.occurredAt, cause, eventId: event.id, eventType: event.type, old: dueDateOf(before), new: dueDateOf(after), clock: clockOf(after),
    restart: restartOf(step, rule),
    ...(event.type === 'DueDateChanged' ? { changedFor: event.data.cause } : {}),
    ...(explanation === undefined ? {} : { explanation }), ...(pause === undefined ? {} : { pause }), ...(shift === undefined ? {} : { shift }),
  };
}

/** What is waited for after the last step. */
export function openPauses(steps: readonly Step[], asOf: Instant, almanac: Almanac): readonly StoryPause[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const time = almanac.workingTime(last.after.placement.authority, asOf);
  return WAITING_REASONS.flatMap((reason) => {
    if (last.after[reason] === 'none') return [];
    const from = beginning(steps, steps.length - 1, reason);
    return from === undefined ? [] : [{ reason, from, to: undefined, workingMinutes: time.minutesBetween(from, asOf), stopsClock: last.after[reason] === 'awaited' }];
  });
}

/** Whether the step starts the limit again from zero. */
export function restarts({ event, before }: Step, rule: LatenessRule): boolean {
  return event.type === 'SupplementReceived' && rule.supplement === 'restarts' && before.supplement === 'awaited' && before.class !== 'awaiting_reception';
}

export function dueDateOf({ dueAt, stoppedDueAt }: Situation): Instant | undefined {
  return dueAt ?? stoppedDueAt;
}

export function clockOf(situation: Situation): StoryEntry['clock'] {
  if (isClosed(situation.class)) return 'ended';
  return isStopped(situation) ? 'stands_still' : 'runs';
}

/** Before the reception nothing is due, and what is waited for then stops nothing. */
function causeOf({ event, before, after }: Step): StoryCause | undefined {
  if (!after.everWorkedOn) return undefined;
  switch (event.type) {
    case 'DossierReceived': return event.data.dueAt === undefined ? 'received' : 'told';
    case 'SupplementRequested': return after.class === 'overdue' && after.supplement === 'awaited' ? 'second_supplement' : 'supplement';
    case 'SupplementReceived': return before.supplement === 'none' ? undefined : 'supplement';
    case 'PaymentRequested': return 'payment';
    case 'FeePaid': return before.payment === 'none' ? undefined : 'payment';
    case 'ProcessingSuspended': case 'ProcessingResumed': return 'suspension';
    case 'ApologyIssued': return before.reappointed === after.reappointed ? undefined : 'apology';
    case 'DueDateChanged': return changeOf(event.data.cause, before, after);
    case 'DelayAnnounced': return 'announced';
    case 'DossierFellOverdue': return before.class === after.class ? undefined : 'mark';
    case 'DossierResolved': case 'DossierWithdrawn': case 'ProcessingTerminated': return 'ended';
    case 'DossierReopened': return 'reopened';
    case 'DossierSubmitted': case 'DossierRefused': case 'DossierTransferred': case 'OpinionRequested': case 'OpinionGiven': case 'ResultReady':
    case 'ResultReturned': case 'ComponentsDigitized': case 'SlipIssued': case 'DossierReassigned': case 'DossierCorrected': return undefined;
  }
}

function changeOf(cause: ChangeReason, before: Situation, after: Situation): StoryCause | undefined {
  if (cause === 'apology') return before.reappointed === after.reappointed ? undefined : 'apology';
  return cause === 'calendar' && before.dueAt === after.dueAt && before.stoppedDueAt === after.stoppedDueAt ? undefined : 'changed';
}

function explanationOf(step: Step, rule: LatenessRule, almanac: Almanac): LimitExplanation | undefined {
  const { event, before, after } = step;
  const told = event.type === 'DossierReceived' || event.type === 'SupplementReceived' ? event.data.dueAt : undefined;
  if (told !== undefined || after.limit === undefined) return undefined;
  if (event.type === 'DossierReceived') return explainedDueAt(after.limit, after.placement.authority, event, almanac);
  return restarts(step, rule) ? explainedDueAt(after.limit, before.placement.authority, event, almanac) : undefined;
}

function restartOf(step: Step, rule: LatenessRule): StoryEntry['restart'] {
  if (restarts(step, rule)) return 'started';
  return isOutOfForce(step.after, rule) ? 'awaited' : 'none';
}

/** Whether the due date does not count any more, for the limit will start again. */
export function isOutOfForce(situation: Situation, rule: LatenessRule): boolean {
  return !isClosed(situation.class) && situation.stoppedDueAt !== undefined && awaitsRestart(situation, rule);
}

function shiftOf(step: Step, rule: LatenessRule, almanac: Almanac): StoryShift | undefined {
  const { event, before: { stoppedAt, stoppedDueAt, placement }, after } = step;
  if (!endsWaiting(event) || stoppedAt === undefined || stoppedDueAt === undefined || isStopped(after) || restarts(step, rule)) return undefined;
  const from = stoppedAt;
  const told = event.data.dueAt !== undefined && event.type !== 'SupplementReceived';
  return told ? undefined : { from, to: event.occurredAt, workingMinutes: timeAt(event, placement.authority, almanac).minutesBetween(from, event.occurredAt) };
}

function endsWaiting(event: DossierEvent): event is DossierEventOf<'SupplementReceived' | 'FeePaid' | 'ProcessingResumed'> {
  return event.type === 'SupplementReceived' || event.type === 'FeePaid' || event.type === 'ProcessingResumed';
}

function endedPause(steps: readonly Step[], index: number, reason: WaitingReason, almanac: Almanac): StoryPause | undefined {
  const step = steps[index];
  if (step === undefined || step.before[reason] === 'none' || step.after[reason] !== 'none' || !step.before.everWorkedOn) return undefined;
  const { event, before } = step;
  const from = beginning(steps, index - 1, reason);
  if (from === undefined) return undefined;
  return { reason, from, to: event.occurredAt, workingMinutes: worked(before, from, event, almanac), stopsClock: before[reason] === 'awaited' };
}

function worked({ placement }: Situation, from: Instant, event: DossierEvent, almanac: Almanac): number {
  return timeAt(event, placement.authority, almanac).minutesBetween(from, event.occurredAt);
}

function beginning(steps: readonly Step[], upTo: number, reason: WaitingReason): Instant | undefined {
  return steps.slice(0, upTo + 1).findLast(({ before, after }) => before[reason] === 'none' && after[reason] !== 'none')?.event.occurredAt;
}
