import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { ofKinds } from './leg-source.ts';
import type { Reach } from './leg-source.ts';
import type { FigureReach } from './reach.ts';

/** A stretch of the dossiers by code: those behind one and up to another, or all behind it. */
export type Stretch = { readonly after: string; readonly end: string | undefined };

/** So many times as many dossiers are looked at as should be needed, and a few more. */
const MORE = 1.5;
const LEAST = 16;
/** So many times as many as before at most: where none was found nobody knows how far it is to the next. */
const MOST_TIMES = 32;
/** Legs that a dossier has, about. */
const LEGS = 8;

/** How many dossiers to look at for so many members, if every one is. */
export function stretchOf(wanted: number): number {
  return Math.ceil(wanted * MORE) + LEAST;
}

/** How many to look at next if members are as frequent further on. */
export function stretchBehind(length: number, found: number, wanted: number): number {
  return Math.min(length * MOST_TIMES, found === 0 ? Infinity : stretchOf((wanted - found) * length / found));
}

/**
 * The last dossier of a stretch of about so many; undefined where that is all there are, or where reading a part would save nothing: the legs of
 * few places, or of kinds that are rarer than these dossiers, are found by themselves.
 */
export async function endOf(db: Kysely<ReadModel>, { kinds, isFrequent, dossiers }: FigureReach, after: string, length: number): Promise<string | undefined> {
  if (!isFrequent) return undefined;
  const [reached, offset] = dossiers === undefined ? [sql`journal`, length * LEGS] : [sql`(${dossiers}) reachable (dossier)`, length];
  const isWorthIt = dossiers === undefined ? sql`(select count(*) from (select from journal where ${ofKinds(kinds)} limit ${2 * length}) legs) = ${2 * length}` : sql`true`;
  const { rows: [end] } = await sql<{ readonly dossier: string }>`
    select dossier from ${reached} where dossier > ${after} and ${isWorthIt} order by dossier offset ${offset} limit 1`.execute(db);
  return end?.dossier;
}

/** What is reached of a stretch. */
export function within({ reach, dossiers, isSmall, ...source }: FigureReach, { after, end }: Stretch): Reach {
  const inside: RawBuilder<unknown> = sql`dossier > ${after} ${end === undefined ? sql`` : sql`and dossier <= ${end}`}`;
  return dossiers === undefined
    ? { ...source, isSmall: isSmall === true || end !== undefined, reach: sql`${reach} and ${inside}` }
    : { ...source, isSmall, reach, dossiers: sql`select dossier from (${dossiers}) reachable (dossier) where ${inside}` };
}
