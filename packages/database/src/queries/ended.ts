import { ND61, OPEN_CLASSES } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { memberCtes, WHOLE_COUNTRY } from './scope.ts';
import { sumsOf } from './sums.ts';

/** Whose dossiers are asked for, at the end of which day, as known at which position (all unless told). */
export type EndedQuery = { readonly scope: string; readonly on: CivilDate; readonly upTo?: number | undefined };

/**
 * An authority that nobody has declared any more, or never, over dossiers that nobody else took over. `position`: of the declaration that
 * ended it, or that names it as successor; `lastOn`: the last day of that declaration. `open`: how many, awaiting reception or unfinished.
 */
export type EndedAuthority = { readonly code: string; readonly position: number; readonly lastOn: CivilDate; readonly open: number };

/**
 * The authorities of a scope that had ended by a day and still hold open dossiers, by code: they named no successor, or none for
 * these dossiers, or the way of the successors leads back; and successors that were named and had not been declared by that day. The
 * dossiers count there at the level `unknown`.
 *
 * An authority is of the scopes in which it stood on its last day, and of those in which its dossiers count by its code since.
 */
export async function endedWithoutSuccessor(db: Kysely<ReadModel>, { scope, on, upTo }: EndedQuery): Promise<readonly EndedAuthority[]> {
  const { rows } = await sql<Omit<EndedAuthority, 'open'>>`
    with recursive ${memberCtes(scope, upTo)}, ended as (
      select code, position, last_on, successors from declared where next_on is null and last_on < ${on}::date
    ), empty as (
      select code, code as ended, position, last_on from ended
      union all
      select distinct on (heir.code) heir.code, ended.code, ended.position, ended.last_on
      from ended cross join lateral (select jsonb_array_elements(successors)->>'authority' collate "C" as code) heir
      where not exists (select from declared where declared.code = heir.code and declared.first_on <= ${on}::date)
      order by code, position desc
    )
    select code, position, last_on as "lastOn" from empty
    where exists (select from member where (member.code = empty.ended and empty.last_on between member.first_on and member.last_on)
      or (member.code = empty.code and ${on}::date between member.first_on and member.last_on))
    order by code`.execute(db);
  if (rows.length === 0) return [];
  const sums = await sumsOf(db, { scope: WHOLE_COUNTRY, period: { from: on, to: on }, rule: ND61.id, dimension: 'authority', known: { upTo } });
  const open = new Map<string, number>();
  for (const sum of sums) if (OPEN_CLASSES.some((one) => one === sum.class)) open.set(sum.node, (open.get(sum.node) ?? 0) + sum.opening + sum.flow);
  return rows.map((row) => ({ ...row, open: open.get(row.code) ?? 0 })).filter((row) => row.open > 0);
}
