import { closingMinute, ShapeRegistry } from './day-shape.ts';
import type { DayShapes } from './day-shape.ts';
import { DAYS, indexOf, instantOf, MINUTES_A_DAY } from './day-index.ts';
import type { KnownLayer } from './layers.ts';
import { isFixedByLaw, NATIONAL_CODE } from './national.ts';
import { sumIndex } from './sum-index.ts';
import type { SumIndex } from './sum-index.ts';
import type { CalendarDay, DayInterval } from './types.ts';
import { planWeeks, weekAt, weeklyIntervals } from './week-plan.ts';
import type { Week, WeekPlan } from './week-plan.ts';

/**
 * A whole working day in credits. A shorter day adds its part of the longest weekly day, rounded up, so that parts which make
 * a day together do so here; a part of 1/480 is exact, and all rounding of 110 years is less than a minute's worth.
 */
export const WHOLE_DAY = 1440 * 1_441_440;

/** The working time of 1990–2099 as tables of numbers. The rank of a day is the number of working days before it. */
export type Timetable = {
  readonly shapes: DayShapes;
  readonly shapeOf: Uint16Array;
  /** By day, and one more: the number of all working days. */
  readonly rankOf: Uint16Array;
  readonly dayOfRank: Uint16Array;
  /** Closing minute of every day, days off included. */
  readonly closingOf: Uint16Array;
  /** The millisecond of every day from which on a reception comes after closing: that which follows the closing minute. */
  readonly closedFrom: Float64Array;
  /** The closing instant by rank: when a limit ends that ends on this working day. */
  readonly dueOfRank: Float64Array;
  readonly minutes: SumIndex;
  readonly credits: SumIndex;
  /** The entries that hold, by day. */
  readonly entries: ReadonlyMap<number, CalendarDay>;
  /** Years for which more national days off are known than those of fixed date. */
  readonly announcedYears: ReadonlySet<number>;
};

/** @param layers - Outermost first. */
export function compileTimetable(layers: readonly KnownLayer[]): Timetable {
  const plan = planWeeks(layers);
  const { shapes, ...days } = shapeDays(plan, layers);
  const entries = new Map(layers.flatMap((layer) => layer.days).map((day) => [indexOf(day.date), day]));
  return { shapes, ...days, ...rankDays(days, shapes, plan), entries, announcedYears: announcedYears(layers) };
}

/** The course of every day and its closing: first by the week, then entry by entry, the nearest and latest last. */
function shapeDays(plan: WeekPlan, layers: readonly KnownLayer[]): Pick<Timetable, 'shapes' | 'shapeOf' | 'closingOf'> {
  const registry = new ShapeRegistry();
  const [shapeOf, closingOf] = [new Uint16Array(DAYS), new Uint16Array(DAYS)];
  for (let index = 0; index < DAYS; index += 1) {
    const week = weekAt(plan, index);
    const intervals = weeklyIntervals(week, index);
    shapeOf[index] = registry.numberOf(intervals);
    closingOf[index] = closingMinute(intervals) ?? week.closing;
  }
  const earliest = new Map<number, number>();
  for (const day of layers.flatMap((layer) => layer.days)) {
    const index = indexOf(day.date);
    const week = weekAt(plan, index);
    const intervals = intervalsOn(day, week, index);
    shapeOf[index] = registry.numberOf(intervals);
    const told = [earliest.get(index), closingMinute(weeklyIntervals(week, index)), closingMinute(intervals)].filter((minute) => minute !== undefined);
    if (told.length > 0) earliest.set(index, Math.min(...told));
    closingOf[index] = closingMinute(intervals) ?? earliest.get(index) ?? week.closing;
  }
  return { shapes: registry.shapes(), shapeOf, closingOf };
}

const NO_WORK: readonly DayInterval[] = [];

function intervalsOn({ kind, hours }: CalendarDay, week: Week, index: number): readonly DayInterval[] {
  switch (kind) {
    case 'off': return NO_WORK;
    case 'work': return hours ?? week.longest;
    case 'weekly': return weeklyIntervals(week, index);
  }
}

type Ranks = Pick<Timetable, 'rankOf' | 'dayOfRank' | 'closedFrom' | 'dueOfRank' | 'minutes' | 'credits'>;

/** One pass over 40,000 days, in plain loops: a ledger compiles a timetable for every calendar and announcement that it meets. */
function rankDays({ shapeOf, closingOf }: Pick<Timetable, 'shapeOf' | 'closingOf'>, shapes: DayShapes, plan: WeekPlan): Ranks {
  const [rankOf, closedFrom] = [new Uint16Array(DAYS + 1), new Float64Array(DAYS)];
  const [dayOfRank, dueOfRank, minutes, credits] = [new Uint16Array(DAYS), new Float64Array(DAYS), new Float64Array(DAYS), new Float64Array(DAYS)];
  let rank = 0;
  for (let index = 0; index < DAYS; index += 1) {
    const [shape, closing] = [shapeOf[index] ?? 0, closingOf[index] ?? 0];
    rankOf[index] = rank;
    closedFrom[index] = (closing + 1) * 60_000;
    if (shape === 0) continue;
    const worked = shapes.minutes[shape] ?? 0;
    dayOfRank[rank] = index;
    dueOfRank[rank] = instantOf(index * MINUTES_A_DAY + closing);
    minutes[rank] = worked;
    credits[rank] = Math.ceil(Math.min(1, worked / weekAt(plan, index).longestMinutes) * WHOLE_DAY);
    rank += 1;
  }
  rankOf[DAYS] = rank;
  return {
    rankOf, closedFrom, dayOfRank: dayOfRank.slice(0, rank), dueOfRank: dueOfRank.slice(0, rank),
    minutes: sumIndex(minutes.subarray(0, rank), 480), credits: sumIndex(credits.subarray(0, rank), WHOLE_DAY),
  };
}

function announcedYears(layers: readonly KnownLayer[]): ReadonlySet<number> {
  const national = layers.filter(({ code }) => code === NATIONAL_CODE).flatMap(({ days }) => days);
  return new Set(national.filter(({ kind, date }) => kind === 'off' && !isFixedByLaw(date)).map(({ date }) => Number(date.slice(0, 4))));
}
