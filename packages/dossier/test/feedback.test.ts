import { formatInstant, parseInstant } from '@motcua/kernel';
import { decideFeedback, emptyFeedback, FEEDBACK_EVENTS_MAX, feedbackCode, feedbackEventData, readFeedbackEvent, replayFeedback } from '@motcua/dossier';
import type { Feedback, FeedbackCorrectable, FeedbackEvent, FeedbackEventInput, FeedbackEventType } from '@motcua/dossier';
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

const corrected = (field: FeedbackCorrectable, old: string | null, to: string | null, at = '2024-02-10 08:00') => told('FeedbackCorrected', at, { field, old, new: to, reason: 'typing_error' });

const table: readonly (readonly [string, readonly FeedbackEvent[], FeedbackEvent, string | undefined])[] = [
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
  ['takes a correction of what was processed', [received(), processed()], corrected('kind', 'regulation', 'conduct'), 'processed'],
  ['takes back what was not processed', [received(), processed()], corrected('processedAt', '2024-01-20T08:00:00+07:00', null), 'open'],
  ['takes what was processed after it was taken back once', [received(), processed(), corrected('processedAt', '2024-01-20T08:00:59+07:00', null)], processed('2024-01-24 08:00'), 'processed'],
  ['takes back what was not dismissed', [received(), dismissed()], corrected('dismissedAt', '2024-01-08T08:00:00+07:00', null), 'open'],
  ['takes back what was never received', [received()], corrected('receivedAt', '2024-01-05T08:00:00+07:00', null), undefined],
  ['takes the reception of what was taken back', [received(), corrected('receivedAt', '2024-01-05T08:00:00+07:00', null)], received('2024-01-06 08:00'), 'open'],
  ['refuses to correct what nobody knows', [], corrected('kind', 'regulation', 'conduct'), 'FEEDBACK_UNKNOWN'],
  ['refuses to correct what was taken back', [received(), corrected('receivedAt', '2024-01-05T08:00:00+07:00', null)], corrected('kind', 'regulation', 'conduct'), 'FEEDBACK_UNKNOWN'],
  ['refuses to go on with what was taken back', [received(), corrected('receivedAt', '2024-01-05T08:00:00+07:00', null)], processed(), 'FEEDBACK_UNKNOWN'],
  ['refuses a correction of another value', [received()], corrected('kind', 'conduct', 'regulation'), 'CORRECTION_MISMATCH'],
  ['refuses a correction of what is not told', [received()], corrected('processedAt', '2024-01-20T08:00:00+07:00', null), 'CORRECTION_MISMATCH'],
  ['refuses to take back a reception that something follows', [received(), processed()], corrected('receivedAt', '2024-01-05T08:00:00+07:00', null), 'HISTORY_CONFLICT'],
  ['refuses to take back a result that was published', [received(), processed(), published()], corrected('processedAt', '2024-01-20T08:00:00+07:00', null), 'HISTORY_CONFLICT'],
  ['refuses a limit that a correction puts before the reception', [received()], corrected('dueAt', '2024-01-25', '2024-01-02'), 'HISTORY_CONFLICT'],
  ['refuses a reception that a correction puts behind its result', [received(), processed()], corrected('receivedAt', '2024-01-05T08:00:00+07:00', '2024-01-21T08:00:00+07:00'), 'HISTORY_CONFLICT'],
  ['refuses a correction that makes a change of the authority none', [received(), reassigned()], corrected('authority', 'H57.31', 'H57.01'), 'HISTORY_CONFLICT'],
  ['refuses late news that make a later event impossible', [received(), processed()], dismissed('2024-01-10 08:00'), 'HISTORY_CONFLICT'],
];
for (const [name, given, event, outcome] of table) {
  test(name, async (t) => {
    const decision = decideFeedback(replayFeedback(given), event);
    t.equal(decision.kind === 'accepted' ? decision.feedback.steps.at(-1)?.after.state : decision.error.code, outcome);
  });
}

test('every field that a reception tells is corrected from the beginning, and so is that of what follows', async (t) => {
  const given = [received('2024-01-05 08:00', { channel: 'online' }), reassigned(), processed(), published()];
  const { steps } = replayFeedback([...given,
    corrected('kind', 'regulation', 'conduct'), corrected('authority', 'H57.31', 'H57.32'), corrected('authority', 'H57.01', 'H57.02'), corrected('receivingUnit', null, 'H57.90'), corrected('procedure', null, '1.001234'),
    corrected('field', null, 'G03-HT01'), corrected('channel', 'online', null), corrected('dueAt', '2024-01-25T17:00:30+07:00', null), corrected('receivedAt', '2024-01-05T08:00:00+07:00', '2024-01-06T09:00:00+07:00'),
    corrected('reassignedAt', '2024-01-09T08:00:00+07:00', '2024-01-10T09:00:00+07:00'), corrected('processedAt', '2024-01-20T08:00:00+07:00', '2024-01-21T09:00:00+07:00'),
    corrected('publishedAt', '2024-01-22T08:00:00+07:00', '2024-01-23T09:00:00+07:00'),
  ]);
  const placement = { receivingUnit: 'H57.90', procedure: '1.001234', field: 'G03-HT01', channel: 'unknown' };
  t.strictSame(steps.map(({ event: { id, occurredAt }, after }) => [id, formatInstant(occurredAt), after.kind, after.dueAt, after.placement]), given.map(({ id }, at) => [
    id, `2024-01-${['06', '10', '21', '23'][at] ?? ''}T02:00:00.000Z`, 'conduct', undefined, { ...placement, authority: at === 0 ? 'H57.32' : 'H57.02' },
  ]));
});

test('a correction means the last report that says the old value now, and only one that came before it', async (t) => {
  const moved = [received(), reassigned('H57.01', '2024-01-09 08:00'), reassigned('H57.31', '2024-01-10 08:00'), reassigned('H57.01', '2024-01-11 08:00')];
  const places = (...events: readonly FeedbackEvent[]) => replayFeedback(events).steps.map(({ after }) => after.placement.authority);
  t.strictSame(places(...moved, corrected('authority', 'H57.01', 'H57.02')), ['H57.31', 'H57.01', 'H57.31', 'H57.02']);
  t.strictSame(places(...moved, corrected('authority', 'H57.01', 'H57.02'), corrected('authority', 'H57.01', 'H57.03')), ['H57.31', 'H57.03', 'H57.31', 'H57.02']);
  t.strictSame(places(...moved.slice(0, 2), corrected('authority', 'H57.01', 'H57.02'), ...moved.slice(2)), ['H57.31', 'H57.02', 'H57.31', 'H57.01'], 'what comes later was not meant');
  t.match(decideFeedback(replayFeedback(moved), corrected('authority', 'H57.99', 'H57.02')), { error: { code: 'CORRECTION_MISMATCH', errors: [{ pointer: '/data/old', detail: 'recorded is H57.01' }] } });
  t.match(decideFeedback(replayFeedback(moved), corrected('dismissedAt', '2024-01-09T08:00:00+07:00', null)), { error: { errors: [{ detail: 'no dismissedAt is recorded' }] } });
});

test('a correction may name what answers show as unknown, which is nothing; and so does a reception that tells it', (t) => {
  const read = (data: object) => feedbackEventData.FeedbackCorrected.parse({ reason: 'other', ...data });
  for (const [field, value] of [['receivingUnit', 'H57.90'], ['procedure', '1.001234'], ['field', 'G03'], ['channel', 'online']] as const) {
    t.match(read({ field, old: 'unknown', new: value }), { old: null, new: value }, field);
    t.match(read({ field, old: value, new: 'unknown' }), { old: value, new: null }, field);
    t.notOk(feedbackEventData.FeedbackCorrected.safeParse({ field, old: null, new: 'unknown', reason: 'other' }).success, field);
  }
  const given = [received('2024-01-05 08:00', { receivingUnit: 'unknown' }), corrected('receivingUnit', null, 'H57.90')];
  t.equal(replayFeedback(given).steps.at(-1)?.after.placement.receivingUnit, 'H57.90');
  t.end();
});

test('a correction has values of its field, two different ones, and nothing only where there may be', async (t) => {
  const wrong = (data: object) => feedbackEventData.FeedbackCorrected.safeParse({ reason: 'other', ...data }).error?.issues.map(({ path }) => path.join('/'));
  t.strictSame(wrong({ field: 'kind', old: 'regulation', new: 'conduct' }), undefined);
  t.match(feedbackEventData.FeedbackCorrected.parse({ field: 'dueAt', old: null, new: '2024-01-25', reason: 'other' }), { old: null, new: '2024-01-25T10:00:00.000Z' });
  t.strictSame([wrong({ field: 'kind', old: 'regulation', new: 'other' }), wrong({ field: 'authority', old: 'H57', new: null }), wrong({ field: 'receivedAt', old: null, new: '2024-01-05T08:00:00+07:00' })], [['new'], ['new'], ['old']]);
  t.strictSame([wrong({ field: 'channel', old: 'post', new: 'postal' }), wrong({ field: 'processedAt', old: '2024-01-05', new: null }), wrong({ field: 'channel', old: null, new: null })], [['old'], ['old'], ['new']]);
  t.strictSame([wrong({ field: 'dueAt', old: '2024-01-25T10:00:00Z', new: '2024-01-25' }), wrong({ field: 'receivedAt', old: '2024-01-05T08:00:00+07:00' }), wrong({ field: 'name', old: null, new: 'Nguyễn Văn A' })], [['new'], ['new'], ['field']]);
});

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
      const base = type === 'FeedbackReceived' ? { authority: 'H57.31', kind: 'conduct' } : type === 'FeedbackReassigned' ? { to: 'H57' } : type === 'FeedbackDismissed' ? { reason: 'other' }
        : type === 'FeedbackCorrected' ? { field: 'kind', old: 'conduct', new: 'regulation', reason: 'other' } : {};
      t.ok(schema.safeParse(base).success, type);
      t.notOk(schema.safeParse({ ...base, [field]: 'Nguyễn Văn A' }).success, `${type} ${field}`);
    }
  }
  for (const code of ['PAKN-240105-1', 'H57.PAKN-240105-0012', '000.00.31.H57.PAKN-240105-0012']) t.ok(feedbackCode.safeParse(code).success, code);
  for (const code of ['0912345678', '046091012345', 'H57.31-240105-0012', 'Nguyễn Văn A', 'PAKN-240105-0000001']) t.notOk(feedbackCode.safeParse(code).success, code);
});
