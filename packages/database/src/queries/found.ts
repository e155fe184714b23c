import { ND61, OPEN_CLASSES, UNKNOWN } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { EndedAuthority } from './ended.ts';
import { codeAbove, knownBy, memberCtes, WHOLE_COUNTRY } from './scope.ts';

/**
 * The events that were refused and show what is wrong with a source, as a relation of this database, named in SQL. Its columns:
 * id, kind (one of REFUSED_KINDS), source, authority, subject, type, code, occurred_at, count, first_position, last_position
 * (how far the log was when it was refused first and last). It belongs to the intake and is only read.
 */
export type RefusedEvents = RawBuilder<unknown>;

/**
 * `upTo`: as known at this position; everything that is posted without one. `on`: whose validity has ended before this day is looked at,
 * nobody's without one. `refused`: without them only what the log holds is found.
 */
export type FoundQuery = {
  readonly scope: string; readonly upTo?: number | undefined; readonly on: CivilDate | undefined; readonly refused?: RefusedEvents | undefined;
};

/** What a finding says of itself before it is known whether it is settled, as SQL over what was noted. */
export const NOTED_COLUMNS = {
  kind: sql`kind`, severity: sql`severity`, source: sql`coalesce(nullif(source, ''), ${sql.lit(UNKNOWN)})`, authority: sql`coalesce(authority, ${sql.lit(UNKNOWN)})`,
} as const;

/** Which of the findings of a scope are looked at, as SQL over {@link NOTED_COLUMNS}; behind a place the first `limit` of them. */
export type Looked = { readonly at: RawBuilder<unknown>; readonly after?: FoundKey | undefined; readonly limit?: number | undefined };
export type FoundKey = { readonly kind: string; readonly subject: string; readonly position: number; readonly refusal: number };

/**
 * The recursive CTE `found`: every finding of a scope with its status; what is listed and what is counted come from this one text.
 *
 * A finding belongs to a scope when its authority does on its day. A blocking one of which nobody can say where it belongs is
 * in every scope, so that no period is closed over it.
 *
 * @param ended - The authorities of the scope that have ended over open dossiers: that follows from the calendar, and no event notes it.
 * @param looked - Only for these it is looked up how they stand, which costs far more than to find them.
 */
export function foundCtes({ scope, upTo, refused }: FoundQuery, ended: readonly EndedAuthority[], looked: Looked): RawBuilder<unknown> {
  return sql`
    ${scope === WHOLE_COUNTRY ? sql`` : sql`${memberCtes(scope, upTo)}, member_days as materialized (select code, range_agg(daterange(first_on, last_on, '[]')) as days from member group by code),`}
    noted as (
      select kind, severity, subject, position, 0::bigint as refusal, authority, source, effective_on as day, detail from finding where ${knownBy(upTo)}
      ${refused === undefined ? sql`` : sql`union all ${refusedRows(refused, upTo)}`}
      ${ended.length === 0 ? sql`` : sql`union all ${endedRows(ended)}`}
    ), placed as (
      select subject, position, refusal, day, detail, ${sql.join(Object.entries(NOTED_COLUMNS).map(([name, value]) => sql`${value} as ${sql.ref(name)}`))}
      from noted ${scope === WHOLE_COUNTRY ? sql`where true` : sql`left join member_days on member_days.code = noted.authority where ${inScope()}`} and ${looked.at} and ${behind(looked.after)}
      ${looked.limit === undefined ? sql`` : sql`order by kind, subject, position, refusal limit ${looked.limit}`}
    ), ${cycleCtes(upTo)}, ${standingCte(upTo)},
    found as (
      select placed.kind, placed.severity, placed.subject, placed.position, placed.refusal, placed.authority, placed.source, placed.day, placed.detail,
        dossier.code is not null as is_dossier,
        case when coalesce(${isSettled(upTo)}, false) then 'settled' else 'open' end as status
      from placed
      left join standing on standing.code = placed.subject
      left join dossier on dossier.code = placed.subject
    )`;
}

/** Column by column: of a comparison of whole rows the planner believes that hardly a row passes, and looks at all of them one by one. */
function behind(after: FoundKey | undefined): RawBuilder<unknown> {
  if (after === undefined) return sql`true`;
  const { kind, subject, position, refusal } = after;
  return sql`kind >= ${kind} and (kind > ${kind} or subject >= ${subject} and (subject > ${subject} or position >= ${position}::bigint and (position > ${position}::bigint or refusal > ${refusal}::bigint)))`;
}

/** A row each different item, however often it came. */
function refusedRows(refused: RefusedEvents, upTo: number | undefined): RawBuilder<unknown> {
  return sql`
    select kind collate "C", 'warning', coalesce(subject, 'rejection-' || id) collate "C", last_position, id, authority collate "C", source collate "C", (occurred_at at time zone 'Asia/Ho_Chi_Minh')::date,
      json_build_object('rejection', id::text, 'type', type, 'code', code, 'occurredAt', to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'count', count)
    from ${refused} where ${upTo === undefined ? sql`true` : sql`first_position <= ${upTo}::bigint`}`;
}

/** The kind of what {@link foundCtes} is given as ended. */
export const ENDED_KIND = 'authority_without_successor';

function endedRows(ended: readonly EndedAuthority[]): RawBuilder<unknown> {
  return sql`
    select ${sql.lit(ENDED_KIND)} collate "C", 'blocking', code collate "C", position, 0, code collate "C", null, "lastOn", json_build_object('lastOn', "lastOn", 'open', open)
    from json_to_recordset(${JSON.stringify(ended)}::json) as ended (code text, position bigint, "lastOn" date, open integer)`;
}

function inScope(): RawBuilder<unknown> {
  return sql`
    (kind = ${sql.lit(ENDED_KIND)} or (severity = 'blocking' and (authority is null or kind = 'authority_cycle'))
    or (member_days.code is not null and (noted.day is null or member_days.days @> noted.day)))`;
}

/** `above`: from each authority that was found above itself, step by step to those over it, on the day on which it was and whenever a declaration begins or ends behind it. */
function cycleCtes(upTo: number | undefined): RawBuilder<unknown> {
  return sql`
    above (subject, day, code, passed) as (
      select placed.subject, days.day, placed.subject, array[placed.subject]
      from placed cross join lateral (
        select ${CYCLE_DAY} as day
        union select turn from authority cross join unnest(array[valid_from, valid_to + 1]) turn where turn > ${CYCLE_DAY} and ${knownBy(upTo)}
      ) days
      where placed.kind = 'authority_cycle'
      union all
      select subject, day, parent, passed || parent
      from above cross join lateral (select ${parentOn(sql`above.code`, sql`above.day`, upTo)} as parent) over_it
      where parent <> all(passed)
    )`;
}

/** What was found before days were noted was so from the first day of the declaration. */
const CYCLE_DAY = sql`coalesce(placed.day, (placed.detail->>'validFrom')::date)`;

/**
 * Where each dossier stands: now, or as the movements up to a position leave it. The rows of the present are the sum of all
 * movements, so both say the same at the end of the log.
 */
function standingCte(upTo: number | undefined): RawBuilder<unknown> {
  if (upTo === undefined) return sql`standing as (select code, class, authority, procedure, field from dossier)`;
  return sql`
    standing as (
      select journal.dossier as code, kind.class, place.authority, place.procedure, place.field
      from journal join kind using (kind) join place using (place)
      where journal.position <= ${upTo}::bigint and kind.rule = ${ND61.id} and kind.class <> 'outside' and journal.dossier in (select subject from placed)
      group by 1, 2, 3, 4, 5 having sum(journal.amount) > 0
    )`;
}

/** What was wrong and is not any more. What has no line here stays open: it happened, and nothing puts it right. */
function isSettled(upTo: number | undefined): RawBuilder<unknown> {
  const told = (key: string) => sql`placed.detail->>${sql.lit(key)}`;
  const day = sql`(${told('on')})::date`;
  return sql`
    case when placed.refusal > 0 then ${isPutRight()} else case placed.kind
      when 'unknown_authority' then standing.authority <> ${told('code')} or ${isDeclared('authority', told('code'), day, upTo)}
      when 'unknown_procedure' then standing.procedure <> ${told('code')} or ${isDeclared('procedure', told('code'), day, upTo)}
      when 'unknown_field' then standing.field <> ${told('code')} or exists (select from procedure where field = ${told('code')} and ${knownBy(upTo)})
      when 'no_due_date' then standing.class <> 'resolved_undated'
      when 'claimed_outcome_differs' then standing.class not like 'resolved%' or standing.class = 'resolved_' || (${told('claimed')})
        or exists (select from journal join kind using (kind)
          where journal.dossier = placed.subject and journal.position > placed.position and kind.cause = 'reopened' and ${knownBy(upTo)})
      when 'due_date_differs' then ${isCorrected(sql`correction.field = 'dueAt' and correction.old::timestamptz = (${told('told')})::timestamptz`, upTo)}
      when 'code_date_differs' then ${isCorrected(sql`correction.field = 'receivedAt'`, upTo)}
      when 'occurred_in_future' then ${isCorrected(sql`correction.field in ('submittedAt', 'receivedAt', 'resolvedAt') and correction.old::timestamptz = (${told('occurredAt')})::timestamptz`, upTo)}
      when 'authority_cycle' then not exists (select from above where above.subject = placed.subject and above.day >= ${CYCLE_DAY}
        and ${parentOn(sql`above.code`, sql`above.day`, upTo)} = placed.subject)
      else false
    end end`;
}

/** The refused event is not in the log: right is what the dossier has been told since. It is looked at as it stands now. */
function isPutRight(): RawBuilder<unknown> {
  return sql`
    dossier.last_position > placed.position and case placed.kind
      when 'end_before_reception' then dossier.class not in (${sql.join(OPEN_CLASSES)})
      when 'finished_without_end' then dossier.resolved_at is not null
      else true
    end`;
}

/** The version that counts on a day is the one that began last; a later declaration with the same first day takes its place. */
function isDeclared(table: 'authority' | 'procedure', code: RawBuilder<unknown>, day: RawBuilder<unknown>, upTo: number | undefined): RawBuilder<unknown> {
  return sql`coalesce((
    select version.valid_to is null or version.valid_to >= ${day} from ${sql.table(table)} as version
    where version.code = ${code} and version.valid_from <= ${day} and ${knownBy(upTo)} order by version.valid_from desc, position desc limit 1), false)`;
}

/** Whom an authority stands under on a day: on a day without a declaration under the code without its last part. */
function parentOn(code: RawBuilder<unknown>, day: RawBuilder<unknown>, upTo: number | undefined): RawBuilder<unknown> {
  return sql`(
    select case when version.code is null or version.valid_to < ${day} then ${codeAbove(code)} else version.parent end
    from (select) one left join lateral (
      select * from authority where authority.code = ${code} and valid_from <= ${day} and ${knownBy(upTo)} order by valid_from desc, position desc limit 1
    ) version on true)`;
}

function isCorrected(which: RawBuilder<unknown>, upTo: number | undefined): RawBuilder<unknown> {
  return sql`exists (select from correction where correction.dossier = placed.subject and correction.position > placed.position and ${which} and ${knownBy(upTo)})`;
}
