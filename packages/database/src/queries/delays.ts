import type { DelayCause } from '@motcua/dossier';
import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { answeredCtes } from './succession.ts';

/**
 * Which late dossiers: resolved in the period, the authority that answered for them on that day in the scope. `office`: those in which this
 * office answers for a part; `authority`: those of this authority alone.
 */
export type DelaysQuery = {
  readonly scope: string;
  readonly period: Pick<Period, 'from' | 'to'>;
  readonly office?: string | undefined;
  readonly authority?: string | undefined;
};

/** The place behind which a page of late dossiers begins. */
export type DelayKey = { readonly resolvedOn: CivilDate; readonly dossier: string };

/** What one office answers for of one delay. Working minutes. */
export type OfficeShare = { readonly office: string; readonly cause: DelayCause; readonly minutes: number };

/** A dossier that was resolved late; the shares add up to `lateMinutes`, the largest first. */
export type LateDossier = DelayKey & { readonly authority: string; readonly lateMinutes: number; readonly shares: readonly OfficeShare[] };

/** What an office answers for by one cause, over all dossiers that the question is about. */
export type OfficeTotal = OfficeShare & { readonly dossiers: number };

/** All late dossiers of the question together. */
export type DelaySums = { readonly dossiers: number; readonly minutes: number };

/** Totals of offices and causes, the largest first. */
export async function delayTotals(db: Kysely<ReadModel>, query: DelaysQuery): Promise<readonly OfficeTotal[]> {
  const { rows } = await sql<OfficeTotal>`
    with recursive ${shareCtes(query)}
    select office, cause, sum(minutes)::integer as minutes, count(distinct dossier)::integer as dossiers
    from share group by office, cause order by sum(minutes) desc, office, cause`.execute(db);
  return rows;
}

/** How many dossiers {@link delaysPage} lists for the same question, and the working minutes of their delays. */
export async function delaySums(db: Kysely<ReadModel>, query: DelaysQuery): Promise<DelaySums> {
  const { rows } = await sql<DelaySums>`
    with recursive ${shareCtes(query)}
    select count(distinct dossier)::integer as dossiers, coalesce(sum(minutes), 0)::integer as minutes from share`.execute(db);
  return rows[0] ?? { dossiers: 0, minutes: 0 };
}

/** A page of late dossiers in order of their resolution. */
export async function delaysPage(
  db: Kysely<ReadModel>, query: DelaysQuery & { readonly after?: DelayKey | undefined; readonly limit: number },
): Promise<readonly LateDossier[]> {
  const { after, limit } = query;
  const behind = after === undefined ? sql`` : sql`where (resolved_on, dossier) > (${after.resolvedOn}::date, ${after.dossier}::text collate "C")`;
  const { rows } = await sql<LateDossier>`
    with recursive ${shareCtes(query)}
    select resolved_on as "resolvedOn", dossier, authority, late_minutes as "lateMinutes",
      json_agg(json_build_object('office', office, 'cause', cause, 'minutes', minutes) order by minutes desc, office) as shares
    from share ${behind}
    group by resolved_on, dossier, authority, late_minutes
    order by resolved_on, dossier limit ${limit}`.execute(db);
  return rows;
}

/** The CTE `share`: what the totals add up and the pages list, so that they cannot differ. Its `authority` is who answered on the day of the resolution. */
function shareCtes({ scope, period, office, authority }: DelaysQuery): RawBuilder<unknown> {
  const ofOffice = office === undefined ? sql`` : sql`and exists (select from delay_share other where other.dossier = delay_share.dossier and other.office = ${office})`;
  const late = sql`
      select dossier, office, authority, cause, minutes, late_minutes, resolved_on, resolved_on as day
      from delay_share where resolved_on between ${period.from}::date and ${period.to}::date ${ofOffice}`;
  return sql`
    ${answeredCtes(scope, late)},
    share as (
      select dossier, office, holder as authority, cause, minutes, late_minutes, resolved_on from answered ${authority === undefined ? sql`` : sql`where holder = ${authority}`}
    )`;
}
