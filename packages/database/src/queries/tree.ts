import type { CivilDate } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { memberCtes, membersOfEachCtes } from './scope.ts';

/**
 * An authority of a tree on a day. `parent`: within the tree, null for its roots. `isAboveItself`: whoever stands above it leads back to
 * it, so that it counts everything below each of them; it is a root.
 */
export type TreeNode = { readonly code: string; readonly parent: string | null; readonly isAboveItself: boolean };

/** The tree of authorities of a scope on one day, as declared up to a position; parents are those by which {@link memberCtes} finds who belongs to whom. */
export async function treeOn(db: Kysely<ReadModel>, { scope, on, upTo }: { readonly scope: string; readonly on: CivilDate; readonly upTo: number }): Promise<readonly TreeNode[]> {
  const { rows } = await sql<Pick<TreeNode, 'code' | 'parent'>>`
    with recursive ${memberCtes(scope, upTo)}
    select member.code, span.parent
    from member join span on span.code = member.code and ${on}::date between span.first_on and span.last_on
    where ${on}::date between member.first_on and member.last_on order by member.code`.execute(db);
  const above = new Map(rows.map(({ code, parent }) => [code, parent]));
  return rows.map(({ code, parent }) => {
    const isAboveItself = leadsBack(above, code);
    return { code, parent: code === scope || isAboveItself || parent === null || !above.has(parent) ? null : parent, isAboveItself };
  });
}

/** Who belongs to each of some authorities on one day, itself among them: what each would count as a scope of its own. */
export async function membersOn(
  db: Kysely<ReadModel>, { scopes, on, upTo }: { readonly scopes: readonly string[]; readonly on: CivilDate; readonly upTo: number },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ readonly part: string; readonly codes: readonly string[] }>`
    with recursive ${membersOfEachCtes(scopes, upTo)}
    select part, array_agg(code) as codes from member where ${on}::date between first_on and last_on group by part`.execute(db);
  return new Map(rows.map(({ part, codes }) => [part, codes]));
}

function leadsBack(above: ReadonlyMap<string, string | null>, code: string): boolean {
  const passed = new Set<string>();
  for (let one = above.get(code); one !== undefined && one !== null && !passed.has(one); one = above.get(one)) {
    if (one === code) return true;
    passed.add(one);
  }
  return false;
}
