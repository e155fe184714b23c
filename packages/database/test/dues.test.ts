import { dossiersToMark, migrateDatabase, nextDueAt, openDatabase } from '@motcua/database';
import { testDatabase, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';

const [MONDAY, TUESDAY, WEDNESDAY] = ['2024-01-08 17:00', '2024-01-09 17:00', '2024-01-10 17:00'].map(vietnamTime) as [number, number, number];

test('lists each dossier with an unmarked due date that has passed once, oldest first, page by page', async (t) => {
  const { db, pool } = await database(t);
  await fill(pool, [
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
  const { db, pool } = await database(t);
  t.equal(await nextDueAt(db, MONDAY), undefined);
  await fill(pool, [['A', 'nd61', MONDAY, true], ['A', 'portal-766', undefined, false], ['B', 'nd61', WEDNESDAY, false], ['B', 'portal-766', TUESDAY, false]]);
  t.equal(await nextDueAt(db, MONDAY), TUESDAY);
  t.equal(await nextDueAt(db, TUESDAY), TUESDAY, 'the instant itself is included');
  t.equal(await nextDueAt(db, TUESDAY + 1), WEDNESDAY);
});

type Due = readonly [dossier: string, rule: string, dueAt: number | undefined, isOverdue: boolean];

async function fill(pool: ReturnType<typeof openDatabase>['pool'], dues: readonly Due[]): Promise<void> {
  for (const [dossier, rule, dueAt, isOverdue] of dues) {
    await pool.query('insert into ledger.due (dossier, rule, authority, due_at, is_overdue) values ($1, $2, $3, $4, $5)', [
      dossier, rule, 'H57.31', dueAt === undefined ? null : new Date(dueAt).toISOString(), isOverdue,
    ]);
  }
}

async function database(t: Test): Promise<ReturnType<typeof openDatabase>> {
  const { ownerUrl } = await testDatabase(t);
  await migrateDatabase(ownerUrl);
  const opened = openDatabase(ownerUrl, { connections: 2 });
  t.teardown(() => opened.close());
  return opened;
}
