import pg from 'pg';
import { periodRootOf } from '../period-root.ts';
import type { ChainRoot } from '../verification.ts';
import { textTypes, toAppError } from './connection.ts';

/**
 * The roots that closed periods hold in the log itself: of every `PeriodClosed` with a `chainRoot` (null when the log kept
 * none). Who rewrites the log has to rewrite these too, and whatever was printed of them.
 *
 * @throws AppError `DATABASE_UNAVAILABLE`, `INTERNAL`.
 */
export async function readPeriodRoots(connectionString: string): Promise<readonly ChainRoot[]> {
  const client = new pg.Client({ connectionString, application_name: 'motcua-verify', connectionTimeoutMillis: 10_000, types: textTypes });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Their streams are a range of the index of names; the type has none.
    const { rows } = await client.query<[position: string, data: string]>({
      text: `select position, data from log.event where stream >= 'period-' and stream < 'period.' and type = 'PeriodClosed' order by position`, rowMode: 'array',
    });
    return rows.flatMap(([position, data]) => periodRootOf(JSON.parse(data), Number(position)));
  } catch (error) {
    throw toAppError(error);
  } finally {
    await client.end();
  }
}
