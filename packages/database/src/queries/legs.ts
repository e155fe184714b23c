import type { CivilDate } from '@motcua/kernel';
import type { Cause, LegClass } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes } from './counted-legs.ts';
import { legWeights, memberBatches, membersOf, weighed, weightCte } from './members.ts';
import type { FigureQuery, LegWeight } from './members.ts';

/** The place behind which a page of legs begins: what the list is in order of. */
export type LegKey = Pick<FigureLeg, 'dossier' | 'position' | 'movement' | 'ordinal' | 'effectiveOn' | 'succession'>;

/**
 * A leg behind a figure. `amount`: as it counts in the figure. `position`: of the event that made it known; `eventId`: of the
 * event that it follows from, another one where the leg takes back an earlier one (`inverted`) or stands instead of it. `effectiveOn`: when it
 * counts, of a succession the day on which the authority moved. `ordinal`: of the leg within its movement. `succession`: 1 and −1 when the dossier only
 * moved along with its authority.
 */
export type FigureLeg = {
  readonly dossier: string;
  readonly position: number;
  readonly movement: number;
  readonly ordinal: number;
  readonly succession: number;
  readonly eventId: string;
  readonly effectiveOn: CivilDate;
  readonly class: LegClass;
  readonly cause: Cause;
  readonly side: 'from' | 'to';
  readonly inverted: boolean;
  readonly amount: number;
};

/**
 * A page of the legs behind a figure, by dossier and then in the order of the log: of the dossiers that {@link membersOf} lists,
 * every leg that counts there. Over all pages the amounts add up to the figure; those of a dossier whose legs cancel out are no part of it.
 */
export async function legsPage(db: Kysely<ReadModel>, query: FigureQuery & { readonly after?: LegKey | undefined; readonly limit: number }): Promise<readonly FigureLeg[]> {
  const { after, limit } = query;
  const members = await membersOf(db, { ...query, after: after?.dossier, limit });
  const dossiers = [...(after === undefined ? [] : [after.dossier]), ...members.map(({ dossier }) => dossier)];
  return legsOf(db, query, dossiers, { after, limit });
}

/** Every leg that some dossiers have in a figure, in the same order; none of a dossier that is not behind it. */
export async function legsOf(
  db: Kysely<ReadModel>, query: FigureQuery, dossiers: readonly string[], { after, limit }: { readonly after?: LegKey | undefined; readonly limit?: number } = {},
): Promise<readonly FigureLeg[]> {
  if (dossiers.length === 0) return [];
  const { rows } = await legList<FigureLeg>(query, await legWeights(db, query), { where: sql`dossier = any(${dossiers}::text[])`, after, limit }).execute(db);
  return rows;
}

/**
 * Every leg behind a figure, batch by batch; what is held at a time does not grow with the list.
 *
 * @param tx - Stays open until the last batch was read; one list of a transaction at a time.
 */
export async function* legBatches(tx: Transaction<ReadModel>, query: FigureQuery): AsyncGenerator<readonly FigureLeg[]> {
  for await (const members of memberBatches(tx, query)) yield legsOf(tx, query, members.map(({ dossier }) => dossier));
}

/** Which legs of a figure to list. `reason`: an expression over `counted` that tells the legs of one dossier apart: each of its values is a figure of its own. */
export type LegChoice = {
  readonly where: RawBuilder<unknown>;
  readonly reason?: RawBuilder<unknown> | undefined;
  readonly after?: LegKey | undefined;
  readonly limit?: number | undefined;
};

/**
 * The legs of a figure that some condition chooses, by dossier and in the order of the log, as {@link FigureLeg}, with their `reason`
 * where one is told; without those of a dossier that cancel out.
 */
export function legList<Row extends FigureLeg>(query: FigureQuery, weights: readonly LegWeight[], { where, reason, after, limit }: LegChoice): RawBuilder<Row> {
  const [told, also] = reason === undefined ? [sql``, sql``] : [sql`, ${reason} as reason`, sql`, reason`];
  return sql<Row>`
    with recursive ${countedCtes(query, 'journal')}, ${weightCte(weights)},
    leg as (
      select *, sum(amount) over (partition by dossier${also}) as in_figure
      from (${weighed(query, sql`dossier, position, movement, kind, succession, event_id, effective_on, inverted${told}`)}) every_leg
      where ${where}
    ), shown as (
      select leg.*, class, cause, side, kind + case side when 'from' then 0 else ${sql.lit(KINDS)} end as ordinal from leg join book using (kind)
    )
    select dossier, position, movement, ordinal, succession, event_id as "eventId", effective_on as "effectiveOn", class, inverted, amount::integer as amount${also},
      case succession when 0 then cause else 'succession' end as cause, case succession when 0 then side when 1 then 'to' else 'from' end as side
    from shown
    where amount <> 0 and in_figure <> 0 ${behindLeg(after)}
    order by dossier, position, movement, ordinal, effective_on, succession limit ${limit ?? null}`;
}

/** More than the ids of kinds can be (smallint), so that of a movement the leg `from` stands before the leg `to`. */
const KINDS = 2 ** 15;

function behindLeg(after: LegKey | undefined): RawBuilder<unknown> {
  if (after === undefined) return sql``;
  return sql`and (dossier, position, movement, ordinal, effective_on, succession)
    > (${after.dossier}::text collate "C", ${after.position}::bigint, ${after.movement}::integer, ${after.ordinal}::integer, ${after.effectiveOn}::date, ${after.succession}::integer)`;
}
