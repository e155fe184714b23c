import { placedMemberBatches } from '@motcua/database';
import type { PlacedMember } from '@motcua/database';
import { ND61 } from '@motcua/dossier';
import type { Step } from '@motcua/dossier';
import type { FigureId } from '@motcua/ledger';
import type { Histories, ListSources } from './histories.ts';
import type { Pack } from './pack.ts';

/** A dossier behind a figure; `node`: the authority under which it counts there. `steps`: what had happened to it by the period's end. */
export type PlacedDossier = PlacedMember & { readonly steps: readonly Step[] };

/** The dossiers behind a figure of the edition, by code and batch by batch: their amounts add up to its cells by authority. */
export async function* placedDossiers({ tx }: Pick<ListSources, 'tx'>, { content, period }: Pack, histories: Histories, figure: FigureId): AsyncGenerator<readonly PlacedDossier[]> {
  const { position, definitions, period: { scope } } = content;
  const query = { scope, period, rule: ND61.id, dimension: 'authority', figure, definitions, known: { upTo: position } } as const;
  for await (const members of placedMemberBatches(tx, query)) {
    const all = await histories.of(members.map(({ dossier }) => dossier));
    yield members.map((member, index) => ({ ...member, steps: (all[index] ?? []).filter(({ event }) => event.occurredAt <= histories.end) }));
  }
}
