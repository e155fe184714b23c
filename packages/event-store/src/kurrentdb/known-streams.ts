import { LRUCache } from 'lru-cache';

/** What is known of a stream: its last revision (-1 = none) and the revision of every event id in it, up to there. */
export type KnownStream = { readonly revision: number; readonly ids: ReadonlyMap<string, number> };

/** Event ids of all streams together: about 40 MB. */
const IDS_MAX = 200_000;

/**
 * Streams that were read or written lately. What is known may be old, never wrong: a stream only grows, and an append with its
 * last revision proves that nothing was added.
 */
export class KnownStreams {
  readonly #known = new LRUCache<string, KnownStream>({ maxSize: IDS_MAX, sizeCalculation: ({ ids }) => 1 + ids.size });

  get(stream: string): KnownStream | undefined {
    return this.#known.get(stream);
  }

  /** Adds events that follow what is known, or that begin the stream. What does not join is left aside. */
  add(stream: string, events: readonly { readonly revision: number; readonly id: string }[]): void {
    const before = this.#known.get(stream) ?? { revision: -1, ids: new Map<string, number>() };
    const next = events.filter(({ revision }) => revision > before.revision);
    const last = next.at(-1);
    if (last === undefined || next[0]?.revision !== before.revision + 1) return;
    const ids = new Map(before.ids);
    for (const { id, revision } of next) ids.set(id, revision);
    this.#known.set(stream, { revision: last.revision, ids });
  }
}
