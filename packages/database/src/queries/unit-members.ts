import { sql } from 'kysely';
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes } from './counted-legs.ts';
import { cursorBatches } from './cursor.ts';
import { legWeights, weighed, weightCte } from './members.ts';
import type { FigureQuery, PlacedMember } from './members.ts';
import { reachOf } from './reach.ts';

/** The figures whose dossiers are listed unit by unit. */
export type UnitsQuery = Omit<FigureQuery, 'node' | 'figure'> & { readonly figures: readonly string[] };

/** A dossier behind a figure, at the one-stop unit and in the row where it counts. */
export type UnitMember = PlacedMember & { readonly unit: string; readonly figure: string };

/** The one-stop units at which any dossier counts in the figures, by code. */
export async function unitsOf(db: Kysely<ReadModel>, query: UnitsQuery): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly unit: string }>`select distinct unit from (${await unitMembers(db, query)}) member order by unit`.execute(db);
  return rows.map(({ unit }) => unit);
}

/**
 * The dossiers behind the figures, unit by unit, within a unit figure by figure as they were asked for, then by code: of every unit and figure the
 * amounts are those of its legs.
 *
 * @param tx - Stays open until the last batch was read; one list of a transaction at a time.
 */
export async function* unitMemberBatches(tx: Transaction<ReadModel>, query: UnitsQuery): AsyncGenerator<readonly UnitMember[]> {
  yield* cursorBatches(tx, sql<UnitMember>`
    select unit, (${query.figures}::text[])[figure] as figure, dossier, node, amount from (${await unitMembers(tx, query)}) member order by unit, member.figure, dossier, node`);
}

/** `unit, figure (from 1), dossier, node, amount`. */
async function unitMembers(db: Kysely<ReadModel>, { figures, ...query }: UnitsQuery): Promise<RawBuilder<unknown>> {
  const each = await Promise.all(figures.map(async (figure) => ({ figure, weights: await legWeights(db, { ...query, figure }) })));
  const legs = each.map(({ figure }, index) => weighed({ ...query, figure }, sql`${sql.lit(index + 1)} as figure, dossier, node, counted.place`, weightName(index)));
  return sql`
    with recursive ${countedCtes(query, { from: 'journal', ...await reachOf(db, query, each.flatMap(({ weights }) => weights)) })},
    ${sql.join(each.map(({ weights }, index) => weightCte(weights, weightName(index))))}
    select place.receiving_unit as unit, figure, dossier, node, sum(amount)::integer as amount
    from (${sql.join(legs, sql` union all `)}) leg join place using (place)
    group by 1, 2, 3, 4 having sum(amount) <> 0`;
}

function weightName(index: number): string {
  return `weight_${index + 1}`;
}
