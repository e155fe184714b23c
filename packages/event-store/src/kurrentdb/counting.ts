import { AppError } from '@motcua/kernel';
import { coveredFields, linkOf } from '../chain.ts';
import type { RecordedEvent } from '../port.ts';
import { recordedEvent } from './engine-event.ts';
import type { EngineEvent } from './engine-event.ts';
import { comparePlaces } from './place.ts';
import type { Count } from './place.ts';

/** An event with its position, and which call wrote it. */
export type Counted = { readonly event: RecordedEvent; readonly writer: string | undefined };

/**
 * One step along the log: the next event gets the next position, an instant that never falls, and its link of the chain. It
 * follows from the log alone, so every process counts alike.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the event does not stand behind the last one.
 */
export function countEvent(last: Count, found: EngineEvent): { readonly count: Count; readonly counted: Counted } {
  if (last.position > 0 && comparePlaces(found, last) <= 0) throw new AppError('HISTORY_IMPOSSIBLE', `The engine gave an event again that stands before position ${last.position + 1}.`);
  const [position, recordedMs] = [last.position + 1, Math.max(last.recordedMs, found.recordedMs)];
  const event = recordedEvent(found, position, recordedMs);
  return {
    count: { position, recordedMs, commit: found.commit, prepare: found.prepare, eventId: found.event.id, chain: linkOf(last.chain, coveredFields(event)) },
    counted: { event, writer: found.writer },
  };
}
