import { AppError } from '@motcua/kernel';
import { sql } from 'kysely';
import type pg from 'pg';
import { SCHEMA } from '../connection.ts';
import type { Database } from '../connection.ts';
import { recount } from '../projection/recount.ts';
import { PROJECTION_VERSION } from '../projection/version.ts';
import { PROJECTION } from '../projection/write-batch.ts';

/** Where a rebuild fills another read model. */
export const NEXT_SCHEMA = `${SCHEMA}_next`;

/** The read model whose place another one has taken. */
export const OLD_SCHEMA = `${SCHEMA}_old`;

/** The row of the checkpoint of a worker. */
export function workerCheckpoint(index: number): string {
  return `worker-${index}`;
}

/**
 * How far a rebuild was when it was left. `filling`: each of its workers; `filled`: they are done, and what they left is counted.
 * `isRefused`: it was compared, and differed.
 */
export type NextState =
  | { readonly kind: 'none' }
  | { readonly kind: 'filling'; readonly workers: number; readonly version: number }
  | { readonly kind: 'filled'; readonly isRefused: boolean; readonly version: number };

/** What is there of a rebuild. @param pool - Of a role that owns the schemas. */
export async function readNextState(pool: pg.Pool): Promise<NextState> {
  if (!await schemaHolds(pool, NEXT_SCHEMA)) return { kind: 'none' };
  const { rows } = await pool.query<{ workers: number; version: number; position: number; note: string | null }>(`
    select count(*) filter (where projection <> '${PROJECTION}')::integer as workers, min(version) as version,
      max(position) as position, obj_description('${NEXT_SCHEMA}'::regnamespace, 'pg_namespace') as note
    from ${NEXT_SCHEMA}.checkpoint`);
  const { workers = 0, version = 0, position = 0, note = null } = rows[0] ?? {};
  if (workers === 0 && position === 0) return { kind: 'none' };
  return workers > 0 ? { kind: 'filling', workers, version } : { kind: 'filled', isRefused: note === REFUSED, version };
}

/** Whether the schema has a read model: one whose migration was cut off has none. */
export async function schemaHolds(pool: pg.Pool, schema: string): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>('select to_regclass($1) is not null as there', [`${schema}.checkpoint`]);
  return rows[0]?.there === true;
}

const REFUSED = 'refused';

/** Notes that the rebuild differs from what is served: the next one begins anew, unless the difference is accepted. */
export async function noteRefusal(pool: pg.Pool): Promise<void> {
  await pool.query(`comment on schema ${NEXT_SCHEMA} is '${REFUSED}'`);
}

/** Prepares an empty schema for so many workers. */
export async function addWorkers(pool: pg.Pool, workers: number): Promise<void> {
  await pool.query(`update ${NEXT_SCHEMA}.checkpoint set version = $1`, [PROJECTION_VERSION]);
  await pool.query(`insert into ${NEXT_SCHEMA}.checkpoint (projection, position, version) select 'worker-' || n, 0, $2 from generate_series(0, $1 - 1) n`, [workers, PROJECTION_VERSION]);
}

/** How far each worker is, by its index. */
export async function workerPositions(pool: pg.Pool): Promise<readonly number[]> {
  const { rows } = await pool.query<{ position: number }>(`
    select position from ${NEXT_SCHEMA}.checkpoint where projection <> '${PROJECTION}' order by substr(projection, ${'worker-'.length + 1})::integer`);
  return rows.map(({ position }) => position);
}

/**
 * Makes one read model of what the workers left at one position: balances and stocks are counted from the journal, all in one
 * transaction, and the tables are measured, so that questions are planned for what they hold.
 */
export async function mergeWorkers({ db, pool }: Database): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local work_mem = '64MB'`.execute(tx);
    await recount(tx);
    await sql`
      update checkpoint set (position, recorded_at) = (select position, recorded_at from checkpoint where projection = ${workerCheckpoint(0)})
      where projection = ${PROJECTION}`.execute(tx);
    await sql`delete from checkpoint where projection <> ${PROJECTION}`.execute(tx);
  });
  const { rows } = await pool.query<{ name: string }>('select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = $2', [NEXT_SCHEMA, 'r']);
  for (const { name } of rows) await pool.query(`vacuum (analyze) ${NEXT_SCHEMA}.${name}`);
}

/**
 * Drops a schema of the read model that is not served; nothing when there is none.
 *
 * @throws AppError `REBUILD_REFUSED` when views of others look into it, or somebody reads it for too long.
 */
export async function dropSchema(pool: pg.Pool, schema: typeof NEXT_SCHEMA | typeof OLD_SCHEMA): Promise<void> {
  const { rows } = await pool.query<{ view: string }>(dependentViews(schema));
  const [first] = rows;
  if (first !== undefined) throw new AppError('REBUILD_REFUSED', `The view ${first.view} looks into the schema ${schema}, which is to be dropped: drop or change the view first.`);
  const client = await pool.connect();
  try {
    await client.query(`begin; set local lock_timeout = '30s'; drop schema if exists ${schema} cascade; commit`);
  } catch (cause) {
    await client.query('rollback');
    throw new AppError('REBUILD_REFUSED', `The schema ${schema} could not be dropped: ${cause instanceof Error ? cause.message : String(cause)}. Somebody may still read it: try again later.`, { cause });
  } finally {
    client.release();
  }
}

/** Views outside a schema that read its tables. `definition`: with the names of the tables as they are now. */
export function dependentViews(schema: string): string {
  return `
    select distinct format('%I.%I', n.nspname, v.relname) as view, pg_get_viewdef(v.oid) as definition, v.relkind = 'm' as is_stored
    from pg_depend d
    join pg_rewrite r on r.oid = d.objid and d.classid = 'pg_rewrite'::regclass
    join pg_class v on v.oid = r.ev_class
    join pg_namespace n on n.oid = v.relnamespace
    join pg_class t on t.oid = d.refobjid and d.refclassid = 'pg_class'::regclass
    join pg_namespace tn on tn.oid = t.relnamespace
    where tn.nspname = '${schema}' and v.relnamespace <> t.relnamespace`;
}
