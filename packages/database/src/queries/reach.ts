import { OPEN_CLASSES } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import type { LegsQuery } from './counted-legs.ts';
import type { Reach } from './leg-source.ts';

/** What a kind of leg weighs in a figure. */
type Weight = { readonly kind: number; readonly succession: number; readonly opening: number; readonly flow: number };

/** Days back from the newest one: a dossier that was open then is either open now or has moved since, and few have. */
const RECENT_DAYS = 400;

/**
 * Keeps every leg which a figure may need, so that a list does not read all of history: none but of the kinds that weigh something, and
 * of the days that count. Flows lie in the period; and a stock is made of dossiers that are open now, or that have moved since, or of which
 * something became known since. Of a stock of long ago everything is read.
 */
export async function reachOf(db: Kysely<ReadModel>, { period: { from, to }, known = {} }: LegsQuery, weights: readonly Weight[]): Promise<Reach> {
  const ofKinds = sql`kind = any(${[...new Set(weights.map(({ kind }) => kind))]}::smallint[])`;
  if (weights.every(({ opening, succession }) => opening === 0 && succession === 0)) return { reach: sql`${ofKinds} and effective_on between ${from}::date and ${to}::date` };
  const reach = weights.every(({ flow }) => flow === 0) ? sql`${ofKinds} and effective_on < ${from}::date` : sql`${ofKinds} and effective_on <= ${to}::date`;
  const since = weights.every(({ opening, flow }) => opening === flow) ? addDays(to, 1) : from;
  if (known.after !== undefined || since < addDays(await newestDay(db), -RECENT_DAYS)) return { reach };
  const learned = known.upTo === undefined ? sql`` : sql`union select dossier from journal where position > ${known.upTo}::bigint`;
  return { reach, dossiers: sql`
    select code from dossier where class in (${sql.join(OPEN_CLASSES.map((one) => sql.lit(one)))})
    union select dossier from journal where effective_on >= ${since}::date ${learned}` };
}

/** The last day on which anything counts; that of the beginning when there is nothing. */
async function newestDay(db: Kysely<ReadModel>): Promise<CivilDate> {
  const row = await db.selectFrom('balance').select('effective_on').orderBy('effective_on', 'desc').limit(1).executeTakeFirst();
  return row?.effective_on ?? '1990-01-01';
}
