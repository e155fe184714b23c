import { addDays, AppError, civilDateOf, parseInstant } from '@motcua/kernel';
import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import pg from 'pg';
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
  return reading.catch((error: unknown) => { throw unavailable(error); });
}

/** The same for who reads as long as somebody listens, such as a list of any length. */
export async function openSnapshot(db: Kysely<ReadModel>): Promise<OpenSnapshot> {
  const starting = db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  const tx = await starting.catch((error: unknown) => { throw unavailable(error); });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => closed ??= tx.rollback().execute();
  try {
    return { tx, asOf: await begin(tx), close };
  } catch (error) {
    await close();
    throw error;
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

/** Classes of SQLSTATE: 08 connection, 53 resources, 57 operator intervention. */
const PASSING = /^(?:08|53|57)/;
/** query_canceled: a statement that ran longer than `statement_timeout`, or that the operator ended. */
const CANCELED = '57014';

/** A failure that has nothing to do with what was asked: whoever asks again later may be answered. Others stay what they are. */
function unavailable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  if (error instanceof pg.DatabaseError && error.code === CANCELED) {
    return new AppError('TOOK_TOO_LONG', 'The answer took the database longer than it is allowed to: ask for a smaller scope or a shorter period, or again when less is going on; the operator can raise STATEMENT_TIMEOUT_SECONDS.', { cause: error });
  }
  const passes = error instanceof pg.DatabaseError ? PASSING.test(error.code ?? '') : /timeout exceeded when trying to connect|Connection terminated|ECONNREFUSED|ECONNRESET/.test(error.message);
  return passes ? new AppError('DATABASE_UNAVAILABLE', 'The read model does not answer, or all of its connections are taken: ask again in a moment.', { cause: error }) : error;
}
