import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { memberCtes } from './scope.ts';

/**
 * The recursive CTE `holding (place, procedure, field, channel, code, first_on, last_on)`: which authority answers for a place on which days, both
 * included. Needs `declared` of {@link memberCtes}. For one place these ranges never overlap, and together they are all of time.
 *
 * An authority answers for its own places. From the day after its validity ended for good, the successor does that it names for
 * the field or receiving unit, or for the rest; then that one's, and so on. Where none is named, or where the way leads back, the last
 * code keeps them.
 */
export function holdingCtes(): RawBuilder<unknown> {
  return sql`
  ${turnCtes(sql`place`)}, holding as (
    select place.place, procedure, place.field, channel, coalesce(turn.code, authority) as code,
      coalesce(turn.first_on, '-infinity') as first_on, coalesce(turn.last_on, 'infinity') as last_on
    from place left join turn using (place) where turn.place is null or turn.first_on <= turn.last_on
  )`;
}

/**
 * The CTE `answered`: the rows of a list with `holder`, the authority that answers for the dossier on the row's day by the rule of
 * {@link holdingCtes}, and its `level` on that day; those of a scope. So a list and a figure of one scope and day mean the same dossiers.
 *
 * @param rows - With the columns `dossier`, `authority` (as the log has it) and `day`, and whatever else is listed; none of them named `place`, `field`, `receiving_unit`.
 * @param declaredUpTo - As for {@link memberCtes}.
 */
export function answeredCtes(scope: string, rows: RawBuilder<unknown>, declaredUpTo?: number): RawBuilder<unknown> {
  return answeredAsOf(scope, sql`select dossier.field, dossier.receiving_unit, told.* from (${rows}) told left join dossier on dossier.code = told.dossier`, declaredUpTo);
}

/**
 * The same of rows that say themselves where their dossiers stand.
 *
 * @param rows - As of {@link answeredCtes}, and with the columns `field` and `receiving_unit`.
 */
export function answeredAsOf(scope: string, rows: RawBuilder<unknown>, declaredUpTo?: number): RawBuilder<unknown> {
  return sql`
  ${memberCtes(scope, declaredUpTo)},
  listed as (
    select row_number() over () as place, told.* from (${rows}) told
  ), ${turnCtes(sql`listed`)}, held_by as (
    select listed.*, authority as holder from listed where authority not in (select code from ended)
    union all
    select listed.*, turn.code from listed join turn using (place) where day between turn.first_on and turn.last_on
  ), answered as (
    select held_by.*, member.level from held_by join member on member.code = held_by.holder and held_by.day between member.first_on and member.last_on
  )`;
}

/** `turn (place, code, first_on, last_on)`: who answers one after the other for the places of authorities that have `ended`. `places`: a relation with `place, authority, field, receiving_unit`. */
function turnCtes(places: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
  ended as (
    select code, last_on, successors from declared where next_on is null and last_on < 'infinity' and successors is not null
  ), held (place, field, receiving_unit, code, first_on, passed) as (
    select place, field, receiving_unit, authority, '-infinity'::date, array[authority] from ${places} where authority in (select code from ended)
    union all
    select held.place, held.field, held.receiving_unit, heir.authority, greatest(held.first_on, ended.last_on + 1), passed || heir.authority
    from held join ended using (code) cross join lateral (${heirOf(sql`ended.successors`, sql`held`)}) heir
    where heir.authority <> all(passed)
  ), turn as (
    select place, code, first_on, coalesce(lead(first_on) over (partition by place order by cardinality(passed)) - 1, 'infinity') as last_on from held
  )`;
}

/** Whoever is named for the field or the unit comes before whoever is named for the rest. */
function heirOf(successors: RawBuilder<unknown>, place: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select named.authority collate "C" as authority
    from rows from (jsonb_to_recordset(${successors}) as (authority text, fields jsonb, "receivingUnits" jsonb)) with ordinality as named(authority, fields, units, number)
    where (fields is null or fields ? ${place}.field) and (units is null or units ? ${place}.receiving_unit)
    order by fields is null and units is null, number limit 1`;
}
