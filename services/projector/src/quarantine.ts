import { readCheckpoint } from '@motcua/database';
import type { Database } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { AppError, eventKey } from '@motcua/kernel';
import { z } from 'zod';

/** The events set aside by the operator: reason by position. */
export type Quarantine = ReadonlyMap<number, string>;

/** Data of `EventQuarantined`, in the stream `quarantine`. `reason`: one line for whoever reads the findings. */
export const quarantineData = z.strictObject({
  position: z.int().min(1),
  reason: z.string().max(500).normalize('NFC').trim().min(1).regex(/^\P{Cc}*$/u, 'holds a control character'),
});

export const QUARANTINED = 'EventQuarantined';

/**
 * All decisions in the log, wherever the projection stands: when it is posted again from the start, an event set aside
 * is met long before the decision about it. A decision that was itself set aside does not count.
 */
export async function readQuarantine(store: EventStore): Promise<Quarantine> {
  const recorded = await store.readStream(streams.quarantine);
  const decisions = recorded.flatMap((event) => {
    const data = event.type === QUARANTINED ? quarantineData.safeParse(event.data).data : undefined;
    return data === undefined ? [] : [{ at: event.position, ...data }];
  });
  const named = new Set(decisions.map(({ position }) => position));
  return new Map(decisions.filter(({ at }) => !named.has(at)).map(({ position, reason }) => [position, reason]));
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
