import { indicatorDefinitions } from './indicators.ts';
import { distanceTo, rowTargetOf } from './targets.ts';
import type { Target } from './targets.ts';

/** Chỉ tiêu được giao of a rate. `rate`: its id. */
export type RateTarget = Target & { readonly rate: string };

/** How far a rate is from its target: in percentage points with two decimals, less than 0 when it falls short; null without a rate. */
export type RateDistance = { readonly targetPercent: number; readonly differencePoints: number | null };

/** Of which rates, and where: `scope` is what was asked for, `authority` the row of it when the rows are authorities. `on`: the period's last day. */
export type RateTargetsQuery = { readonly rates: readonly string[]; readonly scope: string; readonly authority?: string | undefined; readonly on: string };

/**
 * The targets of rates, each that of the indicator that takes its share from the rate. A plan names no lateness rule, so the target
 * holds in every book. A row has that of its authority, else that of the scope under which it stands.
 */
export function rateTargetsOf(targets: readonly Target[], { rates, scope, authority, on }: RateTargetsQuery): readonly RateTarget[] {
  return rates.flatMap((rate) => {
    const indicator = indicatorDefinitions.find((one) => one.rate === rate)?.id;
    if (indicator === undefined) return [];
    const target = rowTargetOf(targets, { indicator, scope, authority, on });
    return target === undefined ? [] : [{ rate, ...target }];
  });
}

/**
 * The distance of every rate from its target, by the rate's id; null of a rate that has no target.
 *
 * @param percents - The rates as they are shown, which may be null.
 */
export function rateDistancesOf<Id extends string>(targets: readonly RateTarget[], percents: Readonly<Record<Id, number | null>>): Readonly<Record<Id, RateDistance | null>> {
  return Object.fromEntries(Object.entries<number | null>(percents).map(([rate, percent]) => {
    const target = targets.find((one) => one.rate === rate);
    return [rate, target === undefined ? null : { targetPercent: target.percent, differencePoints: distanceTo(target, percent).differencePoints }];
  })) as Readonly<Record<Id, RateDistance | null>>;
}

/** Each target once, in their order. */
export function eachTargetOnce(targets: readonly RateTarget[]): readonly RateTarget[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}
