import { AppError } from '@motcua/kernel';
import type { RecordedEvent, Verdict } from '../port.ts';
import { encodeAppend } from '../encoded-append.ts';
import type { EncodedAppend, EncodedEvent } from '../encoded-append.ts';
import type { Counted } from './counting.ts';

/**
 * The verdict on an append of which the stream holds ids already, as the port describes it.
 *
 * @param writer - The call: its own events are no duplicates.
 * @param stored - The whole stream.
 */
export function judgeKnown({ stream, events }: EncodedAppend, writer: string, stored: readonly Counted[]): Verdict {
  const byId = new Map(stored.map((counted) => [counted.event.id, counted]));
  const found = events.map(({ id }) => byId.get(id));
  const reused = events.find((event, index) => {
    const there = found[index]?.event;
    return there !== undefined && !sameContent(event, encodedOf(stream, there));
  });
  if (reused !== undefined) return { kind: 'id_reused', id: reused.id };
  const all = found.filter((counted) => counted !== undefined);
  if (all.length < events.length) return { kind: 'wrong_revision', current: stored.length - 1 };
  return verdictOf(all.every((counted) => counted.writer === writer) ? 'appended' : 'duplicate', all.map(({ event }) => event));
}

/** The result of events that are in the log. */
export function verdictOf(kind: 'appended' | 'duplicate', events: readonly RecordedEvent[]): Verdict {
  const last = events.reduce<RecordedEvent | undefined>((latest, event) => (latest === undefined || event.revision > latest.revision ? event : latest), undefined);
  if (last === undefined) throw new AppError('INTERNAL', 'An append without events has no verdict.');
  return { kind, positions: events.map(({ position }) => position), revision: last.revision, recordedAt: last.recordedAt };
}

function encodedOf(stream: string, event: RecordedEvent): EncodedEvent {
  const [encoded] = encodeAppend({ stream, expect: { kind: 'any' }, events: [event] }).events;
  if (encoded === undefined) throw new AppError('INTERNAL', 'An event was lost while it was written down.');
  return encoded;
}

function sameContent(a: EncodedEvent, b: EncodedEvent): boolean {
  return a.type === b.type && a.subject === b.subject && a.source === b.source && a.sourceId === b.sourceId && a.occurredAt === b.occurredAt
    && a.schemaVersion === b.schemaVersion && a.commandId === b.commandId && a.actor === b.actor && a.data === b.data;
}
