import type { Selectable } from 'kysely';
import type { Kysely } from 'kysely';
import { AppError } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { CheckpointTable, ReadModel } from '../schema.ts';

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

/** When which authorities and procedures are valid, in order of the declarations, and the fields that procedures were ever declared in. */
export async function readValidities(
  db: Kysely<ReadModel>,
): Promise<{ readonly authorities: readonly AuthorityValidity[]; readonly procedures: readonly Validity[]; readonly fields: readonly string[] }> {
  const columns = ['code', 'valid_from', 'valid_to'] as const;
  const fields = await db.selectFrom('procedure').select('field').distinct().execute();
  return {
    authorities: await db.selectFrom('authority').select([...columns, 'parent']).orderBy('position').execute(),
    procedures: await db.selectFrom('procedure').select(columns).orderBy('position').execute(),
    fields: fields.map(({ field }) => field),
  };
}

/** The positions that were set aside so far. */
export async function readQuarantined(db: Kysely<ReadModel>): Promise<readonly number[]> {
  const rows = await db.selectFrom('quarantined').select('position').orderBy('position').execute();
  return rows.map(({ position }) => position);
}
