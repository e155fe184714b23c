import { dossiersToMark, nextDueAt } from '@motcua/database';
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

test('tells the earliest due date from an instant on without a mark, of any rule', async (t) => {
  const { db, pool } = await readModel(t);
  t.equal(await nextDueAt(db, MONDAY), undefined);
  await fillDues(pool, [['A', 'nd61', MONDAY, true], ['A', 'portal-766', undefined, false], ['B', 'nd61', WEDNESDAY, false], ['B', 'portal-766', TUESDAY, false]]);
  t.equal(await nextDueAt(db, MONDAY), TUESDAY);
  t.equal(await nextDueAt(db, TUESDAY), TUESDAY, 'the instant itself is included');
  t.equal(await nextDueAt(db, TUESDAY + 1), WEDNESDAY);
});
