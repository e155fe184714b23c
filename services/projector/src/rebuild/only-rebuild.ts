import { AppError } from '@motcua/kernel';
import type pg from 'pg';

/** Any number will do, as long as nothing else in the database locks it. */
const REBUILD_LOCK = 7_203_110_453;

/**
 * Works while no other rebuild does; the right ends with the work, or with its connection.
 *
 * @throws AppError `REBUILD_REFUSED` when another one runs.
 */
export async function onlyRebuild<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', () => undefined);
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [REBUILD_LOCK]);
    if (rows[0]?.held !== true) throw new AppError('REBUILD_REFUSED', 'Another rebuild of this read model is running.');
    // Given back before the answer: of a connection that ends, the server learns some time later, and the next rebuild would be refused.
    return await work().finally(() => client.query('select pg_advisory_unlock($1)', [REBUILD_LOCK]).catch(() => undefined));
  } finally {
    client.release(true);
  }
}
