import { UNKNOWN } from '@motcua/dossier';
import { FACT_BOOK } from '@motcua/ledger';
import type { Dimension, LegClass } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import { balanceSource } from './leg-source.ts';

/** How many procedures a row counts in each sum. `node`: of the row; null of the whole, in which a procedure of several rows counts once. */
export type ProcedureCount = { readonly node: string | null; readonly numerator: number; readonly denominator: number };

/** Which facts make a procedure count, by their classes, and what the rows are. */
export type ProceduresQuery = { readonly by: Exclude<Dimension, 'day'>; readonly numerator: readonly LegClass[]; readonly denominator: readonly LegClass[] };

/**
 * Thủ tục, not dossiers: how many procedures have any of some facts noted in the period, row by row and in the whole. What was taken
 * back again does not count, nor do dossiers whose procedure is unknown. Rows without such a procedure may be missing.
 */
export async function procedureCounts(db: Kysely<ReadModel>, query: Omit<LegsQuery, 'rule' | 'dimension'>, { by, numerator, denominator }: ProceduresQuery): Promise<readonly ProcedureCount[]> {
  const legs: LegsQuery = { ...query, rule: FACT_BOOK, dimension: by };
  const noted = (classes: readonly LegClass[]) => sql`coalesce(sum(amount) filter (where class in (${sql.join([...classes])})), 0) > 0`;
  const { rows } = await sql<ProcedureCount>`
    with recursive ${countedCtes(legs, await balanceSource(db, query.known), { rules: [FACT_BOOK], dimensions: [by, 'procedure'] })},
    noted as (
      select row, procedure, ${noted(numerator)} as is_numerator, ${noted(denominator)} as is_denominator
      from (select node[1] as row, node[2] as procedure, class, amount from counted join book using (kind) where cause = 'noted' and effective_on >= ${query.period.from}::date) leg
      where procedure <> ${UNKNOWN}
      group by grouping sets ((row, procedure), (procedure))
    )
    select row as node, (count(*) filter (where is_numerator))::integer as numerator, (count(*) filter (where is_denominator))::integer as denominator
    from noted group by row`.execute(db);
  return rows;
}
