import { sql } from 'kysely';
import type { Database } from '../connection.ts';
import type { RefusedEvents } from './found.ts';

/** The intake's view of what it refused; it belongs to another service, and its name is what is agreed on. */
const VIEW = 'intake.refused_event';

/**
 * What the intake refused, as soon as its schema is in the database that is read: an intake may be started later, or note what it
 * refuses elsewhere.
 */
export function refusedWhereThere({ db }: Pick<Database, 'db'>): () => Promise<RefusedEvents | undefined> {
  let isThere = false;
  return async () => {
    isThere ||= (await sql<{ found: boolean }>`select to_regclass(${VIEW}) is not null as found`.execute(db)).rows[0]?.found === true;
    return isThere ? sql.table(VIEW) : undefined;
  };
}
