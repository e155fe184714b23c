import pg from 'pg';
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
    return rows.flatMap(([position, data]) => rootIn(JSON.parse(data), Number(position)));
  } catch (error) {
    throw toAppError(error);
  } finally {
    await client.end();
  }
}

/** Data that are not as an edition has them hold no root; that they were changed is found at their own event. */
function rootIn(data: unknown, heldAt: number): readonly ChainRoot[] {
  const { edition, position, chainRoot } = fieldsOf(data);
  if (typeof edition !== 'string' || typeof position !== 'number' || typeof chainRoot !== 'string') return [];
  return [{ name: edition, position, root: chainRoot, heldAt }];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
