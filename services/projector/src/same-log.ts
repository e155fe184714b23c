import type { EventStore } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import type { Posted } from './posted.ts';

/**
 * A read model goes on in the log that it was made from, and in no other: the event at its checkpoint is the one that was posted there.
 * A log that was restored without its last events ends before it, or holds another one by now.
 *
 * @throws AppError `LOG_REPLACED`.
 */
export async function requireSameLog(store: Pick<EventStore, 'readAll'>, { position, recordedAt }: Pick<Posted, 'position' | 'recordedAt'>): Promise<void> {
  if (position === 0 || recordedAt === null) return;
  const [event] = await store.readAll(position - 1, 1);
  if (event !== undefined && Date.parse(event.recordedAt) === Date.parse(recordedAt)) return;
  const there = event === undefined ? 'the log ends before it' : `the log holds one of ${event.recordedAt} there`;
  throw new AppError('LOG_REPLACED', `The read model was made from a log whose event ${position} was recorded at ${recordedAt}, and ${there}: events are lost, or this is another log. `
    + 'If the log is right as it is, drop the schema of the read model, and the next start makes it anew.');
}
