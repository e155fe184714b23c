import type { Append, EventStore, NewEvent } from '@motcua/event-store';
import { streams } from '@motcua/event-store';
import { simulate } from '@motcua/simulator';
import type { CloudEvent } from '@motcua/simulator';
import { timed } from './harness.ts';
import { copyOf, inPieces, recordOf } from './supply.ts';

/** Events of the sample quarter for each of its dossiers, rounded up, so that there are never too few. */
const EVENTS_A_DOSSIER = 3.6;
const PIECE = 1_000;

/**
 * Fills an empty log with a simulated quarter of about so many events, past the intake: they are lawful as they are.
 *
 * @returns How many events the log holds now.
 */
export async function fillLog(
  store: EventStore, events: number, { signal, onRun }: { readonly signal: AbortSignal; readonly onRun: (what: string) => void },
): Promise<number> {
  const { referenceEvents, counters } = simulate({ dossiers: Math.ceil(events / EVENTS_A_DOSSIER) });
  let written = await appendAll(store, referenceEvents.map(recordOf), referenceStream);
  for (const counter of counters) {
    for (const piece of inPieces(counter.events, PIECE)) {
      signal.throwIfAborted();
      written += await appendAll(store, piece.map(recordOf), ({ subject }) => streams.dossier(subject));
      onRun(`filling the log: ${written.toLocaleString('en')} of about ${events.toLocaleString('en')} events`);
    }
  }
  return written;
}

/** What is filled: simulated quarters of so many dossiers, until there are so many events. `again`: an event in a later quarter; of other dossiers unless told. */
export type Quarters = { readonly dossiers: number; readonly events: number; readonly again?: (event: CloudEvent, quarter: number) => CloudEvent };

/**
 * Fills an empty log with quarters one after the other: as many dossiers are open at once however long the log is.
 *
 * @returns How many events the log holds now, and how long appending took; milliseconds.
 */
export async function fillQuarters(
  store: EventStore, { dossiers, events, again = copyOf }: Quarters, { signal, onRun }: { readonly signal: AbortSignal; readonly onRun: (what: string) => void },
): Promise<{ readonly events: number; readonly ms: number }> {
  const { referenceEvents, counters } = simulate({ dossiers });
  let written = await appendAll(store, referenceEvents.map(recordOf), referenceStream);
  let ms = 0;
  for (let quarter = 0; written < events; quarter += 1) {
    for (const counter of counters) {
      for (const piece of inPieces(counter.events, PIECE)) {
        signal.throwIfAborted();
        if (written >= events) return { events: written, ms };
        const records = piece.map((event) => recordOf(again(event, quarter)));
        ms += await timed(async () => { written += await appendAll(store, records, ({ subject }) => streams.dossier(subject)); });
      }
    }
    onRun(`filling the log: ${written.toLocaleString('en')} of ${events.toLocaleString('en')} events`);
  }
  return { events: written, ms };
}

/** Appends all of it, what belongs to a stream together; answers how many. */
export async function appendAll(store: EventStore, events: readonly NewEvent[], streamOf: (event: NewEvent) => string): Promise<number> {
  const appends = [...Map.groupBy(events, streamOf)].map(([stream, own]): Append => ({ stream, expect: { kind: 'any' }, events: own }));
  for (const { kind } of await store.appendMany(appends)) if (kind !== 'appended') throw new Error(`An event of the sample was not appended: ${kind}`);
  return events.length;
}

/** The stream of a declaration. */
export function referenceStream({ type, subject }: NewEvent): string {
  return type === 'AuthorityDeclared' ? streams.authority(subject) : streams.procedure(subject);
}
