import type { Selectable } from 'kysely';
import type { Kysely } from 'kysely';
import { AppError } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { CheckpointTable, ReadModel } from '../schema.ts';

export type Checkpoint = Selectable<CheckpointTable>;

/** From when until when a version of a code is valid, both included; null is open. */
export type Validity = { readonly code: string; readonly valid_from: CivilDate; readonly valid_to: CivilDate | null };

/** @throws AppError `INTERNAL` when the row that the migration makes is missing. */
export async function readCheckpoint(db: Kysely<ReadModel>): Promise<Checkpoint> {
  const row = await db.selectFrom('checkpoint').selectAll().where('projection', '=', 'ledger').executeTakeFirst();
  if (row === undefined) throw new AppError('INTERNAL', 'The read model has no checkpoint; run the migrations.');
  return row;
}

/** When which authorities and procedures are valid. */
export async function readValidities(db: Kysely<ReadModel>): Promise<{ readonly authorities: readonly Validity[]; readonly procedures: readonly Validity[] }> {
  const columns = ['code', 'valid_from', 'valid_to'] as const;
  return {
    authorities: await db.selectFrom('authority').select(columns).execute(),
    procedures: await db.selectFrom('procedure').select(columns).execute(),
  };
}

/** The positions that were set aside so far. */
export async function readQuarantined(db: Kysely<ReadModel>): Promise<readonly number[]> {
  const rows = await db.selectFrom('quarantined').select('position').orderBy('position').execute();
  return rows.map(({ position }) => position);
}
