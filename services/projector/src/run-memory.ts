import { createIdCache } from '@motcua/database';
import type { IdCache } from '@motcua/database';
import type { Almanac, Quarantine } from '@motcua/dossier';
import type { EventStore } from '@motcua/event-store';
import { createStateCache } from './dossier-states.ts';
import type { StateCache } from './dossier-states.ts';
import type { Posted } from './posted.ts';
import { readQuarantine } from './quarantine.ts';
import { referencesOf } from './references.ts';
import { requireSameLog } from './same-log.ts';
import type { References } from './references.ts';

/** Of one run. `position`: how far it has folded, which is ahead of what is committed. */
export type RunMemory = {
  readonly states: StateCache;
  readonly ids: IdCache;
  readonly references: References;
  /** As of `position`: calendars and limits known then. */
  readonly almanac: Almanac;
  readonly quarantine: Quarantine;
  readonly leftOut: Set<number>;
  /** The checkpoint's table: what is remembered belongs to its schema only. */
  readonly table: number;
  position: number;
};

/**
 * @param cachedEventsMax - Events held in memory as states of dossiers.
 * @throws AppError `LOG_REPLACED` when what is posted does not follow from this log.
 */
export async function beginMemory({ store, posted, cachedEventsMax }: { readonly store: EventStore; readonly posted: Posted; readonly cachedEventsMax: number }): Promise<RunMemory> {
  const { position, table, almanac, validities, leftOut } = posted;
  await requireSameLog(store, posted);
  return {
    states: createStateCache(cachedEventsMax), ids: createIdCache(), references: referencesOf(validities), almanac, quarantine: await readQuarantine(store), leftOut: new Set(leftOut), position, table,
  };
}
