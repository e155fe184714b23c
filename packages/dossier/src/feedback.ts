import { AppError, formatInstant, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { correctedReports } from './feedback-corrections.ts';
import type { FeedbackEvent, FeedbackKind, FeedbackReport } from './feedback-events.ts';
import { impossibleHistory } from './history.ts';
import { dueBefore, no } from './refusals.ts';
import { UNKNOWN } from './situation.ts';
import type { Placement } from './situation.ts';
import { optionalInstant } from './told.ts';

/** Phản ánh, kiến nghị: its events in order of arrival, and what its reports say in order of time; no steps when all were taken back. Immutable. */
export type Feedback = { readonly events: readonly FeedbackEvent[]; readonly steps: readonly FeedbackStep[] };

/** One report as corrections left it, and how the feedback stood behind it. */
export type FeedbackStep = { readonly event: FeedbackReport; readonly after: FeedbackSituation };

/** Where a feedback stands. `dueAt`: until when it is to be processed, undefined without a limit. */
export type FeedbackSituation = {
  readonly state: 'open' | 'processed' | 'dismissed';
  readonly kind: FeedbackKind;
  readonly placement: Placement;
  readonly dueAt: Instant | undefined;
  readonly isPublished: boolean;
};

/** More than any feedback has: late news folds all of them again. */
export const FEEDBACK_EVENTS_MAX = 100;

/** A feedback of which nothing is known. */
export const emptyFeedback: Feedback = { events: [], steps: [] };

export type FeedbackDecision = { readonly kind: 'accepted'; readonly feedback: Feedback } | { readonly kind: 'refused'; readonly error: AppError };

/**
 * Whether an event may enter a feedback: the whole history, put in order of time, must be lawful, as that of a dossier.
 *
 * @returns `accepted` with the feedback that holds it, or `refused` with the reason: the event's own, `HISTORY_CONFLICT` when it would make
 *   another event impossible, or `FEEDBACK_TOO_LONG`.
 */
export function decideFeedback({ events }: Feedback, event: FeedbackEvent): FeedbackDecision {
  if (events.length >= FEEDBACK_EVENTS_MAX) return { kind: 'refused', error: no('FEEDBACK_TOO_LONG', `The feedback already holds ${FEEDBACK_EVENTS_MAX} events: find out why the source sends so many.`) };
  const folded = foldFeedback([...events, event]);
  if ('feedback' in folded) return { kind: 'accepted', feedback: folded.feedback };
  return { kind: 'refused', error: folded.at.id === event.id ? folded.error : conflict(folded.at, folded.error) };
}

/**
 * The feedback of recorded events, given in order of arrival.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when no rule allows the history.
 */
export function replayFeedback(events: readonly FeedbackEvent[]): Feedback {
  const folded = foldFeedback(events);
  if ('feedback' in folded) return folded.feedback;
  throw impossibleHistory(folded.at, folded.error);
}

type Folded = { readonly feedback: Feedback } | { readonly at: FeedbackEvent; readonly error: AppError };

/** Corrections first; then in order of time, by minute, and within a minute as they arrived. */
function foldFeedback(arrived: readonly FeedbackEvent[]): Folded {
  const corrected = correctedReports(arrived);
  if ('error' in corrected) return corrected;
  const steps: FeedbackStep[] = [];
  for (const event of corrected.reports.toSorted((a, b) => minuteOf(a.occurredAt) - minuteOf(b.occurredAt))) {
    const after = evolved(steps.at(-1)?.after, event);
    if (after instanceof AppError) return { at: event, error: after };
    steps.push({ event, after });
  }
  return { feedback: { events: arrived, steps } };
}

function evolved(before: FeedbackSituation | undefined, event: FeedbackReport): FeedbackSituation | AppError {
  if (event.type === 'FeedbackReceived') return before === undefined ? received(event) : no('FEEDBACK_ALREADY_RECEIVED', 'The feedback was already received; correct the reception with FeedbackCorrected, and give another feedback a code of its own.');
  if (before === undefined) return no('FEEDBACK_UNKNOWN', 'Nothing of this feedback is known at that time; send FeedbackReceived first.');
  if (event.type === 'FeedbackPublished') return published(before);
  if (before.state !== 'open') return no('FEEDBACK_CLOSED', `The feedback was ${before.state} at that time; take that back with FeedbackCorrected if it was a mistake, and give further feedback a code of its own.`);
  switch (event.type) {
    case 'FeedbackReassigned': return reassigned(before, event.data.to);
    case 'FeedbackProcessed': return { ...before, state: 'processed' };
    case 'FeedbackDismissed': return { ...before, state: 'dismissed' };
  }
}

function received({ occurredAt, data }: Extract<FeedbackReport, { type: 'FeedbackReceived' }>): FeedbackSituation | AppError {
  const { authority, kind, receivingUnit = UNKNOWN, procedure = UNKNOWN, field = UNKNOWN, channel = UNKNOWN } = data;
  const dueAt = optionalInstant(data.dueAt);
  if (dueAt !== undefined && minuteOf(dueAt) < minuteOf(occurredAt)) return dueBefore('reception of the feedback');
  return { state: 'open', kind, placement: { authority, receivingUnit, procedure, field, channel }, dueAt, isPublished: false };
}

function published(before: FeedbackSituation): FeedbackSituation | AppError {
  if (before.state !== 'processed') return no('FEEDBACK_NOT_PROCESSED', 'The feedback had no result at that time; send FeedbackProcessed first.');
  return before.isPublished ? no('FEEDBACK_ALREADY_PUBLISHED', 'The result was already published.') : { ...before, isPublished: true };
}

function reassigned(before: FeedbackSituation, to: string): FeedbackSituation | AppError {
  if (before.placement.authority === to) return no('AUTHORITY_UNCHANGED', 'The feedback is already with this authority.');
  return { ...before, placement: { ...before.placement, authority: to } };
}

function conflict(at: FeedbackEvent, cause: AppError): AppError {
  return new AppError('HISTORY_CONFLICT', `With this event the ${at.type} of ${formatInstant(at.occurredAt)} would become impossible (${cause.code}): check the times, or correct that event first.`, { cause });
}
