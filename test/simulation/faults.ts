import type { Timeline } from './timeline.ts';

/** What can become of a question on its way to the server and back. */
export const FATES = ['lost before it arrived', 'lost after the commit', 'refused for now', 'answered too late', 'carried out twice'] as const;
export type Fate = (typeof FATES)[number] | 'answered';

/** How much goes wrong in a run: shares of 1. Every run has some faults often and others never, so that they meet in many ways. */
export type Faults = {
  readonly fateOf: () => Fate;
  readonly happens: (what: 'connecting fails' | 'notice lost' | 'notice twice' | 'leader loses its session' | 'process dies' | 'process stands still' | 'process ends' | 'process dies at a part of an edition' | 'process stands still at the first part of an edition' | 'clock is put wrong' | 'reading breaks off') => boolean;
  /** From now on nothing goes wrong. */
  readonly end: () => void;
  readonly areOver: () => boolean;
};

/** Of what there is seldom an occasion for. */
const RARE_SHARE_MAX: Readonly<Record<string, number>> = { 'process dies at a part of an edition': 0.4, 'process stands still at the first part of an edition': 0.9 };

/** @param shareMax - Of the questions and of the looks at a process that go wrong in one way. */
export function faultsOf(timeline: Timeline, shareMax: number): Faults {
  const share = (most = shareMax, never = 0.35): number => (timeline.chance() < never ? 0 : timeline.chance() * most);
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
      const own = shares.get(what) ?? (what in RARE_SHARE_MAX ? share(RARE_SHARE_MAX[what], 0.1) : share());
      shares.set(what, own);
      const does = timeline.chance() < own && !isOver;
      if (does) timeline.mark(what);
      return does;
    },
    end: () => { isOver = true; },
    areOver: () => isOver,
  };
}
