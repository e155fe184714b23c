import { Almanac } from '@motcua/dossier';
import type { DossierEvent, ReferenceRecord } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { NewEvent } from '@motcua/event-store';
import { formatInstant } from '@motcua/kernel';
import type { World } from '@motcua/testkit';
import type { Told } from './books.ts';

/** A made-up log as the intake and the clocks would append it, in the order of its positions. */
export function toldOf({ records, arrivals }: World): readonly Told[] {
  const referenceStream = ({ type, subject }: ReferenceRecord) => (type === 'CalendarAnnounced' ? streams.calendar(subject) : streams.procedure(subject));
  return [
    ...records.map((record) => ({
      position: record.position, stream: referenceStream(record),
      event: eventOf(`${record.position}`, `00000000-0000-8000-8000-${String(record.position).padStart(12, '0')}`, record.type, record.subject, '2024-01-01T00:00:00.000Z', record.data),
    })),
    ...arrivals.map(({ dossier, event }) => ({
      position: event.position ?? 0, stream: streams.dossier(dossier), event: eventOf(event.id, event.id, event.type, dossier, formatInstant(event.occurredAt), event.data),
    })),
  ].sort((a, b) => a.position - b.position);
}

function eventOf(sourceId: string, id: string, type: string, subject: string, occurredAt: string, data: unknown): NewEvent {
  return { id, type, source: 'urn:test', sourceId, subject, occurredAt, schemaVersion: 1, data: { ...(data as NewEvent['data']) } };
}

/** The same log as a real one would hold it: the same mark, told by a counter after a clock, is refused as a duplicate. */
export function withoutTwins({ records, arrivals }: World): World {
  const known = new Set<string>();
  const left = arrivals.filter(({ event }) => !known.has(event.id) && known.add(event.id));
  const positions = [...records.map(({ position }) => position), ...left.map(({ event }) => event.position ?? 0)].sort((a, b) => a - b);
  const renumbered = new Map(positions.map((position, index) => [position, index + 1]));
  return {
    records: records.map((record) => ({ ...record, position: renumbered.get(record.position) ?? 0 })),
    arrivals: left.map(({ dossier, event }) => ({ dossier, event: { ...event, position: renumbered.get(event.position ?? 0) ?? 0 } })),
  };
}

/** The almanac at the end of a made-up log. */
export function almanacOf({ records }: World): Almanac {
  return new Almanac(records);
}

/** Each dossier's events. */
export function dossiersOf({ arrivals }: World): ReadonlyMap<string, readonly DossierEvent[]> {
  return new Map([...Map.groupBy(arrivals, ({ dossier }) => dossier)].map(([code, own]) => [code, own.map(({ event }) => event)]));
}
