import { ND61, OPEN_CLASSES } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { declaredCtes } from './scope.ts';
import { sumsOf } from './sums.ts';

/** Whose dossiers are asked for, at the end of which day, as known at which position (all unless told). */
export type EndedQuery = { readonly scope: string; readonly on: CivilDate; readonly upTo?: number | undefined };

/**
 * An authority whose validity has ended over dossiers that nobody took over. `position`: of the declaration that ended it.
 * `open`: how many, awaiting reception or unfinished.
 */
export type EndedAuthority = { readonly code: string; readonly position: number; readonly lastOn: CivilDate; readonly open: number };

/**
 * The authorities of a scope that had ended by a day and still hold open dossiers, by code: they named no successor, or none for
 * these dossiers, or the way of the successors leads back. The dossiers count there at the level `unknown`.
 */
export async function endedWithoutSuccessor(db: Kysely<ReadModel>, { scope, on, upTo }: EndedQuery): Promise<readonly EndedAuthority[]> {
  const { rows } = await sql<Omit<EndedAuthority, 'open'>>`
    with ${declaredCtes(upTo)}
    select code, position, last_on as "lastOn" from declared where next_on is null and last_on < ${on}::date order by code`.execute(db);
  if (rows.length === 0) return [];
  const sums = await sumsOf(db, { scope, period: { from: on, to: on }, rule: ND61.id, dimension: 'authority', known: { upTo } });
  const open = new Map<string, number>();
  for (const sum of sums) if (OPEN_CLASSES.some((one) => one === sum.class)) open.set(sum.node, (open.get(sum.node) ?? 0) + sum.opening + sum.flow);
  return rows.map((row) => ({ ...row, open: open.get(row.code) ?? 0 })).filter((row) => row.open > 0);
}
