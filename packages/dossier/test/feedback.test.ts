import { formatInstant, parseInstant } from '@motcua/kernel';
import { decideFeedback, emptyFeedback, FEEDBACK_EVENTS_MAX, feedbackCode, feedbackEventData, readFeedbackEvent, replayFeedback } from '@motcua/dossier';
import type { Feedback, FeedbackEvent, FeedbackEventInput, FeedbackEventType } from '@motcua/dossier';
import { test } from 'tap';

let ids = 0;
function told<T extends FeedbackEventType>(type: T, time: string, data: FeedbackEventInput<T>): FeedbackEvent {
  const occurredAt = formatInstant(parseInstant(`${time.replace(' ', 'T')}:00+07:00`) ?? NaN);
  return readFeedbackEvent({ type, id: String(ids += 1), occurredAt, data });
}
const received = (at = '2024-01-05 08:00', more = {}) => told('FeedbackReceived', at, { authority: 'H57.31', kind: 'regulation', dueAt: '2024-01-25', ...more });
const processed = (at = '2024-01-20 08:00') => told('FeedbackProcessed', at, {});
const published = (at = '2024-01-22 08:00') => told('FeedbackPublished', at, {});
const dismissed = (at = '2024-01-08 08:00') => told('FeedbackDismissed', at, { reason: 'not_eligible' });
const reassigned = (to = 'H57.01', at = '2024-01-09 08:00') => told('FeedbackReassigned', at, { to });

const table: readonly (readonly [string, readonly FeedbackEvent[], FeedbackEvent, string])[] = [
  ['takes a reception', [], received(), 'open'],
  ['takes what is processed', [received()], processed(), 'processed'],
  ['takes what is processed after its limit', [received()], processed('2024-02-01 08:00'), 'processed'],
  ['takes what is published after it was processed', [received(), processed()], published(), 'processed'],
  ['takes what is dismissed', [received()], dismissed(), 'dismissed'],
  ['takes a change of the authority', [received()], reassigned(), 'open'],
  ['takes what arrives late and lies between', [received(), processed()], reassigned(), 'processed'],
  ['refuses a second reception', [received()], received('2024-01-06 08:00'), 'FEEDBACK_ALREADY_RECEIVED'],
  ['refuses whatever comes before the reception', [received()], processed('2024-01-04 08:00'), 'FEEDBACK_UNKNOWN'],
  ['refuses a result of what nobody knows', [], processed(), 'FEEDBACK_UNKNOWN'],
  ['refuses a second result', [received(), processed()], processed('2024-01-21 08:00'), 'FEEDBACK_CLOSED'],
  ['refuses to dismiss what was processed', [received(), processed()], dismissed('2024-01-21 08:00'), 'FEEDBACK_CLOSED'],
  ['refuses to move what was dismissed', [received(), dismissed()], reassigned(), 'FEEDBACK_CLOSED'],
  ['refuses to publish without a result', [received()], published(), 'FEEDBACK_NOT_PROCESSED'],
  ['refuses to publish what was dismissed', [received(), dismissed()], published(), 'FEEDBACK_NOT_PROCESSED'],
  ['refuses to publish twice', [received(), processed(), published()], published('2024-01-23 08:00'), 'FEEDBACK_ALREADY_PUBLISHED'],
  ['refuses to move it to where it is', [received()], reassigned('H57.31'), 'AUTHORITY_UNCHANGED'],
  ['refuses a limit that ends before the reception', [], received('2024-01-26 08:00'), 'DUE_BEFORE_START'],
  ['refuses late news that make a later event impossible', [received(), processed()], dismissed('2024-01-10 08:00'), 'HISTORY_CONFLICT'],
];
for (const [name, given, event, outcome] of table) {
  test(name, async (t) => {
    const decision = decideFeedback(replayFeedback(given), event);
    t.equal(decision.kind === 'accepted' ? decision.feedback.steps.at(-1)?.after.state : decision.error.code, outcome);
  });
}

test('a feedback ends somewhere, and a recorded history that no rule allows is a defect', async (t) => {
  let feedback: Feedback = replayFeedback([received()]);
  for (let count = 1; count < FEEDBACK_EVENTS_MAX; count += 1) {
    const decision = decideFeedback(feedback, reassigned(count % 2 === 0 ? 'H57.31' : 'H57.01'));
    if (decision.kind === 'accepted') feedback = decision.feedback;
  }
  t.match(decideFeedback(feedback, processed()), { kind: 'refused', error: { code: 'FEEDBACK_TOO_LONG' } });
  t.throws(() => replayFeedback([processed()]), { code: 'HISTORY_IMPOSSIBLE' });
  t.throws(() => readFeedbackEvent({ type: 'FeedbackProcessed', id: '1', occurredAt: '2024-01-20T08:00:00Z', data: { result: 'x' } }), { code: 'HISTORY_IMPOSSIBLE' });
  t.strictSame(emptyFeedback.steps, []);
});

test('no event has room for who gave the feedback or what was said, and its code is none of a person', async (t) => {
  for (const [type, schema] of Object.entries(feedbackEventData)) {
    for (const field of ['name', 'phone', 'email', 'content', 'answer', 'citizenId']) {
      const base = type === 'FeedbackReceived' ? { authority: 'H57.31', kind: 'conduct' } : type === 'FeedbackReassigned' ? { to: 'H57' } : type === 'FeedbackDismissed' ? { reason: 'other' } : {};
      t.ok(schema.safeParse(base).success, type);
      t.notOk(schema.safeParse({ ...base, [field]: 'Nguyễn Văn A' }).success, `${type} ${field}`);
    }
  }
  for (const code of ['PAKN-240105-1', 'H57.PAKN-240105-0012', '000.00.31.H57.PAKN-240105-0012']) t.ok(feedbackCode.safeParse(code).success, code);
  for (const code of ['0912345678', '046091012345', 'H57.31-240105-0012', 'Nguyễn Văn A', 'PAKN-240105-0000001']) t.notOk(feedbackCode.safeParse(code).success, code);
});
