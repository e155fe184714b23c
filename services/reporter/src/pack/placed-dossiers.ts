import { placedMemberBatches } from '@motcua/database';
import type { PlacedMember } from '@motcua/database';
import { ND61 } from '@motcua/dossier';
import type { Step } from '@motcua/dossier';
import type { FigureId } from '@motcua/ledger';
import type { Histories, ListSources } from './histories.ts';
import type { Pack } from './pack.ts';

/** A dossier behind a figure; `node`: the authority under which it counts there. `steps`: what had happened to it by the period's end. */
export type PlacedDossier<Member = PlacedMember> = Member & { readonly steps: readonly Step[] };

/** The dossiers behind a figure of the edition, by code and batch by batch: their amounts add up to its cells by authority. */
export async function* placedDossiers({ tx }: Pick<ListSources, 'tx'>, pack: Pack, histories: Histories, figure: FigureId): AsyncGenerator<readonly PlacedDossier[]> {
  for await (const members of placedMemberBatches(tx, { ...countedIn(pack), figure })) yield withSteps(members, histories);
}

/** What the edition counts by authority, as it was known then. */
export function countedIn({ content: { position, definitions, period: { scope } }, period }: Pack) {
  return { scope, period, rule: ND61.id, dimension: 'authority', definitions, known: { upTo: position } } as const;
}

/** Each with what had happened to it by the period's end. */
export async function withSteps<Member extends PlacedMember>(members: readonly Member[], { of, end }: Histories): Promise<readonly PlacedDossier<Member>[]> {
  const all = await of(members.map(({ dossier }) => dossier));
  return members.map((member, index) => ({ ...member, steps: (all[index] ?? []).filter(({ event }) => event.occurredAt <= end) }));
}
