import { quarantineOf } from '@motcua/dossier';
import type { Quarantine } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import type { AppError } from '@motcua/kernel';
import { LRUCache } from 'lru-cache';
import type { EventFamily } from './family.ts';

/** What is known of a stream: its state at a revision (-1 = it does not exist). */
export type Known<State> = { readonly state: State; readonly revision: number };

/** `isFresh`: read for this question; what was only remembered may be behind another process. */
export type Loaded<State> = { readonly kind: 'known'; readonly known: Known<State>; readonly isFresh: boolean } | { readonly kind: 'broken'; readonly error: AppError };

export type StreamMemory<State> = {
  /**
   * Every asked stream; one read for all that are not remembered. Rejects as the store does.
   *
   * @param beginsHere - Whether a stream that is not remembered most likely begins with what is to be decided: it is taken for an empty
   *   one without asking, and the store refuses the append if it is none.
   */
  readonly load: (streams: readonly string[], beginsHere: (stream: string) => boolean) => Promise<ReadonlyMap<string, Loaded<State>>>;
  readonly remember: (stream: string, known: Known<State>) => void;
  readonly forget: (stream: string) => void;
};

/** What the operator sets aside is noticed after so long at the latest, if anything is asked at all; milliseconds. */
const LOOK_MS = 1_000;

/** Remembers the streams used last. Never the last word: the store judges every append by the revision itself. */
export function createMemory<State, Event>(store: EventStore, family: EventFamily<State, Event>, max: number): StreamMemory<State> {
  const cache = new LRUCache<string, Known<State>>({ max });
  let setAside = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    load: async (wanted, beginsHere) => {
      const mayGuess = performance.now() - lookedAt < LOOK_MS;
      const loaded = new Map<string, Loaded<State>>();
      const missing: string[] = [];
      for (const stream of wanted) {
        const known = cache.get(stream);
        if (known !== undefined) loaded.set(stream, { kind: 'known', known, isFresh: false });
        else if (mayGuess && beginsHere(stream)) loaded.set(stream, { kind: 'known', known: { state: family.empty, revision: -1 }, isFresh: false });
        else missing.push(stream);
      }
      if (missing.length === 0) return loaded;
      const found = await store.readStreams([...missing, streams.quarantine]);
      lookedAt = performance.now();
      const quarantine = quarantineOf(found.get(streams.quarantine) ?? []);
      // What is remembered may hold an event that was set aside since.
      if (quarantine.size !== setAside) cache.clear();
      setAside = quarantine.size;
      for (const stream of missing) {
        const one = restore(family, found.get(stream) ?? [], quarantine);
        loaded.set(stream, one);
        if (one.kind === 'known' && one.known.revision >= 0) cache.set(stream, one.known);
      }
      return loaded;
    },
    remember: (stream, known) => {
      if ((cache.peek(stream)?.revision ?? -1) < known.revision) cache.set(stream, known);
    },
    forget: (stream) => void cache.delete(stream),
  };
}

/** What the operator has set aside does not count, as it does not in the read model. */
function restore<State, Event>(family: EventFamily<State, Event>, records: readonly RecordedEvent[], quarantine: Quarantine): Loaded<State> {
  const counted = records.filter(({ position }) => !quarantine.has(position));
  try {
    const state = counted.length === 0 ? family.empty : family.replay(counted);
    return { kind: 'known', known: { state, revision: records.at(-1)?.revision ?? -1 }, isFresh: true };
  } catch (error) {
    if (isAppError(error)) return { kind: 'broken', error };
    throw error;
  }
}
