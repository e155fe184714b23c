import { migrateDatabase, openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { testDatabase } from '@motcua/testkit';
import type { Test } from 'tap';

/** A due date as the table `due` has it. */
export type Due = readonly [dossier: string, rule: string, dueAt: number | undefined, isOverdue: boolean];

/** An empty read model of a test's own. */
export async function readModel(t: Test): Promise<Database> {
  const { ownerUrl } = await testDatabase(t, [migrateDatabase]);
  const opened = openDatabase(ownerUrl, { connections: 2 });
  t.teardown(() => opened.close());
  return opened;
}

/** Due dates of dossiers of one authority. */
export async function fillDues(pool: Database['pool'], dues: readonly Due[]): Promise<void> {
  await pool.query(`insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('H57.31', 'H57.31', '1.000001', 'G01', 'online')`);
  for (const [dossier, rule, dueAt, isOverdue] of dues) {
    await pool.query('insert into ledger.due (dossier, rule, authority, due_at, is_overdue) values ($1, $2, $3, $4, $5)', [
      dossier, rule, 'H57.31', dueAt === undefined ? null : new Date(dueAt).toISOString(), isOverdue,
    ]);
  }
}
