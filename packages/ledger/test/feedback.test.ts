import assert from 'node:assert/strict';
import { decideFeedback, emptyFeedback, readFeedbackEvent } from '@motcua/dossier';
import type { Feedback, FeedbackEvent } from '@motcua/dossier';
import { addDays, civilDateOf, formatInstant, instantAt } from '@motcua/kernel';
import { factDefinitions, FEEDBACK_CLASSES, feedbackDefinitions, feedbackMovements, figuresOf, legsOf, repost } from '@motcua/ledger';
import type { Movement } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';

const OFFICES = ['H57.31', 'H57.32', 'H57.01'] as const;

let ids = 0;
function told(type: FeedbackEvent['type'], day: string, data: object = {}, minute = 480): FeedbackEvent {
  return readFeedbackEvent({ type, id: String(ids += 1), occurredAt: formatInstant(instantAt(day, minute)), data });
}
const received = (day: string, data: object = {}) => told('FeedbackReceived', day, { authority: OFFICES[0], kind: 'regulation', ...data });
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
  t.strictSame(shown(feedbackMovements(after(...open.events, told('FeedbackReassigned', '2024-01-26', { to: OFFICES[1] }), told('FeedbackProcessed', '2024-01-27'), told('FeedbackPublished', '2024-02-01')))), [
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

const day = fc.nat(60).map((offset) => addDays('2024-01-01', offset));
const anyEvent = fc.oneof(
  fc.record({ day, limit: fc.option(fc.nat(40), { nil: undefined }), office: fc.constantFrom(...OFFICES), kind: fc.constantFrom('regulation', 'conduct') })
    .map(({ day: on, limit, office, kind }) => received(on, { authority: office, kind, ...(limit === undefined ? {} : { dueAt: addDays(on, limit) }) })),
  fc.tuple(day, fc.constantFrom(...OFFICES)).map(([on, to]) => told('FeedbackReassigned', on, { to })),
  fc.tuple(fc.constantFrom('FeedbackProcessed', 'FeedbackPublished'), day).map(([type, on]) => told(type as FeedbackEvent['type'], on)),
  day.map((on) => told('FeedbackDismissed', on, { reason: 'other' })),
);

/** Counted from the events alone, office by office: what a clerk with the registers would do. */
function registers(all: readonly Feedback[], office: string, from: string, to: string) {
  const counts = { taken: 0, processed: 0, onTime: 0, dismissed: 0, inProgress: 0, overdue: 0, published: 0, opening: 0, received: 0 };
  for (const { steps: [first, ...more] } of all) {
    if (first === undefined) continue;
    const steps = [first, ...more];
    const at = (last: string) => steps.findLast(({ event }) => civilDateOf(event.occurredAt) <= last)?.after;
    const [before, then] = [at(addDays(from, -1)), at(to)];
    const { dueAt } = first.after;
    const mine = (event: FeedbackEvent, type: string) => event.type === type && civilDateOf(event.occurredAt) >= from && civilDateOf(event.occurredAt) <= to;
    for (const { event, after: is } of steps) {
      if (is.placement.authority !== office) continue;
      counts.received += Number(mine(event, 'FeedbackReceived'));
      counts.processed += Number(mine(event, 'FeedbackProcessed'));
      counts.onTime += Number(mine(event, 'FeedbackProcessed') && dueAt !== undefined && event.occurredAt <= dueAt);
      counts.dismissed += Number(mine(event, 'FeedbackDismissed'));
      counts.published += Number(mine(event, 'FeedbackPublished'));
    }
    counts.opening += Number(before?.state === 'open' && before.placement.authority === office);
    counts.inProgress += Number(then?.state === 'open' && then.placement.authority === office);
    counts.overdue += Number(then?.state === 'open' && then.placement.authority === office && dueAt !== undefined && civilDateOf(dueAt) <= to);
  }
  return { ...counts, taken: counts.processed + counts.dismissed + counts.inProgress };
}

test('over any days and in any order of arrival the book is what the registers say, and balances in every office', async (t) => {
  let busy = 0;
  fc.assert(fc.property(fc.array(fc.array(anyEvent, { maxLength: 6 }), { maxLength: 6 }), day, day, (lives, one, other) => {
    const [from, to] = one < other ? [one, other] : [other, one];
    const all = lives.map((events) => after(...events));
    const legs = all.flatMap((feedback) => feedbackMovements(feedback)).flatMap((movement) => legsOf({ kind: 'posted', movement }).map((leg) => ({ ...leg, ...movement, ...leg })));
    for (const office of OFFICES) {
      const sums = legs.filter(({ placement, effectiveOn }) => placement.authority === office && effectiveOn <= to).map(({ class: of, cause, side, placement: { channel }, amount, effectiveOn }) => (
        { class: of, cause, side, channel, ...(effectiveOn < from ? { opening: amount, flow: 0 } : { opening: 0, flow: amount }) }
      ));
      const told = figuresOf(sums, 'authority', { figures: factDefinitions });
      assert.deepEqual({
        taken: told.feedbackTaken, processed: told.feedbackProcessed, onTime: told.feedbackOnTime, dismissed: told.feedbackDismissed, inProgress: told.feedbackInProgress,
        overdue: told.feedbackOverdue, published: told.feedbackPublished, opening: told.feedbackOpening, received: told.feedbackReceived,
      }, registers(all, office, from, to));
      assert.equal(told.feedbackTaken, told.feedbackOpening + told.feedbackReceived + told.feedbackTransferred);
      assert.equal(told.feedbackTaken, told.feedbackRegulation + told.feedbackConduct);
      assert.equal(told.feedbackProcessed, told.feedbackOnTime + told.feedbackLate + told.feedbackUndated);
      assert.equal(told.feedbackInProgress, told.feedbackWithinLimit + told.feedbackOverdue);
      busy += told.feedbackTaken;
    }
  }), { numRuns: 200 });
  t.ok(busy > 0);
});
