import type { ProjectedBatch } from '@motcua/database';
import type { Quarantine } from '@motcua/dossier';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { keepStates, statesBefore } from './dossier-states.ts';
import { feedbackBefore } from './feedback-states.ts';
import { foldBatch } from './fold-batch.ts';
import type { RunMemory } from './run-memory.ts';
import type { Share } from './share.ts';

/** Folds the events behind the memory's position, which moves on. The store is asked for dossiers that are not remembered. */
export async function foldEvents(store: EventStore, memory: RunMemory, events: readonly RecordedEvent[], share: Share): Promise<ProjectedBatch> {
  const { position: from, leftOut, almanac, states: cache } = memory;
  assertConsecutive(from, events);
  const { quarantine } = memory;
  const states = await statesBefore(events, { store, cache, almanac, from, leftOut, quarantine, share });
  const feedback = await feedbackBefore(events, { store, from, leftOut, quarantine, share });
  const batch = foldBatch(from, events, { ...memory, reused: reusedIds(await store.secondUses(events)), states, feedback }, share);
  keepStates(cache, states);
  memory.position = batch.to;
  return batch;
}

/** What was written under an id that an earlier event has is left out: where the engine knows ids in the whole log, it would have been refused. */
function reusedIds(uses: ReadonlyMap<number, number>): Quarantine {
  return new Map([...uses].map(([position, first]) => [position, `Mã sự kiện này đã được dùng cho sự kiện ở vị trí ${first}`]));
}

/** A defect of the log's reader, never of an event. */
function assertConsecutive(from: number, events: readonly RecordedEvent[]): void {
  const wrong = events.find(({ position }, index) => position !== from + 1 + index);
  if (wrong === undefined) return;
  throw new AppError('HISTORY_IMPOSSIBLE', `The log handed out position ${wrong.position} out of turn, behind ${from}.`);
}
