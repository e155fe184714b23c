import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { CheckpointTable, ReadModel } from '../schema.ts';
import { PROJECTION } from './write-batch.ts';

export type Checkpoint = Selectable<CheckpointTable>;

/** From when until when a version of a code is valid, both included; null is open. */
export type Validity = { readonly code: string; readonly valid_from: CivilDate; readonly valid_to: CivilDate | null };

/** A version of an authority and whom it stands under, null at the top. */
export type AuthorityValidity = Validity & { readonly parent: string | null };

/** @throws AppError `INTERNAL` when the row that the migration makes is missing. */
export async function readCheckpoint(db: Kysely<ReadModel>): Promise<Checkpoint> {
  const row = await db.selectFrom('checkpoint').selectAll().where('projection', '=', 'ledger').executeTakeFirst();
  if (row === undefined) throw new AppError('INTERNAL', 'The read model has no checkpoint; run the migrations.');
  return row;
}

/** How far the read model is, and where it stands still if it does. */
export async function readPosted(db: Kysely<ReadModel>): Promise<{ readonly position: number; readonly stoppedAt?: number }> {
  const { position, stopped_position: stoppedAt } = await readCheckpoint(db);
  return stoppedAt === null ? { position } : { position, stoppedAt };
}

/**
 * `position`: how far it is. `recordedAt`: when the event there was recorded, null at 0. `table`: which table says so, another one after a
 * switch of schemas. `version`: of the projection that made it.
 */
export type Fence = { readonly position: number; readonly recordedAt: string | null; readonly table: number; readonly version: number };

/**
 * Where a writer begins.
 *
 * @param checkpoint - The row of a worker in a rebuild.
 * @throws AppError `INTERNAL` when there is no such row.
 */
export async function readFence(db: Kysely<ReadModel>, checkpoint: string = PROJECTION): Promise<Fence> {
  const row = await db.selectFrom('checkpoint').select(['position', 'recorded_at as recordedAt', 'version', sql<number>`tableoid::bigint`.as('table')]).where('projection', '=', checkpoint).executeTakeFirst();
  if (row === undefined) throw new AppError('INTERNAL', `The read model has no checkpoint "${checkpoint}"; run the migrations.`);
  return row;
}

/** When which authorities and procedures are valid, in order of the declarations, and the fields that procedures were ever declared in; as known at a position. */
export async function readValidities(
  db: Kysely<ReadModel>, upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<{ readonly authorities: readonly AuthorityValidity[]; readonly procedures: readonly Validity[]; readonly fields: readonly string[] }> {
  const columns = ['code', 'valid_from', 'valid_to'] as const;
  const fields = await db.selectFrom('procedure').select('field').where('position', '<=', upTo).distinct().execute();
  return {
    authorities: await db.selectFrom('authority').select([...columns, 'parent']).where('position', '<=', upTo).orderBy('position').execute(),
    procedures: await db.selectFrom('procedure').select(columns).where('position', '<=', upTo).orderBy('position').execute(),
    fields: fields.map(({ field }) => field),
  };
}

/** The positions that were set aside so far, or up to a position. */
export async function readQuarantined(db: Kysely<ReadModel>, upTo: number = Number.MAX_SAFE_INTEGER): Promise<readonly number[]> {
  const rows = await db.selectFrom('quarantined').select('position').where('position', '<=', upTo).orderBy('position').execute();
  return rows.map(({ position }) => position);
}
