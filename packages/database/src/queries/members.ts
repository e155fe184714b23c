import { CHANNELS, ND61, UNKNOWN } from '@motcua/dossier';
import { weightsOf } from '@motcua/ledger';
import type { FigureId } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { KindTable, ReadModel } from '../schema.ts';
import { countedCtes, legNode } from './counted-legs.ts';
import type { LegsQuery } from './counted-legs.ts';

/** Which figure to open. `node`: the row of the table; without one the whole scope. `after`: the last dossier of the page before. */
export type MembersQuery = LegsQuery & { readonly figure: FigureId; readonly node?: string | undefined; readonly after?: string | undefined; readonly limit: number };

/** A dossier behind a figure; `amount`: how often it counts there, 1 but for a dossier that did the same thing twice in the period. */
export type Member = { readonly dossier: string; readonly amount: number };

/**
 * The dossiers behind a figure, by code: from the same legs, weighed by the same definition. Over all pages the amounts
 * add up to the figure.
 */
export async function membersOf(db: Kysely<ReadModel>, query: MembersQuery): Promise<readonly Member[]> {
  const { from } = query.period;
  const weights = await legWeights(db, query);
  const { rows } = await sql<Member>`
    with recursive ${countedCtes(query, 'journal')},
    weight as (
      select * from unnest(${weights.map(({ kind }) => kind)}::smallint[], ${weights.map(({ succession }) => succession)}::integer[],
        ${weights.map(({ channel }) => channel)}::text[], ${weights.map(({ opening }) => opening)}::integer[], ${weights.map(({ flow }) => flow)}::integer[])
        as given (kind, succession, channel, opening, flow)
    )
    select dossier, sum(amount * case when effective_on < ${from}::date then weight.opening else weight.flow end)::integer as amount
    from counted join weight using (kind, succession, channel)
    where (${query.node ?? null}::text is null or ${legNode(query.dimension, from)} = ${query.node ?? null})
      and dossier > ${query.after ?? ''}
    group by dossier
    having sum(amount * case when effective_on < ${from}::date then weight.opening else weight.flow end) <> 0
    order by dossier limit ${query.limit}`.execute(db);
  return rows;
}

const CHANNELS_SAID = [...CHANNELS, UNKNOWN] as const;

type Kind = Pick<KindTable, 'class' | 'cause' | 'side'>;
type LegWeight = { readonly kind: number; readonly succession: number; readonly channel: string; readonly opening: number; readonly flow: number };

/** What each kind of leg, on each channel, moved by a succession or not, counts in the figure; those that count nothing are left out. */
async function legWeights(db: Kysely<ReadModel>, { figure, dimension, rule }: MembersQuery): Promise<readonly LegWeight[]> {
  const kinds = await db.selectFrom('kind').select(['kind', 'class', 'cause', 'side']).where('rule', 'in', [ND61.id, rule]).execute();
  return kinds.flatMap(({ kind, ...leg }) => [0, 1, -1].flatMap((succession) => CHANNELS_SAID.map((channel) =>
    ({ kind, succession, channel, ...weightsOf(figure, { ...asMoved(leg, succession), channel }, dimension) }))))
    .filter(({ opening, flow }) => opening !== 0 || flow !== 0);
}

function asMoved(leg: Kind, succession: number): Kind {
  return succession === 0 ? leg : { ...leg, cause: 'succession', side: succession === 1 ? 'to' : 'from' };
}
