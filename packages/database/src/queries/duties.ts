import type { ApologyDuty, ApologyStatus, DelayCause, Level, UNKNOWN } from '@motcua/dossier';
import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { InstantText, ReadModel } from '../schema.ts';
import { answeredCtes } from './succession.ts';

/**
 * Which duties to apologise: opened in the period and by `asOf`, the authority that owes the letter in the scope on that day.
 * `asOf`: the instant at which a letter is still owed or not met.
 */
export type DutiesQuery = {
  readonly scope: string;
  readonly period: Pick<Period, 'from' | 'to'>;
  readonly asOf: InstantText;
  readonly status?: ApologyStatus | undefined;
  readonly authority?: string | undefined;
  readonly cause?: DelayCause | undefined;
  readonly level?: Level | typeof UNKNOWN | undefined;
};

/** The place behind which a page of duties begins. */
export type DutyKey = { readonly openedOn: CivilDate; readonly dossier: string; readonly number: number };

/** A duty to apologise; `number`: within the dossier. `level`: of the authority on the day on which it opened. */
export type Duty = DutyKey & {
  readonly ground: ApologyDuty['ground'];
  readonly authority: string;
  readonly level: Level | typeof UNKNOWN;
  readonly openedAt: InstantText;
  readonly letterDueAt: InstantText;
  readonly dueAt: InstantText;
  readonly cause: DelayCause;
  readonly unitAtFault: string | null;
  readonly letterNumber: string | null;
  readonly letterAt: InstantText | null;
  readonly status: ApologyStatus;
};

/** How many duties of a level, an authority or a cause stand how. */
export type DutyCount = { readonly node: string; readonly owed: number; readonly metInTime: number; readonly metLate: number; readonly notMet: number };

/** Counts of the duties that {@link dutiesPage} lists for the same question, in order of the node. */
export async function dutyCounts(db: Kysely<ReadModel>, query: DutiesQuery & { readonly by: 'level' | 'authority' | 'cause' }): Promise<readonly DutyCount[]> {
  const { rows } = await sql<DutyCount>`
    with recursive ${dutyCtes(query)}
    select ${sql.ref(query.by)} as node, ${countOf('owed')} as owed, ${countOf('met_in_time')} as "metInTime", ${countOf('met_late')} as "metLate", ${countOf('not_met')} as "notMet"
    from duty where ${matches(query)} group by 1 order by 1`.execute(db);
  return rows;
}

/** A page of duties in order of their opening. */
export async function dutiesPage(db: Kysely<ReadModel>, query: DutiesQuery & { readonly after?: DutyKey | undefined; readonly limit: number }): Promise<readonly Duty[]> {
  const { after, limit } = query;
  const behind = after === undefined ? sql`` : sql`and (opened_on, dossier, number) > (${after.openedOn}::date, ${after.dossier}, ${after.number}::integer)`;
  const { rows } = await sql<Duty>`
    with recursive ${dutyCtes(query)}
    select dossier, number, ground, authority, level, opened_on as "openedOn", opened_at as "openedAt", letter_due_at as "letterDueAt", due_at as "dueAt",
      cause, unit_at_fault as "unitAtFault", letter_number as "letterNumber", letter_at as "letterAt", status
    from duty where ${matches(query)} ${behind}
    order by opened_on, dossier, number limit ${limit}`.execute(db);
  return rows;
}

function countOf(status: ApologyStatus): RawBuilder<unknown> {
  return sql`(count(*) filter (where status = ${status}))::integer`;
}

/**
 * The CTE `duty`: what is listed and what is counted come from this one text. Its status is that of `apologyStatus`, by the minute; its
 * `authority` is who answered on the day on which the duty opened.
 */
function dutyCtes({ scope, period, asOf }: DutiesQuery): RawBuilder<unknown> {
  const opened = sql`
      select apology_duty.*, opened_on as day, case
          when date_trunc('minute', letter_at) <= date_trunc('minute', ${asOf}::timestamptz) then
            case when date_trunc('minute', letter_at) <= date_trunc('minute', letter_due_at) then 'met_in_time' else 'met_late' end
          when date_trunc('minute', letter_due_at) >= date_trunc('minute', ${asOf}::timestamptz) then 'owed'
          else 'not_met' end as status
      from apology_duty
      where opened_on between ${period.from}::date and ${period.to}::date
        and date_trunc('minute', opened_at) <= date_trunc('minute', ${asOf}::timestamptz)`;
  return sql`
    ${answeredCtes(scope, opened)},
    duty as (
      select dossier, number, ground, holder as authority, level, opened_on, opened_at, letter_due_at, due_at, cause, unit_at_fault, letter_number, letter_at, status from answered
    )`;
}

function matches({ status, authority, cause, level }: DutiesQuery): RawBuilder<unknown> {
  const wanted = Object.entries({ status, authority, cause, level }).flatMap(([column, value]) => (value === undefined ? [] : [sql`and ${sql.ref(column)} = ${value}`]));
  return sql`true ${sql.join(wanted, sql` `)}`;
}
