import { decideFeedback, emptyFeedback, FEEDBACK_EVENT_TYPES, FEEDBACK_TIMES, feedbackCode, feedbackEventData, readFeedbackEvent, replayFeedback } from '@motcua/dossier';
import type { Feedback, FeedbackEvent } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import { envelopeSchema, readEnvelope, recordOf, wrongTime } from './envelope.ts';
import type { EventFamily, Validated } from './family.ts';

const schemas = Object.fromEntries(FEEDBACK_EVENT_TYPES.map((type) => [type, envelopeSchema(type, feedbackCode, feedbackEventData[type])]));

/** Events of feedback on procedures: one stream a feedback, decided by the law of its whole history. */
export const feedbackFamily: EventFamily<Feedback, FeedbackEvent> = {
  schemas,
  validate,
  empty: emptyFeedback,
  replay: (records) => replayFeedback(records.map(readFeedbackEvent)),
  holds: (feedback, id) => feedback.events.some((event) => event.id === id),
  decide: (feedback, event) => {
    const decision = decideFeedback(feedback, event);
    return decision.kind === 'accepted' ? { kind: 'accepted', state: decision.feedback } : decision;
  },
};

const KNOWN = `${FEEDBACK_EVENT_TYPES.join(', ')} are`;

function validate(value: unknown, now: number): Validated<FeedbackEvent> {
  const read = readEnvelope(value, schemas, now, KNOWN);
  if (read.kind === 'invalid') return read;
  const record = recordOf(read.envelope);
  const event = readFeedbackEvent(record);
  const wrong = event.type === 'FeedbackCorrected' && event.data.field in FEEDBACK_TIMES ? wrongTime(event.data.new, now) : undefined;
  if (wrong !== undefined) return { kind: 'invalid', refusal: wrong };
  return { kind: 'valid', valid: { stream: streams.feedback(record.subject), record, event } };
}
