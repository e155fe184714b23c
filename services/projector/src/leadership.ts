import { clientConfig } from '@motcua/database';
import pg from 'pg';

/** Any number will do, as long as nothing else in the database locks it. */
const PROJECTOR_LOCK = 7_203_110_452;

/** The name of the connections that write the read model, by which a new leader finds those of the one before. */
export const WRITER_NAME = 'motcua-projector';

/** The right to write the read model; it ends with its connection. */
export type Leadership = {
  /** Aborts when the connection is lost. */
  readonly lost: AbortSignal;
  /** Lets the next projector have it. */
  release(): Promise<void>;
};

/**
 * Asks once for the right to write; a session of its own holds it. The leader shows again and again that it moves; when it has not
 * for so long as the lease lasts, because its process or its machine stands still or cannot be reached, the server ends the session,
 * and with it the right.
 *
 * @param leaseMs - How long a leader may be silent.
 * @returns undefined when another projector has it.
 */
export async function askForLeadership(url: string, leaseMs: number): Promise<Leadership | undefined> {
  const lost = new AbortController();
  const client = new pg.Client(leaseConfig(url, leaseMs));
  client.on('error', () => { lost.abort(); });
  client.on('end', () => { lost.abort(); });
  const release = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [PROJECTOR_LOCK]);
    if (rows[0]?.held === true) {
      await endEarlierWriters(client);
      showLife(client, leaseMs, lost);
      return { lost: lost.signal, release };
    }
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}

/** The timer runs on the server, so it counts alike for a process that stands still and for a machine that is gone. */
function leaseConfig(url: string, leaseMs: number): pg.ClientConfig {
  const config = clientConfig(url, 'motcua-projector-lock');
  return { ...config, connectionTimeoutMillis: leaseMs, query_timeout: leaseMs, options: `${config.options ?? ''} -c idle_session_timeout=${leaseMs}` };
}

/**
 * What an earlier leader has not committed is rolled back now: one that stands still in the middle of a transaction would hold the
 * checkpoint for as long as it stands. Nothing is lost, because all of it follows again from the log.
 */
async function endEarlierWriters(client: pg.Client): Promise<void> {
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and application_name = $1 and backend_xid is not null`, [WRITER_NAME]);
}

function showLife(client: pg.Client, leaseMs: number, lost: AbortController): void {
  const timer = setInterval(() => {
    client.query('select 1').catch(() => { lost.abort(); });
  }, leaseMs / 4);
  lost.signal.addEventListener('abort', () => { clearInterval(timer); }, { once: true });
}
