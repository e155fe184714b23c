import { emptyFeedback, readFeedbackEvent, replayFeedback } from '@motcua/dossier';
import type { Feedback, Quarantine } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import type { AppError } from '@motcua/kernel';
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
