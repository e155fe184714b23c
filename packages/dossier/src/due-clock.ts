import { civilDateOf, isAppError, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Limit, LimitExplanation, WorkingTime } from '@motcua/calendar';
import type { Almanac, ProcedureLimit } from './almanac.ts';
import type { DossierEvent, DossierEventOf } from './events.ts';
import { isPastDue } from './lateness-rule.ts';
import type { LatenessRule } from './lateness-rule.ts';
import type { Situation } from './situation.ts';
import type { Terms } from './terms.ts';

/** Reasons for which a dossier waits and its clock stands still. */
export const WAITING_REASONS = ['supplement', 'payment', 'suspension'] as const;
/** One of {@link WAITING_REASONS}. */
export type WaitingReason = (typeof WAITING_REASONS)[number];

/** When something is asked for before the due date, that date is out of force until it is there; asked for later, it changes nothing about the lateness. */
export function startWaiting(situation: Situation, reason: WaitingReason, at: Instant): Situation {
  if (situation.class === 'overdue') return { ...situation, [reason]: 'awaited_late' };
  if (isPastDue(situation, at)) return { ...situation, class: 'paused', [reason]: 'awaited_late' };
  const stopped = isStopped(situation) ? {} : { stoppedDueAt: situation.dueAt, stoppedAt: at, dueAt: undefined };
  return { ...situation, class: 'paused', [reason]: 'awaited', ...stopped };
}

/**
 * What was waited for is there.
 *
 * @param newDueAt - The due date from now on; undefined: the stopped one, later by the working time that was waited.
 */
export function endWaiting(situation: Situation, reason: WaitingReason, event: DossierEvent, newDueAt: Instant | undefined, terms: Terms): Situation {
  const goesOn: Situation = { ...situation, [reason]: 'none' };
  const after: Situation = { ...goesOn, class: situation.class === 'overdue' ? 'overdue' : isWaiting(goesOn) ? 'paused' : 'in_progress' };
  if (situation[reason] !== 'awaited') return after;
  if (newDueAt !== undefined) return withDueDate(after, newDueAt, event.occurredAt);
  if (isStopped(after)) return after;
  return { ...after, dueAt: shiftedDueAt(situation, event, terms), ...NOT_STOPPED };
}

/** Puts a due date in force, or, while the clock stands still, in the place of the stopped one. */
export function withDueDate(situation: Situation, dueAt: Instant | undefined, at: Instant): Situation {
  return isStopped(situation) ? { ...situation, stoppedDueAt: dueAt, stoppedAt: at } : { ...situation, dueAt, ...NOT_STOPPED };
}

/** The due date that a re-appointment gives, the first time and in time. */
export function reappointed(situation: Situation, dueAt: Instant, at: Instant, rule: LatenessRule): Situation {
  const dated = situation.dueAt !== undefined || situation.stoppedDueAt !== undefined;
  if (rule.reappointment === 'ignored' || situation.reappointed || situation.everOverdue || !dated || minuteOf(dueAt) < minuteOf(at)) return situation;
  return { ...withDueDate(situation, dueAt, at), reappointed: true };
}

/** The limit of a dossier: what its reception told, else that of the procedure's version in force on that day. */
export function limitAtReception(event: DossierEventOf<'DossierReceived'>, { almanac }: Pick<Terms, 'almanac'>): KnownLimit | undefined {
  const { limit, procedure } = event.data;
  if (limit !== undefined) return { limit, version: undefined };
  const version = almanac?.limitOf(procedure, civilDateOf(event.occurredAt), event.position);
  return version && { limit: version.limit, version };
}

/** `version`: of the procedure; undefined when the reception itself told the limit. */
type KnownLimit = { readonly limit: Limit; readonly version: ProcedureLimit | undefined };

/** The date by which a limit that starts with an event ends; undefined without a limit, or when nothing is known of calendars. */
export function computedDueAt(limit: Limit | undefined, authority: string, event: DossierEvent, { almanac }: Pick<Terms, 'almanac'>): Instant | undefined {
  if (limit === undefined || almanac === undefined) return undefined;
  return withinTime(() => timeAt(event, authority, almanac).dueAt(event.occurredAt, limit));
}

/** How {@link computedDueAt} came to its date. */
export function explainedDueAt(limit: Limit, authority: string, event: DossierEvent, almanac: Almanac): LimitExplanation | undefined {
  return withinTime(() => timeAt(event, authority, almanac).explain(event.occurredAt, limit));
}

/** The working time of an authority as it was announced and known when an event happened. */
export function timeAt({ occurredAt, position }: DossierEvent, authority: string, almanac: Almanac): WorkingTime {
  return almanac.workingTime(authority, occurredAt, position);
}

/** The date that counts when the dossier is resolved. While a supplement is awaited whose return would start the limit again, the stopped date proves that it was in time, and proves nothing once it has passed. */
export function dueDateThatCounts(situation: Situation, event: DossierEvent, terms: Terms): Instant | undefined {
  const { dueAt, stoppedDueAt } = situation;
  if (dueAt !== undefined || stoppedDueAt === undefined) return dueAt;
  if (!awaitsRestart(situation, terms.rule)) return shiftedDueAt(situation, event, terms);
  return minuteOf(event.occurredAt) <= minuteOf(stoppedDueAt) ? stoppedDueAt : undefined;
}

/** The stopped due date of a dossier that ends while something is awaited: later by the waiting, unless its end would have started the limit again. */
export function stoppedDueAtEnd(situation: Situation, event: DossierEvent, terms: Terms): Instant | undefined {
  return awaitsRestart(situation, terms.rule) ? situation.stoppedDueAt : shiftedDueAt(situation, event, terms);
}

/** Whether the limit will start again from zero: the due date that was stopped is out of force meanwhile. */
export function awaitsRestart({ supplement }: Situation, rule: LatenessRule): boolean {
  return supplement === 'awaited' && rule.supplement === 'restarts';
}

export const NOTHING_AWAITED = { supplement: 'none', payment: 'none', suspension: 'none' } as const;
export const NOT_STOPPED = { stoppedDueAt: undefined, stoppedAt: undefined } as const;

function shiftedDueAt({ stoppedDueAt, stoppedAt, placement }: Situation, event: DossierEvent, { almanac }: Terms): Instant | undefined {
  if (stoppedDueAt === undefined || stoppedAt === undefined || almanac === undefined) return stoppedDueAt;
  const time = timeAt(event, placement.authority, almanac);
  const shifted = withinTime(() => time.advance(stoppedDueAt, time.minutesBetween(stoppedAt, event.occurredAt))) ?? stoppedDueAt;
  // Waiting outside working hours shifts nothing, and yet no due date passes while the clock stands still.
  return Math.max(shifted, event.occurredAt);
}

/** An instant behind the end of all calendars is none: what is lawful must not depend on what is computed. */
export function withinTime<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** Something is waited for since a time when the due date had not passed: the clock stands still. */
export function isStopped(situation: Situation): boolean {
  return WAITING_REASONS.some((reason) => situation[reason] === 'awaited');
}

function isWaiting(situation: Situation): boolean {
  return WAITING_REASONS.some((reason) => situation[reason] !== 'none');
}
