import { dossiersToMark, nextDueAt, unmarkedDossiers } from '@motcua/database';
import { vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import { fillDues, readModel } from './read-model.ts';

const [MONDAY, TUESDAY, WEDNESDAY] = ['2024-01-08 17:00', '2024-01-09 17:00', '2024-01-10 17:00'].map(vietnamTime) as [number, number, number];

test('lists each dossier with an unmarked due date that has passed once, oldest first, page by page', async (t) => {
  const { db, pool } = await readModel(t);
  await fillDues(pool, [
    ['A', 'nd61', TUESDAY, false], ['A', 'portal-766', MONDAY, false],
    ['B', 'nd61', MONDAY, false], ['B', 'portal-766', MONDAY, false],
    ['C', 'nd61', MONDAY, true], ['C', 'nd61-extended', TUESDAY, false],
    ['D', 'nd61', MONDAY, true], ['D', 'portal-766', undefined, true],
    ['E', 'nd61', WEDNESDAY, false],
  ]);
  const all = [{ dossier: 'A', dueAt: MONDAY }, { dossier: 'B', dueAt: MONDAY }, { dossier: 'C', dueAt: TUESDAY }];
  t.same(await dossiersToMark(db, { before: WEDNESDAY, limit: 9 }), all);
  t.same(await dossiersToMark(db, { before: WEDNESDAY, limit: 1 }), all.slice(0, 1));
  t.same(await dossiersToMark(db, { before: WEDNESDAY, limit: 9, after: { dossier: 'A', dueAt: MONDAY } }), all.slice(1));
  t.same(await dossiersToMark(db, { before: WEDNESDAY, limit: 9, after: { dossier: 'C', dueAt: TUESDAY } }), []);
  t.same(await dossiersToMark(db, { before: MONDAY, limit: 9 }), [], 'the instant itself is not before it');
});

test('lists those of a scope, of whoever answers for them on a day, and the ones that are asked for by their codes first', async (t) => {
  const { db, pool } = await readModel(t);
  await pool.query(`insert into ledger.place (authority, receiving_unit, procedure, field, channel) select code, 'unit', '1.001', 'G01', 'online' from unnest(array['H57.01', 'H58.01', 'X1']) code`);
  await pool.query(`insert into ledger.dossier (code, class, authority, receiving_unit, procedure, field, channel, ever_overdue, apologies, first_position, last_position)
    select code, 'in_progress', authority, 'unit', '1.001', 'G01', 'online', false, 0, 1, 1
    from unnest(array['A', 'B', 'C', 'D'], array['H57.01', 'H58.01', 'X1', 'H57.01']) as dossier(code, authority)`);
  await pool.query(`insert into ledger.authority (code, valid_from, valid_to, name, level, parent, successors, position)
    values ('X1', '2023-01-01', '2023-12-31', 'X1', 'commune', null, '[{"authority": "H57.02"}]', 1)`);
  await fillDues(pool, [['A', 'nd61', TUESDAY, false], ['A', 'portal-766', MONDAY, false], ['B', 'nd61', MONDAY, false], ['C', 'nd61', TUESDAY, false], ['D', 'nd61', MONDAY, true]]);
  const query = { scope: 'H57', on: '2024-01-31', upTo: 1, before: WEDNESDAY, first: [], limit: 9 };
  const [a, b, c] = [{ dossier: 'A', dueAt: MONDAY }, { dossier: 'B', dueAt: MONDAY }, { dossier: 'C', dueAt: TUESDAY }];
  t.same(await unmarkedDossiers(db, query), [a, c]);
  t.same(await unmarkedDossiers(db, { ...query, on: '2023-12-31' }), [a], 'it had not ended then');
  t.same(await unmarkedDossiers(db, { ...query, upTo: 0 }), [a], 'nor was known to');
  t.same(await unmarkedDossiers(db, { ...query, scope: 'H58' }), [b]);
  t.same(await unmarkedDossiers(db, { ...query, scope: 'VN', first: ['C', 'E'], limit: 1 }), [c, a, b]);
});

test('tells the earliest due date from an instant on without a mark, of any rule', async (t) => {
  const { db, pool } = await readModel(t);
  t.equal(await nextDueAt(db, MONDAY), undefined);
  await fillDues(pool, [['A', 'nd61', MONDAY, true], ['A', 'portal-766', undefined, false], ['B', 'nd61', WEDNESDAY, false], ['B', 'portal-766', TUESDAY, false]]);
  t.equal(await nextDueAt(db, MONDAY), TUESDAY);
  t.equal(await nextDueAt(db, TUESDAY), TUESDAY, 'the instant itself is included');
  t.equal(await nextDueAt(db, TUESDAY + 1), WEDNESDAY);
});
