import { UNKNOWN } from '@motcua/dossier';
import { FACT_BOOK, factClassesOf } from '@motcua/ledger';
import type { Dimension, IndicatorDefinition, LegClass } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { countedCtes } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import { balanceSource } from './leg-source.ts';

/** Of which each has so many, in the numerator and in the denominator. */
export type ProcedureCount = { readonly numerator: number; readonly denominator: number };
/** How many procedures an indicator counts in a row, or without one in the whole, where a procedure of several rows counts once; none where it counts no procedures. */
export type ProceduresIn = (indicator: string, node: string | undefined) => ProcedureCount;

/** Counts for every indicator that counts procedures; others cost nothing. */
export async function procedureIndicators(db: Kysely<ReadModel>, query: RowsQuery, by: ProceduresQuery['by'], indicators: readonly IndicatorDefinition[]): Promise<ProceduresIn> {
  const counted = new Map<string, readonly CountedRow[]>();
  for (const { id, countedBy, numerator, denominator } of indicators) {
    if (countedBy === 'procedure') counted.set(id, await procedureCounts(db, query, { by, numerator: factClassesOf(numerator), denominator: factClassesOf(denominator) }));
  }
  return (indicator, row) => counted.get(indicator)?.find(({ node }) => node === (row ?? null)) ?? NONE;
}

const NONE: ProcedureCount = { numerator: 0, denominator: 0 };

/** `node`: of the row; null of the whole. */
type CountedRow = ProcedureCount & { readonly node: string | null };

type RowsQuery = Omit<LegsQuery, 'rule' | 'dimension'>;

/** Which facts make a procedure count, by their classes, and what the rows are. */
type ProceduresQuery = { readonly by: Exclude<Dimension, 'day'>; readonly numerator: readonly LegClass[]; readonly denominator: readonly LegClass[] };

/**
 * Thủ tục, not dossiers: how many procedures have any of some facts noted in the period, row by row and in the whole. What was taken
 * back again does not count, nor do dossiers whose procedure is unknown. Rows without such a procedure may be missing.
 */
async function procedureCounts(db: Kysely<ReadModel>, query: RowsQuery, { by, numerator, denominator }: ProceduresQuery): Promise<readonly CountedRow[]> {
  const legs: LegsQuery = { ...query, rule: FACT_BOOK, dimension: by };
  const noted = (classes: readonly LegClass[]) => sql`coalesce(sum(amount) filter (where class in (${sql.join([...classes])})), 0) > 0`;
  const { rows } = await sql<CountedRow>`
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
