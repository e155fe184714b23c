import { UNKNOWN } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { knownBy } from './scope.ts';

export type AuthorityName = { readonly code: string; readonly name: string; readonly level: Level | typeof UNKNOWN; readonly parent: string | null };
export type ProcedureName = { readonly code: string; readonly name: string; readonly field: string };
export type FieldName = { readonly code: string; readonly name: string };

/**
 * Authorities by code as last declared for a day; one whose validity has ended keeps its last name. `level`: the one that it had on
 * the last day from `since` to `on` on which it was declared, `unknown` when it was on none: its dossiers count at these levels.
 *
 * @param upTo - The last position whose declarations count; all without one.
 * @param since - The first day of a period that ends `on`; only the day itself unless told.
 */
export async function authorityNames(db: Kysely<ReadModel>, on: CivilDate, upTo?: number, since: CivilDate = on): Promise<ReadonlyMap<string, AuthorityName>> {
  const { rows } = await sql<AuthorityName>`
    select distinct on (code) code, name, parent,
      case when valid_from <= ${on}::date and coalesce(valid_to, 'infinity') >= ${since}::date then level else ${UNKNOWN} end as level
    from authority where ${knownBy(upTo)}
    order by code, valid_from <= ${on}::date desc, valid_from desc, position desc`.execute(db);
  return byCode(rows);
}

/** Procedures by code as last declared for a day, by a position. */
export async function procedureNames(db: Kysely<ReadModel>, on: CivilDate, upTo?: number): Promise<ReadonlyMap<string, ProcedureName>> {
  const { rows } = await sql<ProcedureName>`
    select distinct on (code) code, name, field from procedure where ${knownBy(upTo)}
    order by code, valid_from <= ${on}::date desc, valid_from desc, position desc`.execute(db);
  return byCode(rows);
}

/** A procedure that is in force with the class of its online service (`fully_online`, `partly_online`, `information`). */
export type ProcedureClass = { readonly code: string; readonly level: Level; readonly serviceClass: string };

/** Thủ tục đang có hiệu lực on a day that say how far they are online, as declared by a position. */
export async function procedureClasses(db: Kysely<ReadModel>, on: CivilDate, upTo: number): Promise<readonly ProcedureClass[]> {
  const { rows } = await sql<ProcedureClass>`
    select code, level, service_class as "serviceClass" from (
      select distinct on (code) code, level, service_class, valid_to from procedure where ${knownBy(upTo)} and valid_from <= ${on}::date
      order by code, valid_from desc, position desc
    ) last where service_class is not null and coalesce(valid_to, 'infinity') >= ${on}::date order by code`.execute(db);
  return rows;
}

/** Fields by code, named as the procedure of the field that was declared last for a day, by a position, names it. */
export async function fieldNames(db: Kysely<ReadModel>, on: CivilDate, upTo?: number): Promise<ReadonlyMap<string, FieldName>> {
  const { rows } = await sql<FieldName>`
    select distinct on (field) field as code, field_name as name from procedure where ${knownBy(upTo)}
    order by field, valid_from <= ${on}::date desc, valid_from desc, position desc`.execute(db);
  return byCode(rows);
}

function byCode<T extends { readonly code: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.code, row]));
}
