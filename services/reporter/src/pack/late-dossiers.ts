import { delayOf } from '@motcua/dossier';
import type { Delay, DelayCause } from '@motcua/dossier';
import type { FigureId } from '@motcua/ledger';
import type { Histories, ListSources } from './histories.ts';
import type { Pack } from './pack.ts';
import { placedDossiers } from './placed-dossiers.ts';
import type { PlacedDossier } from './placed-dossiers.ts';

/** A dossier that is counted as late. `delay`: up to the period's end; undefined where it is late without a due date that was missed. */
export type LateDossier = PlacedDossier & { readonly delay: Delay | undefined };

/** The dossiers behind a figure of lateness of the edition, by code and batch by batch: their amounts add up to its cells by authority (`node`). */
export async function* lateDossiers(sources: Pick<ListSources, 'tx'>, pack: Pack, histories: Histories, figure: FigureId): AsyncGenerator<readonly LateDossier[]> {
  for await (const batch of placedDossiers(sources, pack, histories, figure)) yield batch.map((one) => ({ ...one, delay: delayOf(one.steps, histories.almanac, histories.end) }));
}

/** The cause of the largest share of a delay. */
export function mainCause(delay: Delay | undefined): DelayCause | undefined {
  return delay?.shares.toSorted((a, b) => b.minutes - a.minutes)[0]?.cause;
}
