import { OPEN_CLASSES } from '@motcua/dossier';
import { addDays, daysBetween } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { placesOf } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import { atPlaces, ofKinds } from './leg-source.ts';
import type { Reach } from './leg-source.ts';
import { WHOLE_COUNTRY } from './scope.ts';
import { hasCome, readAsOf } from './snapshot.ts';

/** What a kind of leg weighs in a figure. */
type Weight = { readonly kind: number; readonly succession: number; readonly opening: number; readonly flow: number };

/** `isFrequent`: where most dossiers with such legs are members, so that a page of them is found by reading a stretch of the dossiers. */
export type FigureReach = Reach & { readonly kinds: readonly number[]; readonly isFrequent: boolean };

/** Days back from the newest one: a dossier that was open then is either open now or has moved since, and few have. */
const RECENT_DAYS = 400;
/** Where more of the log, or of the time that it tells of, lies behind a question than one part in so many, most dossiers have moved since. */
const FEW = 4;

/** How the journal names feedback, which has no row of its own: there is little of it, so all is looked at. */
const FEEDBACK = 'feedback-';

/** Places that are worth looking up one by one. */
const FEW_PLACES = 2_000;

/**
 * Keeps every leg which a figure may need, so that a list does not read all of history: none but of the kinds that weigh something, of the
 * places that count where these are few, and of the days that count. Flows lie in the period; and a stock is made of dossiers that are open now, or that have moved since, or of which
 * something became known since. Of a stock of long ago everything is read, and also where most dossiers would be looked up one by one.
 */
export async function reachOf(db: Kysely<ReadModel>, query: LegsQuery, weights: readonly Weight[]): Promise<FigureReach> {
  const { scope, node, period: { from, to }, known = {} } = query;
  const isOfAll = scope === WHOLE_COUNTRY && node === undefined;
  const places = isOfAll ? undefined : await placesOf(db, query, FEW_PLACES);
  const isSmall = places !== undefined;
  const kinds = [...new Set(weights.map(({ kind }) => kind))];
  if (weights.every(({ opening, succession }) => opening === 0 && succession === 0)) return { kinds, places, isSmall, isFrequent: !isSmall, reach: sql`effective_on between ${from}::date and ${to}::date` };
  const reach = weights.every(({ flow }) => flow === 0) ? sql`effective_on < ${from}::date` : sql`effective_on <= ${to}::date`;
  const since = weights.every(({ opening, flow }) => opening === flow) ? addDays(to, 1) : from;
  if (known.after !== undefined || !await haveFewMoved(db, since, known.upTo)) return { kinds, places, isSmall, isFrequent: false, reach };
  const moved = (when: RawBuilder<unknown>) => sql`union select dossier from journal where ${when} and ${ofKinds(kinds)} and ${atPlaces(places)}`;
  return { kinds, places, isSmall: true, isFrequent: !isSmall, reach, dossiers: sql`
    select code from dossier where class in (${sql.join(OPEN_CLASSES.map((one) => sql.lit(one)))})
      and ${places === undefined ? sql`true` : sql`authority in (select authority from place where ${atPlaces(places)})`}
    union select dossier from journal where dossier between ${FEEDBACK} and ${`${FEEDBACK}~`} and ${ofKinds(kinds)}
    ${moved(sql`effective_on >= ${since}::date`)} ${known.upTo === undefined ? sql`` : moved(sql`position > ${known.upTo}::bigint`)}` };
}

async function haveFewMoved(db: Kysely<ReadModel>, since: CivilDate, upTo: number | undefined): Promise<boolean> {
  const asOf = await readAsOf(db);
  const { from: oldest, to: newest } = hasCome({ from: await outermostDay(db, 'asc'), to: await outermostDay(db, 'desc') }, asOf);
  const days = daysBetween(since, newest);
  if (days > RECENT_DAYS || days * FEW > daysBetween(oldest, newest)) return false;
  if (upTo === undefined) return true;
  return (asOf.position - upTo) * FEW <= asOf.position;
}

/** The first or last day on which anything counts; that of the beginning when there is nothing. */
async function outermostDay(db: Kysely<ReadModel>, order: 'asc' | 'desc'): Promise<CivilDate> {
  const row = await db.selectFrom('balance').select('effective_on').orderBy('effective_on', order).limit(1).executeTakeFirst();
  return row?.effective_on ?? '1990-01-01';
}
