import type { DossierEventInput } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';
import type { CounterEventType } from '../cloud-events.ts';
import type { Random } from '../random.ts';
import { DAY, instantOfMinute, LAST_DAY } from '../working-time.ts';
import type { PlannedEvent } from './plan.ts';

/** Something that happens on a working day, counted from the first act (0), before anyone knows at which minute. */
export type Act = {
  readonly day: number;
  /** `same_minute`: at the minute of the day of the act before it, so that whole working days lie between the two. */
  readonly timing: 'any_minute' | 'same_minute';
  readonly happen: (at: Instant) => PlannedEvent;
};

/** An act with its working minute. */
export type TimedAct = { readonly minute: number; readonly event: PlannedEvent };

/** @param data - A function where it depends on the instant. */
export function act<T extends CounterEventType>(
  day: number, type: T, data: DossierEventInput<T> | ((at: Instant) => DossierEventInput<T>), timing: Act['timing'] = 'any_minute',
): Act {
  // The type and its data belong together, which TypeScript cannot follow through the generic.
  return { day, timing, happen: (at) => ({ type, at, data: typeof data === 'function' ? data(at) : data }) as PlannedEvent };
}

/**
 * Gives each act a working minute of its own. Acts of one day keep the order in which they are given; what lies after the
 * period is left out.
 *
 * @param first - Working day number of day 0.
 */
export function timed(random: Random, first: number, acts: readonly Act[]): readonly TimedAct[] {
  const kept = acts.filter(({ day }) => first + day <= LAST_DAY).sort((a, b) => a.day - b.day);
  let minute = -1;
  return kept.map(({ day, timing, happen }, index) => {
    // Room for all that follows, since an act at the same minute of a later day leaves that day as little room.
    const last = DAY - kept.length + index;
    minute = (first + day) * DAY + (timing === 'same_minute' ? minute % DAY : random.int(earliestOn(first + day, minute), last));
    return { minute, event: happen(instantOfMinute(minute) + random.int(0, 59) * 1_000) };
  });
}

/** The first minute of the day that comes after the one before. */
function earliestOn(day: number, minuteBefore: number): number {
  return Math.max(0, minuteBefore + 1 - day * DAY);
}
