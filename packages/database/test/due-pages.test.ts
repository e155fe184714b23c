import { duesPage, overdueCount, overduePage } from '@motcua/database';
import { vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import { fillDues, readModel } from './read-model.ts';

const [MONDAY, TUESDAY, WEDNESDAY] = ['2024-01-08 17:00', '2024-01-09 17:00', '2024-01-10 17:00'].map(vietnamTime) as [number, number, number];
const BASE = { scope: 'VN', rule: 'nd61', on: '2024-01-08' } as const;
const PORTAL = { ...BASE, rule: 'portal-766' } as const;

test('lists the next due dates of a rule, its own rows before those of the base rule', async (t) => {
  const { db, pool } = await readModel(t);
  await fillDues(pool, [
    ['A', 'nd61', TUESDAY, false], ['A', 'portal-766', MONDAY, false], ['B', 'nd61', MONDAY, false], ['C', 'nd61', MONDAY, true], ['C', 'portal-766', MONDAY, false],
    ['D', 'nd61', MONDAY, false], ['D', 'portal-766', undefined, false], ['E', 'nd61', WEDNESDAY, false], ['F', 'portal-766', TUESDAY, false],
  ]);
  const keys = (rows: readonly { readonly dossier: string; readonly dueAt: number | undefined }[]) => rows.map(({ dossier, dueAt }) => [dossier, dueAt]);
  t.same(keys(await duesPage(db, { ...BASE, before: WEDNESDAY, limit: 9 })), [['B', MONDAY], ['D', MONDAY], ['A', TUESDAY]]);
  t.same(keys(await duesPage(db, { ...PORTAL, before: WEDNESDAY, limit: 9 })), [['A', MONDAY], ['B', MONDAY], ['C', MONDAY], ['F', TUESDAY]]);
  t.same(keys(await duesPage(db, { ...PORTAL, before: WEDNESDAY, limit: 2, after: { dossier: 'B', dueAt: MONDAY } })), [['C', MONDAY], ['F', TUESDAY]]);
  t.same(keys(await duesPage(db, { ...PORTAL, before: TUESDAY, limit: 9 })), [['A', MONDAY], ['B', MONDAY], ['C', MONDAY]]);
});

test('lists what is overdue under a rule, the oldest first and those without a running due date last', async (t) => {
  const { db, pool } = await readModel(t);
  await fillDues(pool, [
    ['A', 'nd61', MONDAY, true], ['B', 'nd61', TUESDAY, true], ['B', 'portal-766', WEDNESDAY, false],
    ['C', 'nd61', MONDAY, false], ['C', 'portal-766', undefined, true], ['D', 'portal-766', undefined, true],
  ]);
  t.same(await overduePage(db, { ...BASE, limit: 9 }), [{ dossier: 'A', authority: 'H57.31', dueAt: MONDAY }, { dossier: 'B', authority: 'H57.31', dueAt: TUESDAY }]);
  const all = [{ dossier: 'A', dueAt: MONDAY }, { dossier: 'C', dueAt: undefined }, { dossier: 'D', dueAt: undefined }];
  t.match(await overduePage(db, { ...PORTAL, limit: 9 }), all);
  t.match(await overduePage(db, { ...PORTAL, limit: 9, after: all[0] }), all.slice(1));
  t.match(await overduePage(db, { ...PORTAL, limit: 9, after: all[1] }), all.slice(2));
  t.equal(await overdueCount(db, BASE), 2);
  t.equal(await overdueCount(db, PORTAL), 3);
});

test('an authority belongs to the scope on the day asked for', async (t) => {
  const { db, pool } = await readModel(t);
  await pool.query(`insert into ledger.authority (code, valid_from, valid_to, name, level, parent, position) values ('H57.31', '2024-01-05', null, 'x', 'commune', 'H99', 1)`);
  await fillDues(pool, [['A', 'nd61', MONDAY, false], ['B', 'nd61', MONDAY, true]]);
  const inside = { scope: 'H99', rule: 'nd61', on: '2024-01-05' };
  t.match(await duesPage(db, { ...inside, before: TUESDAY, limit: 9 }), [{ dossier: 'A' }]);
  t.equal(await overdueCount(db, inside), 1);
  t.same(await overduePage(db, { ...inside, on: '2024-01-04', limit: 9 }), []);
  t.same(await duesPage(db, { ...inside, on: '2024-01-04', before: TUESDAY, limit: 9 }), []);
});
