import type { Instant } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import type { DelayCause } from './events.ts';
import type { Step } from './history.ts';

/** What an office answers for of a delay, in working minutes. */
export type DelayShare = { readonly office: string; readonly cause: DelayCause; readonly minutes: number };

/** The delay of a dossier in working minutes of its authority; the shares add up to it. */
export type Delay = {
  readonly dueAt: Instant;
  /** When it was resolved, or else the instant asked for. */
  readonly until: Instant;
  readonly minutes: number;
  readonly shares: readonly DelayShare[];
};

/**
 * The delay of a dossier and the offices that held it, folded under the base rule; undefined when it is not late.
 *
 * @param asOf - For an unfinished dossier; without it only a finished one has a delay.
 */
export function delayOf(steps: readonly Step[], almanac: Almanac, asOf?: Instant): Delay | undefined {
  void steps; void almanac; void asOf;
  return undefined;
}
