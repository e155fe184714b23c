import { decideFeedback, emptyFeedback, impossibleHistory, readFeedbackEvent, replayFeedback } from '@motcua/dossier';
import type { Feedback, FeedbackEvent, Quarantine } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { AppError, isAppError } from '@motcua/kernel';
import { feedbackMovements, repost } from '@motcua/ledger';
import type { Posting } from '@motcua/ledger';
import type { Share } from './share.ts';

/** A feedback as far as it is folded. `lacks`: where its stream first holds an event that was left out because its id was used before. */
export type FeedbackState = { readonly feedback: Feedback; readonly lacks: number | undefined };

/** By stream. An error stands for a recorded history that cannot be folded. */
export type FeedbackStates = Map<string, FeedbackState | AppError>;

const FEEDBACK = streams.feedback('');

/** Whether an event is in the stream of a feedback. */
export function isFeedback({ stream, subject }: RecordedEvent): boolean {
  return stream === streams.feedback(subject);
}

/** The state, before these events, of every feedback that they belong to, read from the log: there is little of it. The first share folds all. */
export async function feedbackBefore(
  events: readonly RecordedEvent[],
  { store, from, leftOut, quarantine, share }: { readonly store: EventStore; readonly from: number; readonly leftOut: ReadonlySet<number>; readonly quarantine: Quarantine; readonly share: Share },
): Promise<FeedbackStates> {
  const names = share.index === 0 ? [...new Set(events.filter(({ stream }) => stream.startsWith(FEEDBACK)).map(({ stream }) => stream))] : [];
  const states: FeedbackStates = new Map(names.map((stream) => [stream, { feedback: emptyFeedback, lacks: undefined }]));
  const begun = events.filter(({ stream, revision }) => revision > 0 && states.has(stream)).map(({ stream }) => stream);
  if (begun.length === 0) return states;
  const recorded = await store.readStreams([...new Set(begun)], { upToPosition: from });
  for (const [stream, earlier] of recorded) states.set(stream, stateOf(earlier, leftOut, quarantine));
  return states;
}

/** What an event posts; or where the stream holds one that was left out, without which it cannot be. */
export type FoldedFeedback = { readonly kind: 'posted'; readonly postings: readonly Posting[] } | { readonly kind: 'follows_nothing'; readonly lacks: number };

/**
 * Folds one more event into its feedback, whose state is that behind it afterwards: the inverse of what its whole history stood in the journal with and does not any more,
 * and what it stands there with now.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when no rule allows the event, or the history before it could not be folded.
 */
export function foldFeedback(states: FeedbackStates, stream: string, event: FeedbackEvent): FoldedFeedback {
  const state = states.get(stream);
  if (state === undefined) throw new AppError('INTERNAL', 'The state of the feedback was not loaded.');
  if (state instanceof AppError) throw state;
  const { feedback, lacks } = state;
  const decision = decideFeedback(feedback, event);
  if (decision.kind === 'accepted') {
    states.set(stream, { feedback: decision.feedback, lacks });
    return { kind: 'posted', postings: repost(feedbackMovements(feedback), feedbackMovements(decision.feedback)) };
  }
  if (lacks === undefined) throw impossibleHistory(event, decision.error);
  return { kind: 'follows_nothing', lacks };
}

/** Notes in the feedback of the stream, if it is one, that an event of it was left out. */
export function leaveOutOfFeedback(states: FeedbackStates, stream: string, lacks: number | undefined): void {
  const state = states.get(stream);
  if (state !== undefined && !(state instanceof AppError)) states.set(stream, { ...state, lacks: state.lacks ?? lacks });
}

function stateOf(recorded: readonly RecordedEvent[], leftOut: ReadonlySet<number>, quarantine: Quarantine): FeedbackState | AppError {
  try {
    return {
      feedback: replayFeedback(recorded.filter(({ position }) => !leftOut.has(position)).map(readFeedbackEvent)),
      lacks: recorded.find(({ position }) => leftOut.has(position) && !quarantine.has(position))?.position,
    };
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}
