import { DELAY_CAUSES } from '@motcua/dossier';
import type { DelayCause } from '@motcua/dossier';
import { openHistories } from './histories.ts';
import type { ListSources } from './histories.ts';
import { lateDossiers, mainCause } from './late-dossiers.ts';
import type { Pack } from './pack.ts';

/** How many late dossiers have a cause. */
export type CauseCount = { readonly cause: DelayCause; readonly dossiers: number };

/** Hồ sơ quá hạn theo nguyên nhân: those resolved late in the period and those overdue at its end, by the cause of the largest part of each delay; the most first. */
export async function lateCauses(sources: ListSources, pack: Pack): Promise<readonly CauseCount[]> {
  const histories = await openHistories(sources, pack);
  const counts = new Map<DelayCause, number>();
  for (const figure of ['resolvedLate', 'overdue'] as const) {
    for await (const batch of lateDossiers(sources, pack, histories, figure)) {
      for (const { amount, delay } of batch) {
        const cause = mainCause(delay) ?? 'unknown';
        counts.set(cause, (counts.get(cause) ?? 0) + amount);
      }
    }
  }
  return DELAY_CAUSES.map((cause) => ({ cause, dossiers: counts.get(cause) ?? 0 })).filter(({ dossiers }) => dossiers !== 0).toSorted((a, b) => b.dossiers - a.dossiers);
}
