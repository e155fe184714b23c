import type { ProjectedBatch } from '@motcua/database';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { keepStates, statesBefore } from './dossier-states.ts';
import { foldBatch } from './fold-batch.ts';
import type { RunMemory } from './run-memory.ts';
import type { Share } from './share.ts';

/** Folds the events behind the memory's position, which moves on. The store is asked for dossiers that are not remembered. */
export async function foldEvents(store: EventStore, memory: RunMemory, events: readonly RecordedEvent[], share: Share): Promise<ProjectedBatch> {
  const { position: from, leftOut, almanac, states: cache } = memory;
  assertConsecutive(from, events);
  const states = await statesBefore(events, { store, cache, almanac, from, leftOut, share });
  const batch = foldBatch(from, events, { ...memory, states }, share);
  keepStates(cache, states);
  memory.position = batch.to;
  return batch;
}

/** A defect of the log's reader, never of an event. */
function assertConsecutive(from: number, events: readonly RecordedEvent[]): void {
  const wrong = events.find(({ position }, index) => position !== from + 1 + index);
  if (wrong === undefined) return;
  throw new AppError('HISTORY_IMPOSSIBLE', `The log handed out position ${wrong.position} out of turn, behind ${from}.`);
}
