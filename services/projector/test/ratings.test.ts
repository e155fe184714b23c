import { sumsOf, membersOf, legsOf } from '@motcua/database';
import type { FigureQuery } from '@motcua/database';
import { streams } from '@motcua/event-store';
import { FACT_BOOK, factDefinitions, figuresOf } from '@motcua/ledger';
import type { FactId } from '@motcua/ledger';
import { until } from '@motcua/testkit';
import { test } from 'tap';
import { differences, dossierEvent, dump, openBooks, tell, told } from './books.ts';
import { remade } from './remade.ts';

const UNIT = 'H57.90';
const place = { authority: 'H57.31', receivingUnit: UNIT, procedure: '1.001234' };
const rated = (id: string, time: string, satisfied: number, otherwise: number, more = {}) =>
  told(streams.service(UNIT), { type: 'ServiceRated', subject: UNIT, time, id, data: { authority: 'H57.31', satisfied, otherwise, ...more } });
const query = (figure: string): FigureQuery => ({
  figure, scope: 'VN', period: { from: '2023-12-15', to: '2024-03-14' }, rule: FACT_BOOK, dimension: 'authority', definitions: { figures: factDefinitions },
});

test('ratings count at the authority, open to the unit whose they are and to their events, and name no dossier', async (t) => {
  const books = await openBooks(t);
  const last = await tell(books.store, [
    dossierEvent('H57.31-240105-0001', 'DossierReceived', '2024-01-05T08:00:00+07:00', { ...place, channel: 'online' }),
    rated('a', '2024-01-05T17:00:00+07:00', 12, 3), rated('b', '2024-01-06T17:00:00+07:00', 4, 0, { channel: 'online' }), rated('c', '2024-03-15T17:00:00+07:00', 9, 0),
  ]);
  await books.project();
  t.strictSame(await differences(books), []);
  const { db } = books.database;
  const counted = figuresOf(await sumsOf(db, query('ratings')), 'authority', { figures: factDefinitions });
  t.match(counted, { ratings: 19, ratingsSatisfied: 16, payments: 0 });
  t.strictSame(await membersOf(db, { ...query('ratingsSatisfied'), limit: 10 }), [{ dossier: 'service-H57.90', amount: 16 }]);
  const legs = await legsOf(db, query('ratings'), ['service-H57.90']);
  t.match(legs, [{ class: 'rating_satisfied', amount: 12, effectiveOn: '2024-01-05', position: 2 }, { class: 'rating_otherwise', amount: 3, position: 2 }, { class: 'rating_satisfied', amount: 4, position: 3 }]);
  t.strictSame(await books.rows('select code from ledger.dossier'), [{ code: 'H57.31-240105-0001' }]);
  await books.forget();
  await books.project();
  t.match(figuresOf(await sumsOf(db, query('ratings')), 'authority', { figures: factDefinitions }), { ratings: 19 }, 'posted again from the start it is the same');
  t.equal(last, 4);
});

const PAKN = 'H57.31.PAKN-240105-0001';
const feedback = (code: string, type: 'FeedbackReceived' | 'FeedbackReassigned' | 'FeedbackProcessed' | 'FeedbackPublished' | 'FeedbackDismissed', day: string, data = {}) =>
  told(streams.feedback(code), { type, subject: code, time: `${day}T08:00:00+07:00`, id: `${type}-${day}`, data });
const feedbackReceived = (code: string, day: string, data = {}) => feedback(code, 'FeedbackReceived', day, { authority: 'H57.31', kind: 'regulation', ...data });

test('feedback is carried from period to period, late when its limit passed and taken back by late news, and opens by its code', async (t) => {
  const books = await openBooks(t);
  const at = (from: string, to: string, upTo?: number) => async (figure: FactId) => {
    const asked = { ...query(figure), period: { from, to }, known: { upTo } };
    const value = figuresOf(await sumsOf(books.database.db, asked), 'authority', { figures: factDefinitions })[figure];
    const members = await membersOf(books.database.db, { ...asked, limit: 10 });
    t.equal(members.reduce((sum, { amount }) => sum + amount, 0), value, `${figure} opens`);
    return [value, ...members.map(({ dossier }) => dossier.replace('feedback-H57.31.', ''))];
  };
  await tell(books.store, [
    feedbackReceived(PAKN, '2023-11-20', { dueAt: '2024-01-20T17:00:00.000Z' }), feedbackReceived('H57.31.PAKN-240105-0002', '2024-01-05', { kind: 'conduct', dueAt: '2024-02-01T10:00:00.000Z' }),
    feedback('H57.31.PAKN-240105-0002', 'FeedbackProcessed', '2024-02-02'), feedback('H57.31.PAKN-240105-0002', 'FeedbackPublished', '2024-02-05'),
    feedbackReceived('H57.31.PAKN-240105-0003', '2024-01-05'), feedback('H57.31.PAKN-240105-0003', 'FeedbackDismissed', '2024-01-06', { reason: 'opinion' }),
  ]);
  await books.project();
  const quarter = at('2023-12-15', '2024-03-14');
  t.strictSame(await quarter('feedbackOpening'), [1, 'PAKN-240105-0001']);
  t.strictSame(await quarter('feedbackTaken'), [3, 'PAKN-240105-0001', 'PAKN-240105-0002', 'PAKN-240105-0003']);
  t.strictSame(await quarter('feedbackLate'), [1, 'PAKN-240105-0002']);
  t.strictSame([await quarter('feedbackOverdue'), await quarter('feedbackPublished'), await quarter('feedbackDismissed'), await quarter('feedbackConduct')].map(([count]) => count), [1, 1, 1, 1]);
  t.strictSame(await at('2023-12-15', '2024-01-19')('feedbackWithinLimit'), [2, 'PAKN-240105-0001', 'PAKN-240105-0002'], 'cut before the first limit');
  await tell(books.store, [feedback(PAKN, 'FeedbackProcessed', '2024-01-20')]);
  await books.project();
  t.strictSame([await quarter('feedbackOnTime'), await quarter('feedbackOverdue'), await at('2024-03-15', '2024-06-14')('feedbackOpening')], [[1, 'PAKN-240105-0001'], [0], [0]]);
  t.strictSame(await at('2023-12-15', '2024-03-14', 6)('feedbackOverdue'), [1, 'PAKN-240105-0001'], 'as it was known before');
  t.strictSame(await differences(books), []);
  const posted = await dump(books);
  await books.forget();
  await books.project();
  t.strictSame(await dump(books), posted, 'posted again from the start it is the same');
  t.match(await remade(books, { workers: 2 }), { kind: 'switched' });
  t.strictSame(await dump(books), posted, 'and made again by workers beside it');
});

test('feedback that no rule allows stops the projection, and counts nowhere once it is set aside', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [feedback(PAKN, 'FeedbackProcessed', '2024-01-20'), told(streams.quarantine, { type: 'EventQuarantined', subject: 'quarantine', time: '2024-01-21T08:00:00+07:00', id: 'q', data: { position: 1, reason: 'gửi nhầm' } }), feedbackReceived(PAKN, '2024-01-22')]);
  await books.project();
  t.strictSame(figuresOf(await sumsOf(books.database.db, query('feedbackTaken')), 'authority', { figures: factDefinitions }).feedbackTaken, 1);
  await tell(books.store, [feedbackReceived(PAKN, '2024-01-23')]);
  const projector = books.start();
  await until(() => projector.health().kind === 'stopped');
  t.match(await books.rows('select stopped_position, stopped_code from ledger.checkpoint'), [{ stopped_position: 4, stopped_code: 'HISTORY_IMPOSSIBLE' }]);
});

test('what is no rating in the stream of a service stops the projection', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [told(streams.service(UNIT), { type: 'ServicePraised', subject: UNIT, time: '2024-01-05T17:00:00+07:00', id: 'x', data: {} })]);
  const projector = books.start();
  await until(() => projector.health().kind === 'stopped');
  t.match(await books.rows('select stopped_position, stopped_code from ledger.checkpoint'), [{ stopped_position: 1, stopped_code: 'EVENT_TYPE_UNKNOWN' }]);
});
