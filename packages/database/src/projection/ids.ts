import type { Placement } from '@motcua/dossier';
import { AppError } from '@motcua/kernel';
import type { Leg, Movement } from '@motcua/ledger';
import type pg from 'pg';
import { textArray } from './arrays.ts';
import { CARRIED } from './recount.ts';

/**
 * Ids of places and kinds that the database is known to have. Rolled back inserts take their ids with them: after any
 * failed transaction a cache is thrown away.
 */
export type IdCache = { readonly places: Map<string, number>; readonly kinds: Map<string, number> };

/** About 100 MB of names; more places than that are looked up again. */
const PLACES_MAX = 500_000;

export function createIdCache(): IdCache {
  return { places: new Map(), kinds: new Map() };
}

/** The ids of a leg's place and kind. */
export type LegIds = { readonly place: number; readonly kind: number };

/** The ids of legs, in their order; what the database lacks is inserted by this transaction. */
export async function idsOf(client: pg.ClientBase, cache: IdCache, legs: readonly NamedLeg[]): Promise<readonly LegIds[]> {
  if (cache.places.size > PLACES_MAX) cache.places.clear();
  const keys = keysOf(legs);
  const places = new Map<string, readonly string[]>();
  const kinds = new Map<string, readonly string[]>();
  for (const [index, { leg, movement }] of legs.entries()) {
    const { place, kind } = keys[index] ?? EMPTY;
    if (!cache.places.has(place)) places.set(place, placeColumns(leg.placement));
    if (!cache.kinds.has(kind)) kinds.set(kind, kindColumns(movement, leg));
  }
  await learn(client, PLACES, cache.places, places);
  await learn(client, KINDS, cache.kinds, kinds);
  return keys.map(({ place, kind }) => ({ place: known(cache.places, place), kind: known(cache.kinds, kind) }));
}

export type NamedLeg = { readonly leg: Leg; readonly movement: Movement };

type LegKeys = { readonly place: string; readonly kind: string };

const EMPTY: LegKeys = { place: '', kind: '' };

/** Most movements stay in one place: its key is made once for both legs. */
function keysOf(legs: readonly NamedLeg[]): readonly LegKeys[] {
  let last: { readonly placement: Placement; readonly key: string } | undefined;
  return legs.map(({ leg, movement }) => {
    if (last?.placement !== leg.placement) last = { placement: leg.placement, key: placeKey(leg.placement) };
    return { place: last.key, kind: kindKey(movement, leg) };
  });
}

type Lookup = { readonly insert: string; readonly select: string };

const PLACES: Lookup = {
  insert: `insert into place (authority, receiving_unit, procedure, field, channel)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) order by 1, 2, 3, 4, 5 on conflict do nothing`,
  select: `select g.n::integer, p.place as id
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
      with ordinality as g(authority, receiving_unit, procedure, field, channel, n)
    join place p using (authority, receiving_unit, procedure, field, channel)`,
};

const KINDS: Lookup = {
  // With each kind that of the stock which its legs leave.
  insert: `insert into kind (rule, class, cause, side)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as g(rule, class, cause, side)
    union select rule, class, '${CARRIED.cause}', '${CARRIED.side}' from unnest($1::text[], $2::text[]) as g(rule, class)
      where class in (${CARRIED.classes})
    order by 1, 2, 3, 4 on conflict do nothing`,
  select: `select g.n::integer, k.kind as id
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as g(rule, class, cause, side, n)
    join kind k using (rule, class, cause, side)`,
};

/**
 * In one order, so that workers of a rebuild wait for each other and never in a circle. Looked up before they are inserted: an insert that finds its row there uses up a number all the same,
 * and kinds have 32,767.
 */
async function learn(client: pg.ClientBase, lookup: Lookup, cache: Map<string, number>, missing: ReadonlyMap<string, readonly string[]>): Promise<void> {
  await find(client, lookup, cache, missing);
  const unknown = new Map([...missing].filter(([key]) => !cache.has(key)));
  if (unknown.size === 0) return;
  await client.query(lookup.insert, columnsOf(unknown));
  await find(client, lookup, cache, unknown);
}

async function find(client: pg.ClientBase, lookup: Lookup, cache: Map<string, number>, wanted: ReadonlyMap<string, readonly string[]>): Promise<void> {
  if (wanted.size === 0) return;
  const keys = [...wanted.keys()];
  const found = await client.query<{ n: number; id: number }>(lookup.select, columnsOf(wanted));
  for (const { n, id } of found.rows) cache.set(keys[n - 1] ?? '', id);
}

function columnsOf(wanted: ReadonlyMap<string, readonly string[]>): string[] {
  const rows = [...wanted.values()];
  return (rows[0] ?? []).map((_, column) => textArray(rows.map((row) => row[column] ?? '')));
}

function known(cache: ReadonlyMap<string, number>, key: string): number {
  const id = cache.get(key);
  if (id === undefined) throw new AppError('INTERNAL', `The read model has no id for ${key}.`);
  return id;
}

/** No code holds a bar. */
function placeKey(p: Placement): string {
  return `${p.authority}|${p.receivingUnit}|${p.procedure}|${p.field}|${p.channel}`;
}

function placeColumns(p: Placement): readonly string[] {
  return [p.authority, p.receivingUnit, p.procedure, p.field, p.channel];
}

function kindKey(movement: Movement, leg: Leg): string {
  return `${movement.rule}|${leg.class}|${movement.cause}|${leg.side}`;
}

function kindColumns(movement: Movement, leg: Leg): readonly string[] {
  return [movement.rule, leg.class, movement.cause, leg.side];
}
