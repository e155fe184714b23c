import pg from 'pg';
import type { ChainRoot } from '../verification.ts';
import { textTypes, toAppError } from './connection.ts';

/**
 * The roots that closed periods hold in the log itself: of every `PeriodClosed` whose data have `chainRoot` and say at which
 * position. Who rewrites the log has to rewrite these too, and whatever was printed of them.
 *
 * @throws AppError `DATABASE_UNAVAILABLE`, `INTERNAL`.
 */
export async function readPeriodRoots(connectionString: string): Promise<readonly ChainRoot[]> {
  const client = new pg.Client({ connectionString, application_name: 'motcua-verify', connectionTimeoutMillis: 10_000, types: textTypes });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Their streams are a range of the index of names; the type has none.
    const { rows } = await client.query<[stream: string, revision: string, data: string]>({
      text: `select stream, revision, data from log.event where stream >= 'period-' and stream < 'period.' and type = 'PeriodClosed' order by position`, rowMode: 'array',
    });
    return rows.flatMap(([stream, revision, data]) => rootIn(data, `${stream} (${revision})`));
  } catch (error) {
    throw toAppError(error);
  } finally {
    await client.end();
  }
}

/** Whatever form the edition has, as long as it says these two things; an edition without them holds no root. */
function rootIn(data: string, otherName: string): readonly ChainRoot[] {
  const { chainRoot, position, asOf, edition } = fieldsOf(JSON.parse(data));
  const at = [position, asOf, fieldsOf(asOf)['position']].find((value) => typeof value === 'number' && Number.isSafeInteger(value));
  if (typeof chainRoot !== 'string' || typeof at !== 'number') return [];
  return [{ name: typeof edition === 'string' ? edition : otherName, position: at, root: chainRoot }];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
