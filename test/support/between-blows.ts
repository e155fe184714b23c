import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@motcua/testkit';
import type { Acknowledged } from './counters.ts';

/** A load that lasts as long as the blows: between two of them a share of the events may be sent, and a part of it must be. */
export type BetweenBlows = {
  /** For `sendAll`. */
  readonly pace: (count: number) => Promise<void>;
  /** Until the next blow may fall. */
  readonly due: () => Promise<void>;
  /** Another blow has fallen; answers how many have. */
  readonly struck: () => number;
};

const PART = 0.25;
const LOOK_MS = 20;

/** @param total - Events that will be sent in all. */
export function betweenBlows({ total, blows, acknowledged }: { readonly total: number; readonly blows: number; readonly acknowledged: Acknowledged }): BetweenBlows {
  const share = total / (blows + 1);
  let [struck, sent] = [0, 0];
  return {
    pace: async (count) => {
      while (struck < blows && sent + count > share * (struck + 1)) await sleep(LOOK_MS);
      sent += count;
    },
    due: () => until(() => acknowledged.positions.size >= share * (struck + PART)),
    struck: () => (struck += 1),
  };
}
