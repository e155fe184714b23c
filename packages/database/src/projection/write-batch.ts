import { AppError } from '@motcua/kernel';
import type pg from 'pg';
import type { ProjectedBatch } from './batch.ts';
import type { IdCache } from './ids.ts';
import { writeJournal } from './journal.ts';
import {
  replaceDues, replaceDuties, replaceShares, writeAcceptedDifferences, writeAlmanac, writeAuthorities, writeCalendarMoves, writeCorrections, writeDossiers, writeEditionParts, writeEditions, writeFindings, writeProcedures, writeQuarantined,
} from './tables.ts';

/** The row of the checkpoint that says how far the read model is. */
export const PROJECTION = 'ledger';

/**
 * `table`: the checkpoint's table as it was found (see `readFence`). `checkpoint`: its row, that of a worker in a rebuild. `sums`:
 * whether balances and stocks are written too, or counted from the journal in the end.
 */
export type WriteOptions = { readonly table?: number | undefined; readonly checkpoint?: string; readonly sums?: 'now' | 'later' };

/**
 * Writes a stretch of the log and the checkpoint in one transaction, so that it counts exactly once whatever is killed.
 *
 * @param cache - Belongs to the caller; after any error it must be replaced.
 * @throws AppError `PROJECTION_FENCED` when the checkpoint is not where the stretch starts, or is that of another schema than the
 * cache knows; nothing is written.
 */
export async function writeBatch(pool: pg.Pool, cache: IdCache, batch: ProjectedBatch, { table, checkpoint = PROJECTION, sums = 'now' }: WriteOptions = {}): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await holdCheckpoint(client, { checkpoint, from: batch.from, table });
    await writeJournal(client, cache, batch.entries, sums);
    await writeDossiers(client, batch.dossiers);
    await writeFindings(client, batch.findings);
    await writeCorrections(client, batch.corrections);
    await writeCalendarMoves(client, batch.calendarMoves);
    await writeAuthorities(client, batch.authorities);
    await writeProcedures(client, batch.procedures);
    await writeQuarantined(client, batch.quarantined);
    await writeAlmanac(client, batch.almanac);
    await writeEditionParts(client, batch.editionParts);
    await writeEditions(client, batch.editions);
    await writeAcceptedDifferences(client, batch.acceptedDifferences);
    await replaceDues(client, batch.dues);
    await replaceDuties(client, batch.duties);
    await replaceShares(client, batch.shares);
    await moveCheckpoint(client, checkpoint, batch);
    await client.query('commit');
    client.release();
  } catch (error) {
    // Closing the connection rolls back, whatever state it is in.
    client.release(true);
    throw error;
  }
}

/**
 * Waits for a writer that holds the row, and then sees what it left. The commit need not wait for the disk: what a power
 * cut takes away goes together with its checkpoint and follows again from the log.
 */
async function holdCheckpoint(client: pg.ClientBase, { checkpoint, from, table }: { readonly checkpoint: string; readonly from: number; readonly table: number | undefined }): Promise<void> {
  const { rows } = await client.query<{ position: number; table: number }>({ name: 'hold-checkpoint', values: [checkpoint], text: `
    select position, tableoid::bigint as table, set_config('synchronous_commit', 'off', true)
    from checkpoint where projection = $1 for update` });
  const position = rows[0]?.position;
  if (table !== undefined && rows[0]?.table !== table) throw new AppError('PROJECTION_FENCED', 'Another schema has taken the place of the read model.');
  if (position === from) return;
  throw new AppError('PROJECTION_FENCED', `The checkpoint is at ${position ?? 'no position'} and not at ${from}: another projector has written.`);
}

async function moveCheckpoint(client: pg.ClientBase, checkpoint: string, batch: ProjectedBatch): Promise<void> {
  await client.query({ name: 'move-checkpoint', text: `
    update checkpoint set position = $1, recorded_at = coalesce($2::timestamptz, recorded_at),
      stopped_position = $3, stopped_code = $4, stopped_reason = $5, updated_at = now()
    where projection = $6`, values: [
    batch.to, batch.recordedAt ?? null, batch.stop?.position ?? null, batch.stop?.code ?? null, batch.stop?.reason ?? null, checkpoint,
  ] });
}
