import { test } from 'tap';
import { LINES, lines, readLines, received } from './events.ts';
import type { Sent } from './events.ts';
import { intakeFor } from './intake.ts';

const ADDRESS = '/v1/service-events';

test('takes sums of ratings into the stream of the unit, once each', async (t) => {
  const intake = await intakeFor(t);
  const answers = readLines((await intake.post(lines(rated(), rated({ id: 'r-2', subject: 'H57.31' }), rated()), LINES, {}, ADDRESS)).body);
  t.strictSame(answers.map(({ status }) => status), ['accepted', 'accepted', 'duplicate']);
  t.strictSame((await intake.log()).map(({ stream }) => stream).toSorted(), ['service-H57.31', 'service-H57.90']);
});

test('refuses whatever could tell who rated, and sums of nobody', async (t) => {
  const intake = await intakeFor(t);
  const table: readonly (readonly [Sent, string])[] = [
    [{ data: { ...DATA, dossier: 'H57.31-240105-0001' } }, '/data/dossier'], [{ data: { ...DATA, citizenId: 'x' } }, '/data/citizenId'], [{ data: { ...DATA, comment: 'tốt' } }, '/data/comment'],
    [{ data: { ...DATA, satisfied: 0, otherwise: 0 } }, '/data/satisfied'], [{ data: { ...DATA, otherwise: -1 } }, '/data/otherwise'], [{ data: { satisfied: 1, otherwise: 0 } }, '/data/authority'],
    [{ subject: 'unknown' }, '/subject'], [{ subject: 'Nguyễn Văn A' }, '/subject'],
  ];
  for (const [change, pointer] of table) {
    const answer = await intake.post(JSON.stringify(rated(change)), undefined, {}, ADDRESS);
    t.equal(answer.statusCode, 422, pointer);
    t.match(answer.json(), { code: 'EVENT_INVALID', errors: [{ pointer }] });
  }
  t.equal((await intake.log()).length, 0);
});

test('each address sends what belongs to another one there', async (t) => {
  const intake = await intakeFor(t);
  for (const url of ['/v1/dossier-events', '/v1/reference-events']) {
    t.match((await intake.post(JSON.stringify(rated()), undefined, {}, url)).json(), { code: 'EVENT_TYPE_UNKNOWN', detail: /\/v1\/service-events/ });
  }
  t.match((await intake.post(JSON.stringify(received()), undefined, {}, ADDRESS)).json(), { code: 'EVENT_TYPE_UNKNOWN', detail: /\/v1\/dossier-events/ });
  for (const url of ['/v1/dossier-events', ADDRESS]) t.match((await intake.post(JSON.stringify(feedback('FeedbackProcessed', {})), undefined, {}, url)).json(), { code: 'EVENT_TYPE_UNKNOWN', detail: /\/v1\/feedback-events/ });
  t.match((await intake.post(JSON.stringify(rated({ type: 'AuthorityDeclared' })), undefined, {}, ADDRESS)).json(), { code: 'EVENT_TYPE_UNKNOWN', detail: /\/v1\/reference-events/ });
});

test('takes a feedback in any order that its times allow, and refuses what cannot have been and whatever could tell who gave it', async (t) => {
  const intake = await intakeFor(t);
  const send = async (...events: readonly Sent[]) => readLines((await intake.post(lines(...events), LINES, {}, '/v1/feedback-events')).body);
  const [first, published] = [feedback('FeedbackReceived', TOLD), feedback('FeedbackPublished', {}, { time: '2024-01-22T08:00:00+07:00' })];
  const processed = feedback('FeedbackProcessed', {}, { time: '2024-01-20T08:00:00+07:00' });
  t.match(await send(published), [{ status: 'refused', code: 'FEEDBACK_UNKNOWN' }]);
  t.match(await send(first, published), [{ status: 'accepted' }, { status: 'refused', code: 'FEEDBACK_NOT_PROCESSED' }]);
  t.match(await send(processed, published, first), [{ status: 'accepted' }, { status: 'accepted' }, { status: 'duplicate' }]);
  t.match(await send(
    feedback('FeedbackReceived', { ...TOLD, content: 'thái độ' }), feedback('FeedbackReceived', { ...TOLD, kind: 'other' }), feedback('FeedbackProcessed', { answeredTo: 'Nguyễn Văn A' }), feedback('FeedbackReceived', TOLD, { subject: '0912345678' }),
  ), ['/data/content', '/data/kind', '/data/answeredTo', '/subject'].map((pointer) => ({ status: 'refused', code: 'EVENT_INVALID', errors: [{ pointer }] })));
  t.strictSame((await intake.log()).map(({ stream }) => stream), ['feedback-H57.31.PAKN-240105-0001', 'feedback-H57.31.PAKN-240105-0001', 'feedback-H57.31.PAKN-240105-0001']);
});

test('corrects a feedback once, takes a report back, and refuses with a sentence what is not recorded, cannot be or lies ahead', async (t) => {
  const intake = await intakeFor(t);
  const send = async (...events: readonly Sent[]) => readLines((await intake.post(lines(...events), LINES, {}, '/v1/feedback-events')).body);
  const correction = (id: string, data: Sent) => feedback('FeedbackCorrected', { reason: 'typing_error', ...data }, { id, time: '2024-02-01T08:00:00+07:00' });
  const processed = '2024-01-20T08:00:00+07:00';
  t.match(await send(correction('c-0', { field: 'kind', old: 'conduct', new: 'regulation' })), [{ status: 'refused', code: 'FEEDBACK_UNKNOWN', detail: /Nothing of this feedback is known/ }]);
  await send(feedback('FeedbackReceived', TOLD), feedback('FeedbackProcessed', {}, { time: processed }));
  const kind = correction('c-1', { field: 'kind', old: 'conduct', new: 'regulation' });
  t.match(await send(kind, kind, correction('c-2', { field: 'kind', old: 'conduct', new: 'regulation' })), [
    { status: 'accepted' }, { status: 'duplicate' }, { status: 'refused', code: 'CORRECTION_MISMATCH', errors: [{ pointer: '/data/old', detail: 'recorded is regulation' }] },
  ]);
  t.match(await send(
    correction('c-3', { field: 'receivedAt', old: '2024-01-05T08:00:00+07:00', new: null }), correction('c-4', { field: 'processedAt', old: processed, new: '2044-01-20T08:00:00+07:00' }),
    correction('c-5', { field: 'kind', old: 'regulation', new: null }), correction('c-6', { field: 'content', old: 'a', new: 'b' }), correction('c-7', { field: 'dueAt', old: '2024-01-25', new: '2044-01-25', reason: 'nhầm' }),
  ), [
    { status: 'refused', code: 'HISTORY_CONFLICT', detail: /FeedbackProcessed of 2024-01-20T01:00:00.000Z would become impossible.+correct that event first/ }, { status: 'refused', code: 'EVENT_INVALID', errors: [{ pointer: '/data/new', detail: 'is more than 24 hours ahead' }] },
    ...['/data/new', '/data/field', '/data/reason'].map((pointer) => ({ status: 'refused', code: 'EVENT_INVALID', errors: [{ pointer }] })),
  ]);
  t.match(await send(
    correction('c-8', { field: 'dueAt', old: '2024-01-25', new: '2044-01-25' }), correction('c-9', { field: 'processedAt', old: processed, new: null }), correction('c-10', { field: 'receivedAt', old: '2024-01-05T08:00:00+07:00', new: null }),
    feedback('FeedbackReceived', TOLD, { id: 'again' }),
  ), [{ status: 'accepted' }, { status: 'accepted' }, { status: 'accepted' }, { status: 'accepted' }]);
  const kept = (await intake.server.inject('/v1/rejections?code=CORRECTION_MISMATCH')).json().rejections;
  t.match(kept, [{ known: { type: 'FeedbackCorrected', subject: 'H57.31.PAKN-240105-0001', 'data.field': 'kind' } }]);
  t.notOk('data.old' in kept[0].known, 'what nobody could check is not kept');
  t.match((await intake.log()).slice(2, 3), [{ type: 'FeedbackCorrected', data: { field: 'kind', old: 'conduct', new: 'regulation', reason: 'typing_error' } }]);
});

const TOLD = { authority: 'H57.31', kind: 'conduct', dueAt: '2024-01-25' };

function feedback(type: string, data: Sent, change: Sent = {}): Sent {
  return { specversion: '1.0', id: type, source: 'urn:test:pakn', type, subject: 'H57.31.PAKN-240105-0001', time: '2024-01-05T08:00:00+07:00', data, ...change };
}

const DATA = { authority: 'H57.31', satisfied: 12, otherwise: 1 };

function rated(change: Sent = {}): Sent {
  return { specversion: '1.0', id: 'r-1', source: 'urn:test:kiosk', type: 'ServiceRated', subject: 'H57.90', time: '2024-01-05T17:00:00+07:00', data: DATA, ...change };
}
