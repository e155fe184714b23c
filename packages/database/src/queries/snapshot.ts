import { addDays, civilDateOf, databaseFault, parseInstant } from '@motcua/kernel';
import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { ReadModel } from '../schema.ts';

/** What a figure is as of: the last event posted, and the instant up to which the log was known then. */
export type AsOf = { readonly position: number; readonly recordedAt: string | null };

type Days = Pick<Period, 'from' | 'to'>;

/**
 * Of some days those that had come when the last event that counts was recorded: all, before the first one. The book of feedback knows what
 * will pass if nothing else comes, and that is no figure yet. Where none has come, the day after.
 */
export function hasCome(days: Days, { recordedAt }: AsOf): Days {
  const today: CivilDate | undefined = recordedAt === null ? undefined : civilDateOf(parseInstant(recordedAt) ?? NaN);
  if (today === undefined || days.to <= today) return days;
  const last = today < days.from ? addDays(today, 1) : today;
  return { from: today < days.from ? last : days.from, to: last };
}

/** The checkpoint and whatever else a reader reads, all of one instant. */
export type Snapshot = { readonly tx: Transaction<ReadModel>; readonly asOf: AsOf };

/** A snapshot that stays until it is closed, and keeps a connection so long. `close`: may be called again. */
export type OpenSnapshot = Snapshot & { readonly close: () => Promise<void> };

/**
 * Reads several things as they were together: one read-only snapshot, whatever the projector writes meanwhile, and of one
 * schema, whichever takes its place.
 *
 * @throws AppError `DATABASE_UNAVAILABLE` when no connection is to be had: none answers, or all are taken for too long; `TOOK_TOO_LONG` when a
 *   query runs longer than the connections allow.
 */
export async function inSnapshot<T>(db: Kysely<ReadModel>, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const reading = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (tx) => read({ tx, asOf: await begin(tx) }));
  return reading.catch((error: unknown) => { throw databaseFault(error) ?? error; });
}

/** The same for who reads as long as somebody listens, such as a list of any length. */
export async function openSnapshot(db: Kysely<ReadModel>): Promise<OpenSnapshot> {
  const starting = db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  const tx = await starting.catch((error: unknown) => { throw databaseFault(error) ?? error; });
  let closed: Promise<void> | undefined;
  // Of a session that was ended nothing is left to close.
  const close = (): Promise<void> => closed ??= tx.rollback().execute().catch(() => undefined);
  try {
    return { tx, asOf: await begin(tx), close };
  } catch (error) {
    await close();
    throw databaseFault(error) ?? error;
  }
}

/**
 * The lock comes before anything is looked at, so it takes no snapshot yet: whoever waits here until another schema has taken
 * the place of this one sees the other one only, and afterwards none can until the transaction ends.
 */
async function begin(tx: Transaction<ReadModel>): Promise<AsOf> {
  await sql`lock table checkpoint in access share mode`.execute(tx);
  return readAsOf(tx);
}

/** How far the log is posted; position 0 before the first event. */
export async function readAsOf(db: Kysely<ReadModel>): Promise<AsOf> {
  const row = await db.selectFrom('checkpoint').select(['position', 'recorded_at']).where('projection', '=', 'ledger').executeTakeFirst();
  return { position: row?.position ?? 0, recordedAt: row?.recorded_at ?? null };
}
