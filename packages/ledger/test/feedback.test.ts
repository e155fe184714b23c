import assert from 'node:assert/strict';
import { decideFeedback, emptyFeedback, readFeedbackEvent } from '@motcua/dossier';
import type { Feedback, FeedbackEvent } from '@motcua/dossier';
import { addDays, formatInstant, instantAt } from '@motcua/kernel';
import { factDefinitions, FEEDBACK_CLASSES, feedbackDefinitions, feedbackMovements, figuresOf, legsOf, repost } from '@motcua/ledger';
import type { Movement } from '@motcua/ledger';
import { FEEDBACK_FROM, FEEDBACK_OFFICES, feedbackArrivals, feedbackLives, oracleFeedback, randomRuns } from '@motcua/testkit';
import type { FeedbackArrival } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';


let ids = 0;
function told(type: FeedbackEvent['type'], day: string, data: object = {}, minute = 480): FeedbackEvent {
  return readFeedbackEvent({ type, id: String(ids += 1), occurredAt: formatInstant(instantAt(day, minute)), data });
}
const received = (day: string, data: object = {}) => told('FeedbackReceived', day, { authority: FEEDBACK_OFFICES[0], kind: 'regulation', ...data });
const after = (...events: readonly FeedbackEvent[]): Feedback => events.reduce<Feedback>((feedback, event) => {
  const decision = decideFeedback(feedback, event);
  return decision.kind === 'accepted' ? decision.feedback : feedback;
}, emptyFeedback);
const shown = (movements: readonly Movement[]) => movements.map(({ effectiveOn, from, to, cause }) => `${effectiveOn} ${cause} ${from.class} > ${to.class}`);

test('a feedback moves from reception to its end, late when its limit passed, and a limit ahead is posted until news takes it back', async (t) => {
  const open = after(received('2024-01-05', { dueAt: '2024-01-25' }));
  t.strictSame(shown(feedbackMovements(open)), ['2024-01-05 received outside > feedback_regulation', '2024-01-25 overdue feedback_regulation > feedback_regulation_overdue']);
  const done = after(...open.events, told('FeedbackProcessed', '2024-01-25', {}, 17 * 60));
  t.strictSame(repost(feedbackMovements(open), feedbackMovements(done)).map(({ kind, movement }) => [kind, ...shown([movement])]), [
    ['inverted', '2024-01-25 overdue feedback_regulation > feedback_regulation_overdue'], ['posted', '2024-01-25 resolved feedback_regulation > feedback_on_time'],
  ], 'in the very minute of the limit');
  t.strictSame(shown(feedbackMovements(after(...open.events, told('FeedbackReassigned', '2024-01-26', { to: FEEDBACK_OFFICES[1] }), told('FeedbackProcessed', '2024-01-27'), told('FeedbackPublished', '2024-02-01')))), [
    '2024-01-05 received outside > feedback_regulation', '2024-01-25 overdue feedback_regulation > feedback_regulation_overdue', '2024-01-26 reassigned feedback_regulation_overdue > feedback_regulation_overdue',
    '2024-01-27 resolved feedback_regulation_overdue > feedback_late', '2024-02-01 noted outside > feedback_published',
  ]);
  t.strictSame(shown(feedbackMovements(after(received('2024-01-05', { kind: 'conduct' }), told('FeedbackProcessed', '2025-01-05')))).at(-1), '2025-01-05 resolved feedback_conduct > feedback_undated');
  t.strictSame(shown(feedbackMovements(after(received('2024-01-05'), told('FeedbackDismissed', '2024-01-06', { reason: 'opinion' })))).at(-1), '2024-01-06 terminated feedback_regulation > feedback_dismissed');
  t.strictSame(feedbackMovements(emptyFeedback), []);
});

test('every class of feedback counts in a figure, and none in a figure of dossiers', async (t) => {
  for (const name of FEEDBACK_CLASSES) {
    t.ok(feedbackDefinitions.some(({ terms }) => terms.some(({ classes }) => classes.some((one) => one === name))), name);
    t.same(figuresOf([{ class: name, cause: 'received', side: 'to', channel: 'unknown', opening: 5, flow: 7 }], 'level'), figuresOf([], 'level'), name);
  }
});

test('a correction takes back what no longer holds with its own days and places, and posts what holds instead', async (t) => {
  const before = after(received('2024-01-05', { dueAt: '2024-01-25' }), told('FeedbackProcessed', '2024-01-27'));
  const posted = (field: string, old: string, to: string | null) => repost(feedbackMovements(before), feedbackMovements(after(...before.events, told('FeedbackCorrected', '2024-02-10', { field, old, new: to, reason: 'typing_error' }))))
    .map(({ kind, movement }) => [kind, ...shown([movement])]);
  const processed = '2024-01-27T01:00:00.000Z';
  t.strictSame(posted('processedAt', processed, '2024-01-24T09:00:00+07:00'), [
    ['inverted', '2024-01-25 overdue feedback_regulation > feedback_regulation_overdue'], ['inverted', '2024-01-27 resolved feedback_regulation_overdue > feedback_late'], ['posted', '2024-01-24 resolved feedback_regulation > feedback_on_time'],
  ]);
  t.strictSame(posted('processedAt', processed, null), [['inverted', '2024-01-27 resolved feedback_regulation_overdue > feedback_late']], 'it is overdue again from the day of its limit on');
  t.strictSame(posted('dueAt', '2024-01-25T10:00:00.000Z', null), [
    ['inverted', '2024-01-25 overdue feedback_regulation > feedback_regulation_overdue'], ['inverted', '2024-01-27 resolved feedback_regulation_overdue > feedback_late'], ['posted', '2024-01-27 resolved feedback_regulation > feedback_undated'],
  ]);
  t.strictSame(posted('kind', 'regulation', 'conduct').map(([kind]) => kind), ['inverted', 'inverted', 'inverted', 'posted', 'posted', 'posted']);
  t.strictSame(repost(feedbackMovements(before), feedbackMovements(after(...before.events,
    told('FeedbackCorrected', '2024-02-10', { field: 'processedAt', old: processed, new: null, reason: 'wrong_document' }),
    told('FeedbackCorrected', '2024-02-10', { field: 'receivedAt', old: '2024-01-05T01:00:00.000Z', new: null, reason: 'wrong_document' })))).map(({ kind }) => kind), ['inverted', 'inverted', 'inverted'], 'of a feedback that never was nothing is left');
});

/** All that the arrivals post, as if each came alone; position 1 is the first. */
function journalOf(arrivals: readonly FeedbackArrival[]) {
  const lives = new Map<string, Feedback>();
  return arrivals.flatMap(({ code, event }, index) => {
    const before = lives.get(code) ?? emptyFeedback;
    const now = after(...before.events, event);
    lives.set(code, now);
    return repost(feedbackMovements(before), feedbackMovements(now)).flatMap((posting) => legsOf(posting).map((leg) => ({ ...posting.movement, ...leg, position: index + 1 })));
  });
}

test('over any days, in any order of arrival and as known at any position the book is what a recount of the events gives, corrected ones too, and balances in every office', async (t) => {
  const met = { taken: 0, corrected: 0, takenBack: 0 };
  const day = fc.nat(75).map((offset) => addDays(FEEDBACK_FROM, offset));
  fc.assert(fc.property(feedbackArrivals(), day, day, fc.nat(12), (arrivals, one, other, back) => {
    const [from, to] = one < other ? [one, other] : [other, one];
    const position = Math.max(arrivals.length - back, 0);
    const known = arrivals.slice(0, position);
    const legs = journalOf(arrivals).filter((leg) => leg.position <= position && leg.effectiveOn <= to);
    for (const office of FEEDBACK_OFFICES) {
      const sums = legs.filter(({ placement }) => placement.authority === office).map(({ class: of, cause, side, placement: { channel }, amount, effectiveOn }) => (
        { class: of, cause, side, channel, ...(effectiveOn < from ? { opening: amount, flow: 0 } : { opening: 0, flow: amount }) }
      ));
      const told = figuresOf(sums, 'authority', { figures: factDefinitions });
      assert.deepEqual(Object.fromEntries(feedbackDefinitions.map(({ id }) => [id, told[id]])), oracleFeedback(feedbackLives(known), { office, from, to }));
      assert.equal(told.feedbackTaken, told.feedbackOpening + told.feedbackReceived + told.feedbackTransferred);
      assert.equal(told.feedbackTaken, told.feedbackProcessed + told.feedbackDismissed + told.feedbackInProgress);
      assert.equal(told.feedbackTaken, told.feedbackRegulation + told.feedbackConduct);
      assert.equal(told.feedbackProcessed, told.feedbackOnTime + told.feedbackLate + told.feedbackUndated);
      assert.equal(told.feedbackInProgress, told.feedbackWithinLimit + told.feedbackOverdue);
      met.taken += told.feedbackTaken;
    }
    for (const { event } of known) {
      met.corrected += Number(event.type === 'FeedbackCorrected' && event.data.new !== null);
      met.takenBack += Number(event.type === 'FeedbackCorrected' && event.data.new === null && event.data.field.endsWith('At') && event.data.field !== 'dueAt');
    }
  }), { numRuns: randomRuns(50) });
  t.ok(Math.min(met.taken, met.corrected, met.takenBack) > 10, JSON.stringify(met));
});
