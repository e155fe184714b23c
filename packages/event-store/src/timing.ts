import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Time and chance, as whoever runs the code gives them: the machine's own, or a simulation's, which are the same in every run of a seed. */
export type Timing = {
  /** Milliseconds since some beginning; they never go back. */
  readonly elapsedMs: () => number;
  /** Fulfils when the time is over or the signal aborts, whichever comes first; never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Fulfils when whatever is ready to run has run. */
  readonly turn: () => Promise<void>;
  /** A number from 0 up to, but not including, 1. */
  readonly chance: () => number;
};

export const machineTiming: Timing = {
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  turn: () => nextTurn(),
  chance: Math.random,
};
