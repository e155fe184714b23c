import { clientConfig } from '@motcua/database';
import pg from 'pg';

/** Any number will do, as long as nothing else in the database locks it. */
const PROJECTOR_LOCK = 7_203_110_452;

/** The right to write the read model; it ends with its connection. */
export type Leadership = {
  /** Aborts when the connection is lost. */
  readonly lost: AbortSignal;
  /** Lets the next projector have it. */
  release(): Promise<void>;
};

/**
 * Asks once for the right to write; a session of its own holds it.
 *
 * @returns undefined when another projector has it.
 */
export async function askForLeadership(url: string): Promise<Leadership | undefined> {
  const lost = new AbortController();
  const client = new pg.Client(clientConfig(url, 'motcua-projector-lock'));
  client.on('error', () => { lost.abort(); });
  client.on('end', () => { lost.abort(); });
  const release = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [PROJECTOR_LOCK]);
    if (rows[0]?.held === true) return { lost: lost.signal, release };
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}
