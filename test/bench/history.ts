import { openDatabase, recountBalances } from '@motcua/database';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';

/** Months between the copies of the simulated quarter. */
const MONTHS = 3;

/**
 * Puts quarters of history before the one that is posted, by SQL: each is that quarter's movements and dossiers again, three months
 * earlier than the next, without the dossiers that stay open. The newest keeps its dossiers and gets the last positions.
 *
 * @param events - Positions of one quarter.
 * @returns The position of the head.
 */
export async function addHistory({ ownerUrl }: BenchDatabase, { quarters, events }: { readonly quarters: number; readonly events: number }): Promise<number> {
  if (quarters === 0) return events;
  const head = (quarters + 1) * events;
  await withClient(ownerUrl, async (client) => {
    await client.query(`set work_mem = '256MB'; set maintenance_work_mem = '512MB'`);
    for (const statement of statements(quarters, events, head)) await client.query(statement);
  });
  const owner = openDatabase(ownerUrl, { connections: 1, access: 'read-write' });
  await recountBalances(owner.db).finally(() => owner.close());
  return head;
}

function statements(quarters: number, events: number, head: number): readonly string[] {
  return [
    `create temporary table ended as
      select code from ledger.dossier where class not in ('awaiting_reception', 'in_progress', 'overdue', 'paused')`,
    `create temporary table quarter as
      select journal.*, ended.code is not null as is_over from ledger.journal left join ended on ended.code = journal.dossier`,
    'truncate ledger.journal',
    'alter table ledger.journal drop constraint journal_pkey',
    'drop index ledger.journal_dossier',
    'drop index ledger.journal_effective',
    `insert into ledger.journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
      select position + (${quarters} - ago) * ${events}::bigint, event_id, effective_on - make_interval(months => ${MONTHS} * ago), movement, place, kind, amount, inverted,
        case ago when 0 then dossier else dossier || '-' || ago end
      from generate_series(${quarters}, 0, -1) as ago join quarter on is_over or ago = 0
      order by ago desc, position, movement, kind`,
    'alter table ledger.journal add primary key (position, movement, kind)',
    'create index journal_dossier on ledger.journal (dossier)',
    'create index journal_effective on ledger.journal using brin (effective_on) with (pages_per_range = 32)',
    `insert into ledger.dossier (code, class, authority, receiving_unit, procedure, field, channel, submitted_at, received_at, due_at, resolved_at, ready_at, returned_at,
        ever_overdue, apologies, claimed_outcome, first_position, last_position)
      select code || '-' || ago, class, authority, receiving_unit, procedure, field, channel, submitted_at - age, received_at - age, due_at - age, resolved_at - age, ready_at - age,
        returned_at - age, ever_overdue, apologies, claimed_outcome, first_position + (${quarters} - ago) * ${events}::bigint, last_position + (${quarters} - ago) * ${events}::bigint
      from generate_series(${quarters}, 1, -1) as ago cross join lateral make_interval(months => ${MONTHS} * ago) as age cross join ledger.dossier join ended using (code)`,
    `update ledger.checkpoint set position = ${head}`,
  ];
}
