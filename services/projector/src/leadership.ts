import { askForLease } from '@motcua/database';
import type { Lease } from '@motcua/database';

/** Any number will do, as long as nothing else in the database locks it. */
const PROJECTOR_LOCK = 7_203_110_452;

/** The name of the connections that write the read model, by which a new leader finds those of the one before. */
export const WRITER_NAME = 'motcua-projector';

/**
 * Asks once for the right to write the read model. What an earlier leader has not committed is rolled back then: one that stands
 * still in the middle of a transaction would hold the checkpoint for as long as it stands. Nothing is lost, because all of it follows
 * again from the log.
 *
 * @param leaseMs - How long a leader may be silent.
 * @returns undefined when another projector has it.
 */
export async function askForLeadership(url: string, leaseMs: number): Promise<Lease | undefined> {
  return askForLease(url, {
    lock: PROJECTOR_LOCK, name: 'motcua-projector-lock', leaseMs,
    atFirst: async (client) => {
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = current_user and application_name = $1 and backend_xid is not null`, [WRITER_NAME]);
    },
  });
}
