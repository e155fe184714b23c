import { sumsOf, membersOf, legsOf } from '@motcua/database';
import type { FigureQuery } from '@motcua/database';
import { streams } from '@motcua/event-store';
import { FACT_BOOK, factDefinitions, figuresOf } from '@motcua/ledger';
import { until } from '@motcua/testkit';
import { test } from 'tap';
import { differences, dossierEvent, openBooks, tell, told } from './books.ts';

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

test('what is no rating in the stream of a service stops the projection', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [told(streams.service(UNIT), { type: 'ServicePraised', subject: UNIT, time: '2024-01-05T17:00:00+07:00', id: 'x', data: {} })]);
  const projector = books.start();
  await until(() => projector.health().kind === 'stopped');
  t.match(await books.rows('select stopped_position, stopped_code from ledger.checkpoint'), [{ stopped_position: 1, stopped_code: 'EVENT_TYPE_UNKNOWN' }]);
});
