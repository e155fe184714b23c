import { readDossierEvent } from '@motcua/dossier';
import type { Almanac, Quarantine } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { AppError, isAppError } from '@motcua/kernel';
import { LRUCache } from 'lru-cache';
import { holds } from './share.ts';
import type { Share } from './share.ts';
import { standingOf, untouched } from './post-event.ts';
import type { Standing } from './post-event.ts';

/** A dossier as far as it is folded. Positions are 0 and the revision −1 before the first event. */
export type DossierState = Standing & {
  /** The stream's last revision that was looked at, quarantined ones included. */
  readonly revision: number;
  /** Of the first and the last event that counts. */
  readonly firstPosition: number;
  readonly lastPosition: number;
  /** Where its stream first holds an event that was left out because its id, or that of one before it, was used before. */
  readonly lacks: number | undefined;
};

/** By stream. An error stands for a recorded history that cannot be folded: the next event of that dossier meets it. */
export type DossierStates = Map<string, DossierState | AppError>;

/** What was folded lately; bounded by the number of events held. */
export type StateCache = LRUCache<string, DossierState>;

/** @param eventsMax - About 0.7 kB each. */
export function createStateCache(eventsMax: number): StateCache {
  return new LRUCache({ maxSize: eventsMax, sizeCalculation: ({ dossier }) => dossier.events.length + 1 });
}

/**
 * The state, before these events, of every dossier of the share that they belong to: new, cached, or else read from the log, all
 * misses at once.
 */
export async function statesBefore(
  events: readonly RecordedEvent[],
  options: { readonly store: EventStore; readonly cache: StateCache; readonly almanac: Almanac; readonly from: number; readonly leftOut: ReadonlySet<number>; readonly quarantine: Quarantine; readonly share: Share },
): Promise<DossierStates> {
  const { store, cache, almanac, from, leftOut, quarantine, share } = options;
  const unknown: DossierState = { ...untouched(almanac), revision: -1, firstPosition: 0, lastPosition: 0, lacks: undefined };
  const states: DossierStates = new Map();
  const missing: string[] = [];
  for (const { stream, revision } of events) {
    // By the stream alone: an event of another subject in it may be set aside, and counts as looked at.
    if (states.has(stream) || !stream.startsWith(DOSSIERS) || !holds(share, stream)) continue;
    const state = cache.get(stream) ?? unknown;
    states.set(stream, state);
    if (state === unknown && revision > 0) missing.push(stream);
  }
  if (missing.length === 0) return states;
  const recorded = await store.readStreams(missing, { upToPosition: from });
  for (const [stream, earlier] of recorded) states.set(stream, stateOf(earlier, { leftOut, quarantine }, almanac));
  return states;
}

const DOSSIERS = streams.dossier('');

function stateOf(recorded: readonly RecordedEvent[], { leftOut, quarantine }: { readonly leftOut: ReadonlySet<number>; readonly quarantine: Quarantine }, almanac: Almanac): DossierState | AppError {
  const counted = recorded.filter(({ position }) => !leftOut.has(position));
  try {
    return {
      ...standingOf(counted.map(readDossierEvent), almanac),
      revision: recorded.at(-1)?.revision ?? -1,
      firstPosition: counted[0]?.position ?? 0,
      lastPosition: counted.at(-1)?.position ?? 0,
      lacks: recorded.find(({ position }) => leftOut.has(position) && !quarantine.has(position))?.position,
    };
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

/** Keeps the states for the next batch. */
export function keepStates(cache: StateCache, states: DossierStates): void {
  for (const [stream, state] of states) {
    if (!(state instanceof AppError)) cache.set(stream, state);
  }
}
