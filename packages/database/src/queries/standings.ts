import { UNKNOWN } from '@motcua/dossier';
import type { Level, Successor } from '@motcua/dossier';
import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { knownBy, memberCtes } from './scope.ts';

/**
 * An authority under a scope as it stood on some days of a period. Both days are included; null: without end. `successors`: whom its
 * declaration of these days names for what is open when its validity ends.
 */
export type Standing = {
  readonly code: string; readonly name: string; readonly level: Level; readonly firstOn: CivilDate | null; readonly lastOn: CivilDate | null;
  readonly successors: readonly Successor[];
};

/**
 * The authorities that were declared and stood under a scope on any day of a period, in order of their codes and days; one that
 * changed its level, its parent or its name then stands there several times.
 *
 * @param upTo - The last position whose declarations count; all without one.
 */
export async function standingsOf(db: Kysely<ReadModel>, scope: string, { from, to }: Pick<Period, 'from' | 'to'>, upTo?: number): Promise<readonly Standing[]> {
  const { rows } = await sql<Standing>`
    with recursive ${memberCtes(scope, upTo)}
    select member.code, member.level, nullif(member.first_on, '-infinity') as "firstOn", nullif(member.last_on, 'infinity') as "lastOn",
      version.name, coalesce(version.successors, '[]') as successors
    from member cross join lateral (
      select name, successors from authority where code = member.code and valid_from <= member.first_on and ${knownBy(upTo)}
      order by valid_from desc, position desc limit 1) version
    where member.level <> ${UNKNOWN} and member.first_on <= ${to}::date and member.last_on >= ${from}::date
    order by member.code, member.first_on`.execute(db);
  return rows;
}
