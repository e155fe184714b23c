import { inSnapshot, postedMovements, readQuarantined } from '@motcua/database';
import type { Database, Snapshot } from '@motcua/database';
import { readFeedbackEvent, replayFeedback } from '@motcua/dossier';
import type { Feedback, FeedbackReport } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { AppError, formatInstant } from '@motcua/kernel';
import { FACT_BOOK } from '@motcua/ledger';
import type { z } from 'zod';
import { placementShown } from '../dossiers/placement-shown.ts';
import { timelineOf } from '../dossiers/timeline.ts';
import { feedbackKindLabels, feedbackStateLabels } from '../labels.ts';
import type { feedbackAnswer } from './answer-schema.ts';

export type FeedbackAnswer = z.input<typeof feedbackAnswer>;

/**
 * Where a feedback stands and everything that is recorded of it, what was corrected and taken back too. What the ledger has not come
 * to is marked `waiting`.
 *
 * @throws AppError `FEEDBACK_UNKNOWN` when the log holds no event of the feedback.
 */
export async function readFeedback({ db }: Pick<Database, 'db'>, store: Pick<EventStore, 'readStream'>, code: string): Promise<FeedbackAnswer> {
  const stream = streams.feedback(code);
  return inSnapshot(db, async (snapshot) => {
    const { tx, asOf } = snapshot;
    const movements = await postedMovements(tx, stream, [FACT_BOOK]);
    const setAside = new Set(await readQuarantined(tx));
    // The log is read after the snapshot began, so no posted movement lacks its event.
    const events = await store.readStream(stream);
    if (events.length === 0) throw new AppError('FEEDBACK_UNKNOWN', 'The log holds no event of this feedback: check the code.');
    const timeline = timelineOf(events, movements, asOf.position, setAside);
    const situation = await situationOf(snapshot, events.filter(({ position }) => position <= asOf.position && !setAside.has(position)));
    return { code, asOf, situation, timeline: timeline.map((entry) => ({ ...entry, movements: [...entry.movements] })) };
  });
}

async function situationOf(snapshot: Snapshot, counted: readonly RecordedEvent[]): Promise<FeedbackAnswer['situation']> {
  const { steps } = replayFeedback(counted.map(readFeedbackEvent));
  const last = steps.at(-1);
  if (last === undefined) return null;
  const { state, kind, placement, dueAt } = last.after;
  return {
    state, stateLabel: feedbackStateLabels[state], kind, kindLabel: feedbackKindLabels[kind], ...await placementShown(snapshot, placement),
    dueAt: dueAt === undefined ? null : formatInstant(dueAt),
    receivedAt: timeOf(steps, 'FeedbackReceived'), processedAt: timeOf(steps, 'FeedbackProcessed'), publishedAt: timeOf(steps, 'FeedbackPublished'), dismissedAt: timeOf(steps, 'FeedbackDismissed'),
  };
}

function timeOf(steps: Feedback['steps'], type: FeedbackReport['type']): string | null {
  const told = steps.find(({ event }) => event.type === type)?.event;
  return told === undefined ? null : formatInstant(told.occurredAt);
}
