import { AppError } from '@motcua/kernel';
import pg from 'pg';
import { SCHEMA } from '../connection.ts';
import type { PartComparison } from './compare.ts';
import { dependentViews, NEXT_SCHEMA, OLD_SCHEMA } from './next-schema.ts';
import { PROJECTION } from '../projection/write-batch.ts';

export type SwitchOptions = {
  /** Brings the rebuilt schema to the position at which the one that is served stands still now; over another connection. */
  readonly catchUp: (position: number) => Promise<void>;
  /** Compares what has changed since both were compared; sees both at that position. */
  readonly compare: (client: pg.ClientBase, position: number) => Promise<readonly PartComparison[]>;
  /** Whether such a difference is one that somebody wants. */
  readonly isAccepted: (part: string) => boolean;
  /** How long readers may be made to wait for one that reads on, at each try; milliseconds. */
  readonly lockMs?: number;
};

/**
 * `switched`: `heldMs` is how long readers and the projector waited, from the lock to the commit; `tries` how often the lock was asked
 * for. `refused`: what differs; nothing has changed.
 */
export type SwitchOutcome =
  | { readonly kind: 'switched'; readonly position: number; readonly heldMs: number; readonly tries: number }
  | { readonly kind: 'refused'; readonly position: number; readonly differences: readonly PartComparison[] };

/** One try may be in vain because somebody reads for long; together they wait for so long. */
const TRIES_MAX = 200;
const PAUSE_MS = 150;

/**
 * Lets the rebuilt schema take the place of the one that is served, in one transaction under the lock with which every reader and
 * writer begins, so that each sees all of one schema. Nobody waits longer than a try takes.
 *
 * @throws AppError `REBUILD_REFUSED` when somebody reads on and on, or a view outside cannot be pointed to the new tables.
 */
export async function switchSchemas(pool: pg.Pool, options: SwitchOptions): Promise<SwitchOutcome> {
  const client = await pool.connect();
  try {
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      const outcome = await trySwitch(client, options, tries);
      if (outcome !== 'locked') return outcome;
      await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
    }
  } finally {
    client.release(true);
  }
  throw new AppError('REBUILD_REFUSED', `Somebody has been reading from the read model without a pause, so that nothing could take its place. Run the rebuild again: it goes on where it is.`);
}

async function trySwitch(client: pg.ClientBase, options: SwitchOptions, tries: number): Promise<SwitchOutcome | 'locked'> {
  try {
    await client.query(`begin; set local lock_timeout = '${options.lockMs ?? 300}ms'`);
    await client.query(`lock table ${SCHEMA}.checkpoint in access exclusive mode`);
    const startedAt = performance.now();
    const outcome = await switchLocked(client, options);
    await client.query(outcome.kind === 'switched' ? 'commit' : 'rollback');
    return outcome.kind === 'switched' ? { ...outcome, heldMs: performance.now() - startedAt, tries } : outcome;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (error instanceof pg.DatabaseError && (error.code === LOCK_NOT_AVAILABLE || error.code === DEADLOCK)) return 'locked';
    throw error;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

async function switchLocked(client: pg.ClientBase, { catchUp, compare, isAccepted }: SwitchOptions): Promise<SwitchOutcome> {
  const { rows } = await client.query<{ position: number }>(`select position from ${SCHEMA}.checkpoint where projection = $1`, [PROJECTION]);
  const position = rows[0]?.position ?? 0;
  await catchUp(position);
  const differences = (await compare(client, position)).filter(({ part, different }) => different > 0 && !isAccepted(part));
  if (differences.length > 0) return { kind: 'refused', position, differences };
  await takePlace(client);
  return { kind: 'switched', position, heldMs: 0, tries: 0 };
}

/** A projector that stands still at an event stands still there in the other schema. */
async function takePlace(client: pg.ClientBase): Promise<void> {
  const { rows: views } = await client.query<{ view: string; definition: string; is_stored: boolean }>(dependentViews(SCHEMA));
  const stored = views.find(({ is_stored }) => is_stored);
  if (stored !== undefined) throw new AppError('REBUILD_REFUSED', `The materialized view ${stored.view} keeps rows of the read model and cannot be pointed to other tables: drop it first, and make it again afterwards.`);
  await client.query(`
    update ${NEXT_SCHEMA}.checkpoint next set stopped_position = live.stopped_position, stopped_code = live.stopped_code, stopped_reason = live.stopped_reason
    from ${SCHEMA}.checkpoint live where next.projection = live.projection and live.stopped_position = next.position + 1`);
  await client.query(`comment on schema ${NEXT_SCHEMA} is null`);
  await client.query(`alter schema ${SCHEMA} rename to ${OLD_SCHEMA}; alter schema ${NEXT_SCHEMA} rename to ${SCHEMA}`);
  for (const { view, definition } of views) await client.query(`create or replace view ${view} as ${definition}`);
}
