import assert from 'node:assert/strict';
import { membersOf, sumsOf } from '@motcua/database';
import type { FigureQuery } from '@motcua/database';
import { streams } from '@motcua/event-store';
import { addDays, formatInstant } from '@motcua/kernel';
import { FACT_BOOK, factDefinitions, feedbackDefinitions, figuresOf } from '@motcua/ledger';
import { FEEDBACK_FROM, FEEDBACK_OFFICES, feedbackArrivals, feedbackLives, oracleFeedback } from '@motcua/testkit';
import type { FeedbackArrival } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { differences, dump, openBooks, tell, tellAtOnce, told } from './books.ts';
import type { Books } from './books.ts';
import { remade } from './remade.ts';

const PAKN = 'H57.31.PAKN-240105-0001';
const feedback = (type: string, day: string, data = {}, code = PAKN) => told(streams.feedback(code), { type, subject: code, time: `${day}T08:00:00+07:00`, id: `${type}-${day}-${JSON.stringify(data)}`, data });
const corrected = (day: string, field: string, old: string | null, to: string | null) => feedback('FeedbackCorrected', day, { field, old, new: to, reason: 'typing_error' });

const PERIOD = { from: '2023-12-15', to: '2024-03-14' } as const;
const asked = ({ office = 'VN', figure = 'feedbackTaken', period = PERIOD, upTo }: { readonly office?: string; readonly figure?: string; readonly period?: FigureQuery['period']; readonly upTo?: number | undefined }): FigureQuery => ({
  figure, scope: office, period, rule: FACT_BOOK, dimension: 'authority', definitions: { figures: factDefinitions }, known: { upTo },
});
const counted = async ({ database: { db } }: Books, question: Parameters<typeof asked>[0]) => {
  const figures = figuresOf(await sumsOf(db, asked(question)), 'authority', { figures: factDefinitions });
  return Object.fromEntries(feedbackDefinitions.map(({ id }) => [id, figures[id]]));
};

test('a corrected feedback counts as if it had been told so from the beginning, and as known before the correction as it was told then', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [
    feedback('FeedbackReceived', '2024-01-05', { authority: 'H57.31', kind: 'regulation', dueAt: '2024-01-25T10:00:00.000Z' }), feedback('FeedbackProcessed', '2024-01-26'),
    corrected('2024-02-01', 'kind', 'regulation', 'conduct'), corrected('2024-02-02', 'processedAt', '2024-01-26T01:00:00.000Z', '2024-01-24T01:00:00.000Z'), corrected('2024-02-03', 'authority', 'H57.31', 'H57.32'),
    corrected('2024-02-04', 'processedAt', '2024-01-24T01:00:00.000Z', null), corrected('2024-02-05', 'receivedAt', '2024-01-05T01:00:00.000Z', null),
  ]);
  await books.project();
  const known = async (upTo: number, office = 'VN') => {
    const { feedbackTaken: taken, feedbackConduct: conduct, feedbackOnTime: onTime, feedbackLate: late, feedbackOverdue: overdue } = await counted(books, { office, upTo });
    return { taken, conduct, onTime, late, overdue };
  };
  t.strictSame(await known(2), { taken: 1, conduct: 0, onTime: 0, late: 1, overdue: 0 });
  t.strictSame(await known(3), { taken: 1, conduct: 1, onTime: 0, late: 1, overdue: 0 });
  t.strictSame(await known(4), { taken: 1, conduct: 1, onTime: 1, late: 0, overdue: 0 });
  t.strictSame([(await known(4, 'H57.31')).taken, (await known(5, 'H57.31')).taken, (await known(5, 'H57.32')).taken], [1, 0, 1]);
  t.strictSame(await known(6), { taken: 1, conduct: 1, onTime: 0, late: 0, overdue: 1 });
  t.strictSame(await known(7), { taken: 0, conduct: 0, onTime: 0, late: 0, overdue: 0 });
  t.strictSame(await membersOf(books.database.db, { ...asked({ figure: 'feedbackOverdue', upTo: 6 }), limit: 9 }), [{ dossier: `feedback-${PAKN}`, amount: 1 }]);
  const inverses = await books.rows(`select distinct j.position::integer, effective_on, cause from ledger.journal j join ledger.kind using (kind) where inverted and position in (4, 6) order by 1, 2`);
  t.strictSame(inverses, [{ position: 4, effective_on: '2024-01-25', cause: 'overdue' }, { position: 4, effective_on: '2024-01-26', cause: 'resolved' }, { position: 6, effective_on: '2024-01-24', cause: 'resolved' }], 'each on the day of what it takes back');
});

test('every figure of random feedback, corrected and taken back, is what a recount of the events gives, as known at any position, and made again the same', async (t) => {
  const books = await openBooks(t);
  const day = fc.nat(75).map((offset) => addDays(FEEDBACK_FROM, offset));
  let corrections = 0;
  await fc.assert(fc.asyncProperty(feedbackArrivals({ feedbacks: 12, wishes: 240 }), fc.array(fc.tuple(day, day, fc.nat(999)), { minLength: 5, maxLength: 5 }), async (arrivals, questions) => {
    await tellAtOnce(books.store, arrivals.map(tellable));
    const inOrder = await books.store.readAll(0, 999);
    const byId = new Map(arrivals.map((arrival) => [tellable(arrival).event.id, arrival]));
    const log = inOrder.flatMap(({ id }) => byId.get(id) ?? []);
    assert.equal(log.length, arrivals.length);
    corrections = log.filter(({ event }) => event.type === 'FeedbackCorrected').length;
    await books.project();
    for (const [one, other, back] of questions) {
      const [from, to] = one < other ? [one, other] : [other, one];
      const upTo = log.length - back % log.length;
      for (const office of FEEDBACK_OFFICES) {
        const recount = oracleFeedback(feedbackLives(log.slice(0, upTo)), { office, from, to });
        assert.deepEqual(await counted(books, { office, period: { from, to }, upTo }), recount);
        for (const figure of ['feedbackTaken', 'feedbackInProgress'] as const) {
          const members = await membersOf(books.database.db, { ...asked({ office, figure, period: { from, to }, upTo }), limit: 99 });
          assert.equal(members.reduce((sum, { amount }) => sum + amount, 0), recount[figure], `${figure} opens`);
        }
      }
    }
  }), { numRuns: 1, endOnFailure: true });
  t.ok(corrections > 20, `${String(corrections)} corrections`);
  t.strictSame(await differences(books), []);
  const posted = await dump(books);
  await books.forget();
  await books.project({ batchSize: 7 });
  t.strictSame(await dump(books), posted, 'posted again from the start in other batches');
  t.match(await remade(books, { workers: 2 }), { kind: 'switched' });
  t.strictSame(await dump(books), posted, 'and made again by workers beside it');
});

function tellable({ code, event }: FeedbackArrival) {
  return told(streams.feedback(code), { type: event.type, subject: code, time: formatInstant(event.occurredAt), id: event.id, data: event.data });
}
