import type { CivilDate, Period } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { cursorBatches } from './cursor.ts';
import { answeredAsOf } from './succession.ts';

/**
 * The dossiers that may have owed a letter in a period by what was known at a position, by code and batch by batch: those that do by what is
 * known now, and those of which something has become known since. Of the others nothing has changed.
 */
export async function* pastDutyDossiers(
  tx: Transaction<ReadModel>, { period, upTo }: { readonly period: Pick<Period, 'from' | 'to'>; readonly upTo: number },
): AsyncGenerator<readonly string[]> {
  const batches = cursorBatches(tx, sql<{ readonly code: string }>`
    select dossier as code from apology_duty where opened_on between ${period.from}::date and ${period.to}::date
    union select code from dossier where first_position <= ${upTo}::bigint and last_position > ${upTo}::bigint order by code`);
  for await (const rows of batches) yield rows.map(({ code }) => code);
}

/** Where a dossier counts on a day, as its events say. */
export type Placed = { readonly dossier: string; readonly authority: string; readonly field: string; readonly receivingUnit: string; readonly day: CivilDate };

/** The authority that answers for each of some dossiers on its day, as declared up to a position; undefined for what is not in the scope then. */
export async function holdersOf(
  db: Kysely<ReadModel>, { scope, upTo }: { readonly scope: string; readonly upTo: number }, placed: readonly Placed[],
): Promise<readonly (string | undefined)[]> {
  const told = placed.map(({ receivingUnit: receiving_unit, ...rest }, number) => ({ ...rest, receiving_unit, number }));
  const { rows } = await sql<{ readonly number: number; readonly holder: string }>`
    with recursive ${answeredAsOf(scope, sql`
      select dossier collate "C" as dossier, authority collate "C" as authority, field collate "C" as field, receiving_unit collate "C" as receiving_unit, day, number
      from json_to_recordset(${JSON.stringify(told)}::json) as given (dossier text, authority text, field text, receiving_unit text, day date, number integer)`, upTo)}
    select number, holder from answered`.execute(db);
  const holders = new Map(rows.map(({ number, holder }) => [number, holder]));
  return placed.map((_, number) => holders.get(number));
}
