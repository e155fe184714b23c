import { AppError } from '@motcua/kernel';
import type pg from 'pg';
import type { ProjectedBatch } from './batch.ts';
import type { IdCache } from './ids.ts';
import { writeJournal } from './journal.ts';
import {
  replaceDues, replaceDuties, replaceShares, writeAlmanac, writeAuthorities, writeCalendarMoves, writeCorrections, writeDossiers, writeEditionParts, writeEditions, writeFindings, writeProcedures, writeQuarantined,
} from './tables.ts';

/**
 * Writes a stretch of the log and the checkpoint in one transaction, so that it counts exactly once whatever is killed.
 *
 * @param cache - Belongs to the caller; after any error it must be replaced.
 * @throws AppError `PROJECTION_FENCED` when the checkpoint is not where the stretch starts; nothing is written.
 */
export async function writeBatch(pool: pg.Pool, cache: IdCache, batch: ProjectedBatch): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await holdCheckpoint(client, batch.from);
    await writeJournal(client, cache, batch.entries);
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
    await replaceDues(client, batch.dues);
    await replaceDuties(client, batch.duties);
    await replaceShares(client, batch.shares);
    await moveCheckpoint(client, batch);
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
async function holdCheckpoint(client: pg.ClientBase, from: number): Promise<void> {
  const { rows } = await client.query<{ position: number }>({ name: 'hold-checkpoint', text: `
    select position, set_config('synchronous_commit', 'off', true)
    from checkpoint where projection = 'ledger' for update` });
  const position = rows[0]?.position;
  if (position === from) return;
  throw new AppError('PROJECTION_FENCED', `The checkpoint is at ${position ?? 'no position'} and not at ${from}: another projector has written.`);
}

async function moveCheckpoint(client: pg.ClientBase, batch: ProjectedBatch): Promise<void> {
  await client.query({ name: 'move-checkpoint', text: `
    update checkpoint set position = $1, recorded_at = coalesce($2::timestamptz, recorded_at),
      stopped_position = $3, stopped_code = $4, stopped_reason = $5, updated_at = now()
    where projection = 'ledger'`, values: [
    batch.to, batch.recordedAt ?? null, batch.stop?.position ?? null, batch.stop?.code ?? null, batch.stop?.reason ?? null,
  ] });
}
