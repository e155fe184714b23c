import { randomUUID } from 'node:crypto';
import type { Append, NewEvent } from '@motcua/event-store';
import { streams } from '@motcua/event-store';
import { eventKey, formatInstant, parseInstant } from '@motcua/kernel';
import { simulate } from '@motcua/simulator';
import type { CloudEvent } from '@motcua/simulator';

/** Events of a dossier in the appends that are made up: the mean of the sample quarter. */
const EVENTS_A_DOSSIER = 4;

/**
 * Single-event appends for callers that each write their own dossiers one event after the other, with the revision
 * that each must find. The events are those of the simulator under ids that were never used.
 *
 * @returns One list a caller.
 */
export function appendsFor(callers: number, each: number): readonly (readonly Append[])[] {
  const patterns = samplePatterns();
  supplies += 1;
  return Array.from({ length: callers }, (_, caller) => {
    let stream = '';
    return Array.from({ length: each }, (_, index): Append => {
      const revision = index % EVENTS_A_DOSSIER;
      // Numbered one after the other by each caller, as dossiers are by each authority.
      if (revision === 0) stream = streams.dossier(`H${supplies}.${caller}-240105-${String(index / EVENTS_A_DOSSIER).padStart(6, '0')}`);
      const pattern = patterns[index % patterns.length];
      if (pattern === undefined) throw new RangeError('The simulator made no events.');
      return {
        stream, expect: revision === 0 ? { kind: 'none' } : { kind: 'exact', revision: revision - 1 },
        events: [{ ...pattern, id: randomUUID() }],
      };
    });
  });
}

let supplies = 0;
let patternsMade: readonly NewEvent[] | undefined;

function samplePatterns(): readonly NewEvent[] {
  patternsMade ??= simulate({ dossiers: 500 }).counters.flatMap(({ events }) => [...events].map(recordOf));
  return patternsMade;
}

/** What all counters of a simulated quarter send, one counter after the other. */
export function* quarterEvents(dossiers: number): Generator<CloudEvent> {
  for (const counter of simulate({ dossiers }).counters) yield* counter.events;
}

/** An event as the intake would hand it to the log. */
export function recordOf(event: CloudEvent): NewEvent {
  const { id, source, type, subject, time, data, actorunit: unit, actorrole: role } = event;
  return {
    id: eventKey(source, id), type, source, sourceId: id, subject, occurredAt: formatInstant(parseInstant(time) ?? Number.NaN), schemaVersion: 1,
    ...(unit === undefined && role === undefined ? {} : { actor: { unit, role } }),
    data: { ...data },
  };
}

/** The same event of another dossier, so that a quarter can be sent once more. `copy`: from 0, which changes nothing. */
export function copyOf(event: CloudEvent, copy: number): CloudEvent {
  if (copy === 0) return event;
  return { ...event, subject: `C${copy}.${event.subject}`, id: `${event.id}.c${copy}` };
}

/** A simulated quarter, counter by counter, as {@link copyOf} has it. */
export function* copiesOf(dossiers: number, copy: number): Generator<NewEvent> {
  for (const { events } of simulate({ dossiers }).counters) for (const event of events) yield recordOf(copyOf(event, copy));
}

/** Cuts a sequence into pieces; only the last may be shorter. */
export function* inPieces<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let piece: T[] = [];
  for (const one of all) {
    piece.push(one);
    if (piece.length < size) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
