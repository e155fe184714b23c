import { GENESIS } from '../chain.ts';

/** Where an event stands in the engine's own log. Known inside this adapter only. */
export type Place = { readonly commit: bigint; readonly prepare: bigint };

/** How far the log was counted: its last event. */
export type Count = Place & {
  readonly position: number;
  /** Milliseconds since 1970; never falls along the log. */
  readonly recordedMs: number;
  readonly eventId: string;
  /** The link of the chain, 32 bytes. */
  readonly chain: Buffer;
};

/** Before the first event. */
export const NOTHING: Count = { position: 0, commit: 0n, prepare: 0n, recordedMs: Number.NEGATIVE_INFINITY, eventId: '', chain: GENESIS };

/** Some servers send it as a checkpoint, and older ones as the place of an event of a stream. It means "the end", or "unknown". */
export const END = 2n ** 64n - 1n;

/** Below 0 when `a` stands before `b`. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1;
  if (a.prepare === b.prepare) return 0;
  return a.prepare < b.prepare ? -1 : 1;
}
