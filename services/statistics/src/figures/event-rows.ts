import type { AsOf, FigureLeg } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { classLabels } from '@motcua/ledger';
import type { Cause, LegClass } from '@motcua/ledger';
import { z } from 'zod';
import { causeLabels, eventLabel } from '../labels.ts';

/** Where the events behind a figure are read. */
export type FigureEvents = Pick<EventStore, 'readStreams'>;

/** A leg behind a number, with the event that made it known and the one that it follows from. */
export const eventSchema = z.object({
  dossier: z.string(),
  amount: z.int().meta({ description: 'As the leg counts in the figure; over the list they add up to it' }),
  effectiveOn: z.string().meta({ description: 'The civil date on which it counts' }),
  type: z.string().nullable().meta({ description: 'Of the event that made the leg known: it is responsible for what changed with it' }), typeLabel: z.string().nullable(),
  occurredAt: z.string().nullable().meta({ description: 'When that event happened, as the source says' }),
  class: z.string(), classLabel: z.string(),
  side: z.enum(['from', 'to']).meta({ description: 'Whether the dossier left the class or came into it' }),
  cause: z.string(), causeLabel: z.string(),
  inverted: z.boolean().meta({ description: 'Whether it takes back an earlier leg that later news made untrue' }),
  position: z.int().meta({ description: 'Of the event that made the leg known' }),
  recordedAt: z.string().nullable().meta({ description: 'When the log learned that event' }),
  eventId: z.string().nullable().meta({ description: 'Of that event' }),
  followsType: z.string().nullable().meta({ description: 'Of the event that the leg follows from: another one when late news, such as a correction, changed what follows from it' }),
  followsTypeLabel: z.string().nullable(), followsOccurredAt: z.string().nullable(), followsEventId: z.string(),
});

export type EventRow = {
  readonly dossier: string; readonly amount: number; readonly effectiveOn: string; readonly type: string | null; readonly typeLabel: string | null; readonly occurredAt: string | null;
  readonly class: LegClass; readonly classLabel: string; readonly side: 'from' | 'to'; readonly cause: Cause; readonly causeLabel: string; readonly inverted: boolean;
  readonly position: number; readonly recordedAt: string | null; readonly eventId: string | null;
  readonly followsType: string | null; readonly followsTypeLabel: string | null; readonly followsOccurredAt: string | null; readonly followsEventId: string;
};

/** The columns of the list of events as CSV, but for what every whole list has. */
export const eventColumns: readonly string[] = Object.keys(eventSchema.shape);

/** Legs beside their events; those are read from the log, all dossiers at once. */
export async function eventsShown(log: FigureEvents, legs: readonly FigureLeg[], { position: upToPosition }: AsOf): Promise<readonly EventRow[]> {
  const dossiers = [...new Set(legs.map(({ dossier }) => dossier))];
  const told = await log.readStreams(dossiers.map(streams.behindLeg), { upToPosition });
  const events = [...told.values()].flat();
  const [byId, byPosition] = [new Map(events.map((event) => [event.id, event])), new Map(events.map((event) => [event.position, event]))];
  return legs.map((leg) => shown(leg, byId.get(leg.eventId), byPosition.get(leg.position)));
}

function shown({ dossier, amount, effectiveOn, class: of, side, cause, inverted, position, eventId }: FigureLeg, follows: RecordedEvent | undefined, news: RecordedEvent | undefined): EventRow {
  return {
    dossier, amount, effectiveOn, type: news?.type ?? null, typeLabel: typeLabel(news), occurredAt: news?.occurredAt ?? null,
    class: of, classLabel: classLabels[of], side, cause, causeLabel: causeLabels[cause], inverted, position, recordedAt: news?.recordedAt ?? null, eventId: news?.id ?? null,
    followsType: follows?.type ?? null, followsTypeLabel: typeLabel(follows), followsOccurredAt: follows?.occurredAt ?? null, followsEventId: eventId,
  };
}

function typeLabel(event: RecordedEvent | undefined): string | null {
  return event === undefined ? null : eventLabel(event.type);
}
