import type { Instant } from '@motcua/kernel';
import type { Random } from '../random.ts';
import { DAY, instantOfMinute, LAST_DAY } from '../working-time.ts';

/** The working time of one dossier: it only moves on, and each act has a minute of its own. */
export type WorkClock = {
  /** Moves on to a working day, counted from the reception; false, and stays, when that lies after the period. */
  readonly next: (day: number) => boolean;
  /** Where it stands: the working minute, and the instant within it. */
  readonly minute: () => number;
  readonly instant: () => Instant;
};

/** Minutes at a day's end kept free for whatever may still follow on the same day. */
const RESERVE = 12;

/** @param first - Working day number of the reception. */
export function workClock(random: Random, first: number): WorkClock {
  let minute = -1;
  let instant = 0;
  const next = (day: number): boolean => {
    const from = Math.max((first + day) * DAY, minute + 1);
    const to = Math.max(from, (first + day) * DAY + DAY - 1);
    const free = to - from;
    const drawn = random.int(from, to - Math.min(RESERVE, free - (free >> 1)));
    if (drawn >= (LAST_DAY + 1) * DAY) return false;
    minute = drawn;
    instant = instantOfMinute(minute) + random.int(0, 59) * 1_000;
    return true;
  };
  return { next, minute: () => minute, instant: () => instant };
}
