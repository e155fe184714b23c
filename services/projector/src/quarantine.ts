import { readCheckpoint } from '@motcua/database';
import type { Database } from '@motcua/database';
import { QUARANTINED, quarantineData, quarantineOf } from '@motcua/dossier';
import type { Quarantine } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { AppError, eventKey } from '@motcua/kernel';

/** All decisions in the log, wherever the projection stands. */
export async function readQuarantine(store: EventStore): Promise<Quarantine> {
  return quarantineOf(await store.readStream(streams.quarantine));
}

/**
 * Sets aside the event at which the projection stands still: it goes on as if the event had not been there, and a
 * blocking finding stays. The decision is itself an event of the log.
 *
 * @returns The position of the decision.
 * @throws AppError `QUARANTINE_REFUSED` when the projection does not stand at this position, `PARAMETER_INVALID` for an unusable reason.
 */
export async function quarantine(store: EventStore, database: Database, position: number, reason: string): Promise<number> {
  const data = quarantineData.safeParse({ position, reason });
  if (!data.success) throw new AppError('PARAMETER_INVALID', 'A quarantine needs a position of the log and a reason of one line, at most 500 characters.');
  const { stopped_position: stoppedAt } = await readCheckpoint(database.db);
  if (stoppedAt !== position) {
    const where = stoppedAt === null ? 'it does not stand still' : `it stands still at position ${stoppedAt}`;
    throw new AppError('QUARANTINE_REFUSED', `Only the event at which the projection stands still can be set aside; ${where}.`);
  }
  const [source, sourceId] = ['urn:motcua:operator', `quarantine-${position}`];
  const verdict = await store.append({ stream: streams.quarantine, expect: { kind: 'any' }, events: [{
    id: eventKey(source, sourceId), type: QUARANTINED, source, sourceId, subject: streams.quarantine,
    occurredAt: new Date().toISOString(), schemaVersion: 1, data: data.data,
  }] });
  const [decidedAt] = verdict.kind === 'appended' || verdict.kind === 'duplicate' ? verdict.positions : [];
  if (decidedAt === undefined) throw new AppError('QUARANTINE_REFUSED', `The event at position ${position} was set aside already; the projection will go on.`);
  return decidedAt;
}
