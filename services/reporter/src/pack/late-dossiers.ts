import { placedMemberBatches } from '@motcua/database';
import type { PlacedMember } from '@motcua/database';
import { delayOf, ND61 } from '@motcua/dossier';
import type { Delay, DelayCause, Step } from '@motcua/dossier';
import type { FigureId } from '@motcua/ledger';
import type { Histories, ListSources } from './histories.ts';
import type { Pack } from './pack.ts';

/**
 * A dossier that is counted as late. `steps`: what had happened to it by the period's end. `delay`: up to then; undefined where it is late
 * without a due date that was missed.
 */
export type LateDossier = PlacedMember & { readonly steps: readonly Step[]; readonly delay: Delay | undefined };

/** The dossiers behind a figure of lateness of the edition, by code and batch by batch: their amounts add up to its cells by authority (`node`). */
export async function* lateDossiers({ tx }: Pick<ListSources, 'tx'>, { content, period }: Pack, histories: Histories, figure: FigureId): AsyncGenerator<readonly LateDossier[]> {
  const { position, definitions, period: { scope } } = content;
  const query = { scope, period, rule: ND61.id, dimension: 'authority', figure, definitions, known: { upTo: position } } as const;
  for await (const members of placedMemberBatches(tx, query)) {
    const all = await histories.of(members.map(({ dossier }) => dossier));
    yield members.map((member, index) => {
      const steps = (all[index] ?? []).filter(({ event }) => event.occurredAt <= histories.end);
      return { ...member, steps, delay: delayOf(steps, histories.almanac, histories.end) };
    });
  }
}

/** The cause of the largest share of a delay. */
export function mainCause(delay: Delay | undefined): DelayCause | undefined {
  return delay?.shares.toSorted((a, b) => b.minutes - a.minutes)[0]?.cause;
}
