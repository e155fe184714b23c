import { closingMinute, totalMinutes } from './day-shape.ts';
import { DAYS, indexOf, weekdayOf } from './day-index.ts';
import type { KnownLayer } from './layers.ts';
import { DEFAULT_WEEK } from './national.ts';
import type { DayInterval, WeeklyHours } from './types.ts';

/** Weekly hours and what follows from them. `longest`: the hours of its longest day, which a whole working day is measured by. */
export type Week = { readonly weekly: WeeklyHours; readonly longest: readonly DayInterval[]; readonly longestMinutes: number; readonly closing: number };

/** Which weekly hours hold on each day. */
export type WeekPlan = { readonly weeks: readonly Week[]; readonly weekOf: Uint16Array };

/**
 * Paints the weekly hours over the years: outer layers first, within a layer by first day. So a nearer layer holds from its
 * first day on, and before it the layer above.
 *
 * @param layers - Outermost first.
 */
export function planWeeks(layers: readonly KnownLayer[]): WeekPlan {
  const hours = layers.flatMap((layer) => layer.hours);
  const weekOf = new Uint16Array(DAYS);
  for (const [order, { validFrom }] of hours.entries()) weekOf.fill(order + 1, indexOf(validFrom));
  return { weeks: [weekOfHours(DEFAULT_WEEK), ...hours.map(({ weekly }) => weekOfHours(weekly))], weekOf };
}

const DEFAULT = weekOfHours(DEFAULT_WEEK);

export function weekAt({ weeks, weekOf }: WeekPlan, index: number): Week {
  return weeks[weekOf[index] ?? 0] ?? DEFAULT;
}

/** The intervals that the week has for a day. */
export function weeklyIntervals({ weekly }: Week, index: number): readonly DayInterval[] {
  return weekly[weekdayOf(index)] ?? [];
}

/** A week without work is measured by the default one: somebody may still announce a day of work in it. */
function weekOfHours(weekly: WeeklyHours): Week {
  const longest = [...weekly].sort((a, b) => totalMinutes(b) - totalMinutes(a))[0] ?? [];
  if (longest.length === 0 && weekly !== DEFAULT_WEEK) return { ...weekOfHours(DEFAULT_WEEK), weekly };
  return { weekly, longest, longestMinutes: totalMinutes(longest), closing: closingMinute(longest) ?? 0 };
}
