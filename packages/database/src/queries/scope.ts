import { UNKNOWN } from '@motcua/dossier';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';

/** Phạm vi: the scope of everything in the ledger, declared or not. Every other scope is an authority's code, or several with commas between. */
export const WHOLE_COUNTRY = 'VN';

/** The codes that a scope is written with. */
export function scopeParts(scope: string): readonly string[] {
  return scope.split(',');
}

/** Two parts of one scope of which the first has nothing that the second has not; the same code if it stands there twice. */
export type ScopeOverlap = { readonly part: string; readonly within: string };

/**
 * The first two parts of a scope that overlap on any day: everything is told once, so whoever asks for both means something else.
 *
 * @param declaredUpTo - The last position whose declarations count; all without one.
 */
export async function scopeOverlap(db: Kysely<ReadModel>, scope: string, declaredUpTo?: number): Promise<ScopeOverlap | undefined> {
  const parts = scopeParts(scope);
  const twice = parts.find((part, index) => parts.indexOf(part) < index);
  if (twice !== undefined) return { part: twice, within: twice };
  const other = parts.find((part) => part !== WHOLE_COUNTRY);
  if (parts.includes(WHOLE_COUNTRY)) return other === undefined ? undefined : { part: other, within: WHOLE_COUNTRY };
  if (parts.length === 1) return undefined;
  const { rows } = await sql<ScopeOverlap>`
    with recursive ${declaredCtes(declaredUpTo)}, ${spanCtes(parts)},
    asked as (select part collate "C" as part from unnest(${parts}::text[]) part),
    above (part, code, first_on, last_on) as (
      select part, part, '-infinity'::date, 'infinity'::date from asked
      union
      select above.part, span.parent, greatest(above.first_on, span.first_on), least(above.last_on, span.last_on)
      from above join span on span.code = above.code and span.first_on <= above.last_on and above.first_on <= span.last_on where span.parent is not null
    )
    select above.part, other.part as within
    from above join asked other on other.part <> above.part and above.code = other.part
    order by 1, 2 limit 1`.execute(db);
  return rows[0];
}

/**
 * Whether anything is known under a scope of one part: the country always is, an authority when it was declared, is named as a
 * parent, or dossiers count under it or under codes that begin with it.
 */
export async function scopeExists(db: Kysely<ReadModel>, scope: string): Promise<boolean> {
  if (scope === WHOLE_COUNTRY) return true;
  const { rows } = await sql`
    select 1 where exists (select from authority where ${scope} in (code, parent))
      or exists (select from place where authority = ${scope} or starts_with(authority, ${`${scope}.`}))`.execute(db);
  return rows.length > 0;
}

/**
 * The recursive CTE `member (part, code, first_on, last_on, level)`: the authorities of a scope with the days on which they
 * belong to it, both included, and the part of it under which they do. For one code these ranges never overlap, so that no leg is counted twice, also where one part of the
 * scope lies under another.
 *
 * An authority belongs to its parent on the days of its own declaration. On days without one its level is `unknown` and its
 * parent is the code without its last part, declared or not: so it belongs to the longest beginning of its code that is declared on
 * that day and to whoever stands above that one, and nothing is dropped.
 *
 * @param declaredUpTo - The last position whose declarations count; all without one.
 */
export function memberCtes(scope: string, declaredUpTo?: number): RawBuilder<unknown> {
  const parts = scopeParts(scope);
  const members = parts.includes(WHOLE_COUNTRY) ? sql`select ${WHOLE_COUNTRY}::text collate "C", code, first_on, last_on, level from span` : descendants(parts, sql`all(${parts}::text[])`);
  return sql`${declaredCtes(declaredUpTo)}, ${spanCtes(parts)}, member (part, code, first_on, last_on, level) as (${members})`;
}

/** The same of some authorities, each of them a scope of its own. */
export function membersOfEachCtes(codes: readonly string[], declaredUpTo?: number): RawBuilder<unknown> {
  return sql`${declaredCtes(declaredUpTo)}, ${spanCtes(codes)}, member (part, code, first_on, last_on, level) as (${descendants(codes, sql`member.part`)})`;
}

/** `declared`: the versions of every authority and their days. A later one ends the one before it, whether or not that said when it ends. */
export function declaredCtes(declaredUpTo: number | undefined): RawBuilder<unknown> {
  return sql`
  version as (
    select distinct on (code, valid_from) code, level, parent, valid_from, valid_to, successors, position
    from authority where ${knownBy(declaredUpTo)}
    order by code, valid_from, position desc
  ), declared as (
    select code, level, parent, successors, position, valid_from as first_on, lead(valid_from) over versions as next_on,
      least(coalesce(valid_to, 'infinity'), coalesce(lead(valid_from) over versions - 1, 'infinity')) as last_on
    from version
    window versions as (partition by code order by valid_from)
  )`;
}

/** The declarations, or legs, that were known at a position; all without one. */
export function knownBy(upTo: number | undefined): RawBuilder<unknown> {
  return upTo === undefined ? sql`true` : sql`position <= ${upTo}::bigint`;
}

/** All of time for every code and every beginning of it: its declarations, and the gaps before, between and after them. */
function spanCtes(parts: readonly string[]): RawBuilder<unknown> {
  return sql`
  named as (
    select authority as code from place
    union select code from authority
    union select parent from authority where parent is not null
    union select jsonb_array_elements(successors)->>'authority' from authority where successors is not null
    union select part collate "C" from unnest(${parts}::text[]) part
  ), beginning as (
    -- Not by recursion: PostgreSQL would expect very many rows of it, and clear the memory for them at every question.
    select distinct array_to_string(parts[:length], '.') collate "C" as code
    from (select string_to_array(code, '.') as parts from named) named cross join lateral unnest(parts) with ordinality as part(part, length)
  ), code as (
    select code, ${codeAbove(sql`code`)} as above from beginning where code <> ''
  ), span as (
    select code, first_on, last_on, level, parent, true as is_declared from declared
    union all
    select code, (last_on + 1)::date, coalesce(next_on - 1, 'infinity')::date, ${UNKNOWN}, ${codeAbove(sql`code`)}, false from declared
    where last_on < 'infinity' and (next_on is null or last_on + 1 < next_on)
    union all
    select code.code, '-infinity', coalesce(min(declared.first_on) - 1, 'infinity'), ${UNKNOWN}, code.above, false
    from code left join declared using (code) group by code.code, code.above
  )`;
}

/** A code without its last part; null when it has one only. */
export function codeAbove(code: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`nullif(regexp_replace(${code}, '[.]?[^.]*$', ''), '') collate "C"`;
}

/**
 * An authority has one parent on any day, so whatever hangs on the parts of the scope are trees and the recursion ends.
 *
 * @param tops - What is counted for itself and not below another one.
 */
function descendants(parts: readonly string[], tops: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select code, code, first_on, last_on, level from span
    where code = any(${parts}::text[])
    union all
    select member.part, child.code, greatest(child.first_on, member.first_on), least(child.last_on, member.last_on), child.level
    from member join span child on child.parent = member.code and child.first_on <= member.last_on and member.first_on <= child.last_on
    where child.code <> ${tops}`;
}
