import type { Timeline } from './timeline.ts';

/** What can become of a question on its way to the server and back. */
export const FATES = ['lost before it arrived', 'lost after the commit', 'refused for now', 'answered too late', 'carried out twice'] as const;
export type Fate = (typeof FATES)[number] | 'answered';

/** How much goes wrong in a run: shares of 1. Every run has some faults often and others never, so that they meet in many ways. */
export type Faults = {
  readonly fateOf: () => Fate;
  readonly happens: (what: 'connecting fails' | 'notice lost' | 'notice twice' | 'leader loses its session' | 'process dies' | 'process stands still' | 'process ends' | 'clock is put wrong') => boolean;
  /** From now on nothing goes wrong. */
  readonly end: () => void;
  readonly areOver: () => boolean;
};

const SHARE_MAX = 0.12;

export function faultsOf(timeline: Timeline): Faults {
  const share = (): number => (timeline.chance() < 0.35 ? 0 : timeline.chance() * SHARE_MAX);
  const fates = FATES.map((fate) => ({ fate, share: share() }));
  const shares = new Map<string, number>();
  let isOver = false;
  return {
    fateOf: () => {
      let left = timeline.chance();
      if (isOver) return 'answered';
      for (const each of fates) {
        if (left < each.share) {
          timeline.mark(each.fate);
          return each.fate;
        }
        left -= each.share;
      }
      return 'answered';
    },
    happens: (what) => {
      const own = shares.get(what) ?? share();
      shares.set(what, own);
      const does = timeline.chance() < own && !isOver;
      if (does) timeline.mark(what);
      return does;
    },
    end: () => { isOver = true; },
    areOver: () => isOver,
  };
}
