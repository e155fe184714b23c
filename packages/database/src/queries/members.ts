import { CHANNELS, ND61, UNKNOWN } from '@motcua/dossier';
import { currentDefinitions, weightsOf } from '@motcua/ledger';
import type { DefinitionSet } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { KindTable, ReadModel } from '../schema.ts';
import { countedCtes, legNode } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';
import { cursorBatches } from './cursor.ts';
import type { Reach } from './leg-source.ts';
import { reachOf } from './reach.ts';
import { endOf, stretchBehind, stretchOf, within } from './stretch.ts';
import type { Stretch } from './stretch.ts';

/** Which figure to open: of a row of the table, or of the whole scope. `definitions`: those that define it, such as an edition's; today's unless told. */
export type FigureQuery = LegsQuery & { readonly figure: string; readonly definitions?: Pick<DefinitionSet, 'figures'> | undefined };

/** `after`: the last dossier of the page before. */
export type MembersQuery = FigureQuery & { readonly after?: string | undefined; readonly limit: number };

/** A dossier behind a figure; `amount`: how often it counts there, 1 but for a dossier that did the same thing twice in the period. */
export type Member = { readonly dossier: string; readonly amount: number };

/**
 * The dossiers behind a figure, by code: from the same legs, weighed by the same definition. Over all pages the amounts
 * add up to the figure.
 *
 * A page of a long list costs about as much as it holds: only a stretch of the dossiers is looked at, and further ones until it is full.
 */
export async function membersOf(db: Kysely<ReadModel>, query: MembersQuery): Promise<readonly Member[]> {
  const weights = await legWeights(db, query);
  const reach = await reachOf(db, query, weights);
  const page: Member[] = [];
  for (let [after, length] = [query.after ?? '', stretchOf(query.limit)]; ;) {
    const missing = query.limit - page.length;
    const stretch: Stretch = { after, end: await endOf(db, reach, after, length) };
    const members = await membersIn(db, query, within(reach, stretch), weights, missing);
    page.push(...members);
    if (stretch.end === undefined || members.length === missing) return page;
    [after, length] = [stretch.end, stretchBehind(length, members.length, missing)];
  }
}

/**
 * All dossiers behind a figure in the same order, batch by batch; what is held at a time does not grow with the list.
 *
 * @param tx - Stays open until the last batch was read; one list of a transaction at a time.
 */
export async function* memberBatches(tx: Transaction<ReadModel>, query: FigureQuery): AsyncGenerator<readonly Member[]> {
  yield* cursorBatches(tx, await membersStatement(tx, query));
}

/** A dossier behind a figure of a row; `node`: the row, as `NodeSum` has it. */
export type PlacedMember = Member & { readonly node: string };

/** The same of every row of the table at once, each dossier with the row in which it counts; one that counts in several stands there several times. */
export async function* placedMemberBatches(tx: Transaction<ReadModel>, query: Omit<FigureQuery, 'node'>): AsyncGenerator<readonly PlacedMember[]> {
  const weights = await legWeights(tx, query);
  yield* cursorBatches(tx, sql<PlacedMember>`
    with recursive ${countedCtes(query, { from: 'journal', ...await reachOf(tx, query, weights) })}, ${weightCte(weights)}
    select dossier, node, sum(amount)::integer as amount
    from (${weighed(query, sql`dossier, node`)}) leg group by dossier, node having sum(amount) <> 0 order by dossier, node`);
}

/** What each kind of leg, on each channel, moved by a succession or not, counts in the figure; those that count nothing are left out. */
export async function legWeights(db: Kysely<ReadModel>, { figure, dimension, rule, definitions = currentDefinitions }: FigureQuery): Promise<readonly LegWeight[]> {
  const kinds = await db.selectFrom('kind').select(['kind', 'class', 'cause', 'side']).where('rule', 'in', [ND61.id, rule]).execute();
  return kinds.flatMap(({ kind, ...leg }) => [0, 1, -1].flatMap((succession) => CHANNELS_SAID.map((channel) =>
    ({ kind, succession, channel, ...weightsOf(figure, { ...asMoved(leg, succession), channel }, dimension, definitions) }))))
    .filter(({ opening, flow }) => opening !== 0 || flow !== 0);
}

/**
 * The CTE `weight`: a row each kind of leg that weighs the same on all channels, else one each channel. In one column, kind and succession are
 * compared at once: from several the planner would conclude that hardly a leg counts.
 *
 * @param name - What it is called, where a statement has several.
 */
export function weightCte(weights: readonly LegWeight[], name = 'weight'): RawBuilder<unknown> {
  const alike = Map.groupBy(weights, ({ kind, succession, opening, flow }) => `${kind} ${succession} ${opening} ${flow}`);
  const legs = [...alike.values()].flatMap((each): readonly (Omit<LegWeight, 'channel'> & { readonly channel: string | null })[] =>
    each.length === CHANNELS_SAID.length ? each.slice(0, 1).map((one) => ({ ...one, channel: null })) : each);
  return sql`
    ${sql.ref(name)} as (
      select kind * 3 + succession as leg, channel, opening, flow
      from unnest(${legs.map(({ kind }) => kind)}::integer[], ${legs.map(({ succession }) => succession)}::integer[],
        ${legs.map(({ channel }) => channel)}::text[], ${legs.map(({ opening }) => opening)}::integer[], ${legs.map(({ flow }) => flow)}::integer[])
        as given (kind, succession, channel, opening, flow)
    )`;
}

/** Each leg of `counted` that lies in the row (those of other rows are left out there already, but for rows that are days), with the amount that it counts in the figure, which may be 0. `columns`: what else is selected of it. `weight`: the name of the CTE. */
export function weighed({ dimension, period: { from }, node }: FigureQuery, columns: RawBuilder<unknown>, weight = 'weight'): RawBuilder<unknown> {
  return sql`
    select ${columns}, amount * case when weight.channel <> counted.channel then 0 when effective_on < ${from}::date then weight.opening else weight.flow end as amount
    from counted join ${sql.ref(weight)} as weight on weight.leg = kind * 3 + succession
    where ${node !== undefined && dimension === 'day' ? sql`${legNode(dimension, from)} = ${node}` : sql`true`}`;
}

const CHANNELS_SAID = [...CHANNELS, UNKNOWN] as const;

type Kind = Pick<KindTable, 'class' | 'cause' | 'side'>;
export type LegWeight = { readonly kind: number; readonly succession: number; readonly channel: string; readonly opening: number; readonly flow: number };

/** The statement behind {@link memberBatches}: all members. */
export async function membersStatement(db: Kysely<ReadModel>, query: FigureQuery): Promise<RawBuilder<Member>> {
  const weights = await legWeights(db, query);
  return sql<Member>`with recursive ${memberCtesOf(query, await reachOf(db, query, weights), weights)} select dossier, amount from counting order by dossier`;
}

/** The CTE `counting (dossier, amount)`. */
function memberCtesOf(query: FigureQuery, reach: Reach, weights: readonly LegWeight[]): RawBuilder<unknown> {
  return sql`
    ${countedCtes(query, { from: 'journal', ...reach })}, ${weightCte(weights)},
    counting as (
      select dossier, sum(amount)::integer as amount from (${weighed(query, sql`dossier`)}) leg group by dossier having sum(amount) <> 0
    )`;
}

async function membersIn(db: Kysely<ReadModel>, query: FigureQuery, reach: Reach, weights: readonly LegWeight[], limit: number): Promise<readonly Member[]> {
  const { rows } = await sql<Member>`with recursive ${memberCtesOf(query, reach, weights)} select dossier, amount from counting order by dossier limit ${limit}`.execute(db);
  return rows;
}

function asMoved(leg: Kind, succession: number): Kind {
  return succession === 0 ? leg : { ...leg, cause: 'succession', side: succession === 1 ? 'to' : 'from' };
}
