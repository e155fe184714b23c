import pg from 'pg';
import { clientConfig } from './connection.ts';

/** What only one process does at a time; it ends with its connection. */
export type Lease = {
  /** Aborts when the connection is lost. */
  readonly lost: AbortSignal;
  /** Lets the next process have it. */
  release(): Promise<void>;
};

/**
 * The work. `lock`: any number will do, as long as nothing else in the database locks it. `name`: shown in `pg_stat_activity`.
 * `leaseMs`: how long who has it may be silent. `atFirst`: what is done on its connection before it counts as had.
 */
export type LeaseWish = { readonly lock: number; readonly name: string; readonly leaseMs: number; readonly atFirst?: (client: pg.Client) => Promise<void> };

/**
 * Asks once for a lease; a session of its own holds it. Who has it shows again and again that it moves; when it has not for so long
 * as the lease lasts, because its process or its machine stands still or cannot be reached, the server ends the session, and with it
 * the lease.
 *
 * @returns undefined when another process has it.
 */
export async function askForLease(url: string, { lock, name, leaseMs, atFirst }: LeaseWish): Promise<Lease | undefined> {
  const lost = new AbortController();
  const client = new pg.Client(leaseConfig(url, name, leaseMs));
  client.on('error', () => { lost.abort(); });
  client.on('end', () => { lost.abort(); });
  const release = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lock]);
    if (rows[0]?.held === true) {
      await atFirst?.(client);
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
function leaseConfig(url: string, name: string, leaseMs: number): pg.ClientConfig {
  const config = clientConfig(url, name);
  return { ...config, connectionTimeoutMillis: leaseMs, query_timeout: leaseMs, options: `${config.options ?? ''} -c idle_session_timeout=${leaseMs}` };
}

function showLife(client: pg.Client, leaseMs: number, lost: AbortController): void {
  const timer = setInterval(() => {
    client.query('select 1').catch(() => { lost.abort(); });
  }, leaseMs / 4);
  lost.signal.addEventListener('abort', () => { clearInterval(timer); }, { once: true });
}
