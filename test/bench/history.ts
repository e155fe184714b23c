import { openDatabase, recountBalances } from '@motcua/database';
import { withClient } from './bench-server.ts';
import type { BenchDatabase } from './bench-server.ts';
import type { Rounds } from './harness.ts';

/** Days between the copies of the simulated quarter: whole weeks, so that working days stay working days. */
const DAYS = 91;

export type History = { readonly quarters: number; readonly events: number };

/**
 * Puts quarters of history before the one that is posted, by SQL: each is that quarter's movements and dossiers again, thirteen weeks
 * earlier than the next, without the dossiers that stay open. The newest keeps its dossiers and gets the last positions. Balances and
 * stocks are then counted from the journal, as after a restored copy.
 *
 * @param history - `events`: positions of one quarter.
 * @returns The position of the head.
 */
export async function addHistory({ ownerUrl }: BenchDatabase, history: History, { signal, onRun }: Pick<Rounds, 'signal' | 'onRun'>): Promise<number> {
  const { quarters, events } = history;
  if (quarters === 0) return events;
  await withClient(ownerUrl, async (client) => {
    await client.query(`set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off`);
    const indexes = await client.query<{ name: string; definition: string }>(INDEXES);
    const steps = stepsOf(history, indexes.rows);
    for (const [index, { what, sql }] of steps.entries()) {
      signal.throwIfAborted();
      onRun(`history of ${quarters} quarters, step ${index + 1} of ${steps.length}: ${what}`);
      await client.query(sql);
    }
  });
  onRun(`history of ${quarters} quarters: counting the balances`);
  const owner = openDatabase(ownerUrl, { connections: 1, access: 'read-write' });
  try {
    // Counting millions of balances in the memory of one question would go by way of the disk again and again.
    await owner.pool.query(`set work_mem = '256MB'; set synchronous_commit = off`);
    await recountBalances(owner.db);
  } finally {
    await owner.close();
  }
  return (quarters + 1) * events;
}

type Step = { readonly what: string; readonly sql: string };
type Index = { readonly name: string; readonly definition: string };

/** Quarter by quarter, oldest first: nothing is sorted, and indexes are made once at the end. */
function stepsOf({ quarters, events }: History, indexes: readonly Index[]): readonly Step[] {
  const oldestFirst = Array.from({ length: quarters + 1 }, (_, index) => quarters - index);
  return [
    { what: 'taking the quarter', sql: TAKEN },
    ...oldestFirst.map((ago) => ({ what: 'movements', sql: movements(ago, (quarters - ago) * events) })),
    ...oldestFirst.slice(0, -1).map((ago) => ({ what: 'dossiers', sql: dossiers(ago, (quarters - ago) * events) })),
    ...[...PRIMARY_KEYS, ...indexes.map(({ definition }) => definition)].map((sql) => ({ what: 'indexes', sql })),
    { what: 'the newest quarter last', sql: `update ledger.checkpoint set position = ${(quarters + 1) * events}; update ledger.dossier
      set first_position = first_position + ${quarters * events}, last_position = last_position + ${quarters * events} from taken where taken.code = dossier.code` },
  ];
}

const INDEXES = `
  select indexname as name, indexdef as definition from pg_indexes
  where schemaname = 'ledger' and tablename in ('journal', 'dossier') and indexname not in ('journal_pkey', 'dossier_pkey')`;

const TAKEN = `
  create temporary table taken as select code, class not in ('awaiting_reception', 'in_progress', 'overdue', 'paused') as is_over from ledger.dossier;
  create temporary table quarter as
    select journal.*, coalesce(is_over, false) as is_over from ledger.journal left join taken on code = dossier order by position, movement, kind;
  create temporary table ended as select dossier.* from ledger.dossier join taken using (code) where is_over;
  truncate ledger.journal;
  do $body$
  declare one text;
  begin
    for one in select indexname from pg_indexes where schemaname = 'ledger' and tablename in ('journal', 'dossier') and indexname not like '%_pkey' loop
      execute format('drop index ledger.%I', one);
    end loop;
  end $body$;
  alter table ledger.journal drop constraint journal_pkey;
  alter table ledger.dossier drop constraint dossier_pkey`;

const PRIMARY_KEYS = ['alter table ledger.journal add primary key (position, movement, kind)', 'alter table ledger.dossier add primary key (code)'];

function movements(ago: number, behind: number): string {
  return `
    insert into ledger.journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
    select position + ${behind}::bigint, event_id, effective_on - ${DAYS * ago}, movement, place, kind, amount, inverted, dossier ${ago === 0 ? '' : `|| '-${ago}'`}
    from quarter ${ago === 0 ? '' : 'where is_over'}`;
}

function dossiers(ago: number, behind: number): string {
  const earlier = ['submitted_at', 'received_at', 'due_at', 'resolved_at', 'ready_at', 'returned_at'];
  const same = ['class', 'authority', 'receiving_unit', 'procedure', 'field', 'channel', 'ever_overdue', 'apologies', 'claimed_outcome'];
  return `
    insert into ledger.dossier (code, ${[...earlier, ...same].join(', ')}, first_position, last_position)
    select code || '-${ago}', ${earlier.map((column) => `${column} - interval '${DAYS * ago} days'`).join(', ')}, ${same.join(', ')},
      first_position + ${behind}::bigint, last_position + ${behind}::bigint
    from ended`;
}
