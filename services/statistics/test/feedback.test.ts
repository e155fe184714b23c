import { readFeedbackEvent } from '@motcua/dossier';
import { uuidV5 } from '@motcua/kernel';
import { t as file, test } from 'tap';
import { served } from './served.ts';

const [CORRECTED, TAKEN_BACK] = ['H57.31.PAKN-240105-0001', 'H57.31.PAKN-240105-0002'];
const told = (code: string, type: string, time: string, data: object = {}) =>
  ({ code, event: readFeedbackEvent({ type, id: uuidV5('test', code, type, time, JSON.stringify(data)), occurredAt: `${time.replace(' ', 'T')}:00+07:00`, data }) });
const received = { authority: 'H57.31', kind: 'regulation', dueAt: '2024-01-25', procedure: '1.001234' };
const { get } = await served(file, [], '2024-03-14 17:00', { feedback: [
  told(CORRECTED, 'FeedbackReceived', '2024-01-05 08:00', received),
  told(CORRECTED, 'FeedbackProcessed', '2024-01-26 08:00'),
  told(TAKEN_BACK, 'FeedbackReceived', '2024-01-05 09:00', received),
  told(CORRECTED, 'FeedbackCorrected', '2024-02-01 08:00', { field: 'kind', old: 'regulation', new: 'conduct', reason: 'typing_error' }),
  told(CORRECTED, 'FeedbackCorrected', '2024-02-01 08:00', { field: 'processedAt', old: '2024-01-26T08:00:00+07:00', new: '2024-01-24T08:00:00+07:00', reason: 'typing_error' }),
  told(TAKEN_BACK, 'FeedbackCorrected', '2024-02-01 08:00', { field: 'receivedAt', old: '2024-01-05T09:00:00+07:00', new: null, reason: 'wrong_document' }),
] });

test('a feedback tells where it stands after its corrections, and every event as it was told, with what it posted and took back', async (t) => {
  const { status, body } = await get(`/v1/feedback/${CORRECTED}`);
  t.equal(status, 200);
  t.match(body.situation, {
    state: 'processed', stateLabel: 'Đã xử lý', kind: 'conduct', kindLabel: 'Hành vi hành chính', authority: { code: 'H57.31', name: 'UBND phường Phú Hội' }, procedure: { code: '1.001234', name: 'Đăng ký khai sinh' },
    field: { code: 'unknown', name: null }, channel: 'unknown', dueAt: '2024-01-25T10:00:00.000Z', receivedAt: '2024-01-05T01:00:00.000Z', processedAt: '2024-01-24T01:00:00.000Z', publishedAt: null, dismissedAt: null,
  });
  t.strictSame(body.timeline.map(({ position, label }: Record<string, unknown>) => [position, label]), [
    [1, 'Tiếp nhận phản ánh, kiến nghị'], [2, 'Đã xử lý phản ánh, kiến nghị'], [4, 'Đính chính phản ánh, kiến nghị'], [5, 'Đính chính phản ánh, kiến nghị'],
  ]);
  t.match(body.timeline[0].facts, { kind: 'regulation' });
  t.match(body.timeline[1], { occurredAt: '2024-01-26T01:00:00.000Z' }, 'as it was told');
  const moved = body.timeline[3].movements.map(({ effectiveOn, inverted, followsFrom, to }: Record<string, unknown> & { to: { class: string } }) => [effectiveOn, inverted, followsFrom, to.class]);
  t.strictSame(moved, [['2024-01-25', true, 1, 'feedback_conduct_overdue'], ['2024-01-26', true, 2, 'feedback_late'], ['2024-01-24', false, 2, 'feedback_on_time']]);
});

test('what was taken back counts nowhere and stays to be seen, and what nobody knows is not found', async (t) => {
  const { body } = await get(`/v1/feedback/${TAKEN_BACK}`);
  t.match(body, { situation: null, timeline: [{ position: 3, movements: [{ inverted: false }, { inverted: false }] }, { position: 6, facts: { field: 'receivedAt', new: null }, movements: [{ inverted: true, followsFrom: 3 }, { inverted: true }] }] });
  t.match(await get('/v1/feedback/H57.31.PAKN-240105-0009'), { status: 404, body: { code: 'FEEDBACK_UNKNOWN' } });
  t.match(await get('/v1/feedback/0912345678'), { status: 400, body: { code: 'PARAMETER_INVALID' } });
});

test('the lists behind a figure name the correction beside the report that it changed, and before it what was told', async (t) => {
  const QUESTION = 'scope=H57&period=2024-Q1&by=authority';
  t.match((await get(`/v1/figures/feedbackConduct/events?${QUESTION}`)).body.events, [{ dossier: `feedback-${CORRECTED}`, amount: 1, effectiveOn: '2024-01-05', typeLabel: 'Đính chính phản ánh, kiến nghị', followsTypeLabel: 'Tiếp nhận phản ánh, kiến nghị', inverted: false }]);
  t.match((await get(`/v1/figures/feedbackConduct/events?${QUESTION}&asOf=3`)).body.events, []);
  t.match((await get(`/v1/figures/feedbackRegulation/dossiers?${QUESTION}&asOf=3`)).body.dossiers, [{ dossier: `feedback-${CORRECTED}` }, { dossier: `feedback-${TAKEN_BACK}` }]);
  t.strictSame((await get(`/v1/figures/feedbackTaken/dossiers?${QUESTION}`)).body.dossiers.map(({ dossier }: Record<string, unknown>) => dossier), [`feedback-${CORRECTED}`]);
  const facts = async (more: string) => { const { feedbackTaken, feedbackOnTime, feedbackLate } = (await get(`/v1/indicators?${QUESTION}${more}`)).body.total.facts; return [feedbackTaken, feedbackOnTime, feedbackLate]; };
  t.strictSame([await facts(''), await facts('&asOf=4'), await facts('&asOf=3')], [[1, 1, 0], [2, 0, 1], [2, 0, 1]]);
});
