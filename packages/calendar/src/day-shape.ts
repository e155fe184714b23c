import { MINUTES_A_DAY } from './day-index.ts';
import type { DayInterval } from './types.ts';

/** Every different course of a day gets a number, and its tables stand one after the other. Number 0 is a day without work. */
export type DayShapes = {
  readonly intervals: readonly (readonly DayInterval[])[];
  readonly minutes: readonly number[];
  /** `worked[shape * SHAPE_WIDTH + m]`: working minutes before the minute m of the day, m from 0 to 1440. */
  readonly worked: Int16Array;
  /** `endOf[shape * SHAPE_WIDTH + w]`: the minute of the day at which w minutes have been worked, w from 1. */
  readonly endOf: Int16Array;
};

export const SHAPE_WIDTH = MINUTES_A_DAY + 1;

/** Hands out the numbers while a timetable is compiled. */
export class ShapeRegistry {
  /** The same list comes again and again: it is looked at once. */
  readonly #byList = new Map<readonly DayInterval[], number>();
  readonly #byText = new Map<string, number>();
  readonly #intervals: (readonly DayInterval[])[] = [];

  constructor() {
    this.numberOf([]);
  }

  numberOf(intervals: readonly DayInterval[]): number {
    const known = this.#byList.get(intervals);
    if (known !== undefined) return known;
    const shape = this.#numberOfText(intervals);
    this.#byList.set(intervals, shape);
    return shape;
  }

  #numberOfText(intervals: readonly DayInterval[]): number {
    const text = intervals.map(({ from, to }) => `${from}-${to}`).join();
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const shape = this.#intervals.push(intervals) - 1;
    this.#byText.set(text, shape);
    return shape;
  }

  /** The tables of all courses that were numbered. */
  shapes(): DayShapes {
    const worked = new Int16Array(this.#intervals.length * SHAPE_WIDTH);
    const endOf = new Int16Array(this.#intervals.length * SHAPE_WIDTH);
    for (const [shape, intervals] of this.#intervals.entries()) tabulate(intervals, shape * SHAPE_WIDTH, worked, endOf);
    return { intervals: this.#intervals, minutes: this.#intervals.map(totalMinutes), worked, endOf };
  }
}

/** Working minutes of a day. */
export function totalMinutes(intervals: readonly DayInterval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The end of the last interval; undefined for a day without work. */
export function closingMinute(intervals: readonly DayInterval[]): number | undefined {
  return intervals.at(-1)?.to;
}

function tabulate(intervals: readonly DayInterval[], base: number, worked: Int16Array, endOf: Int16Array): void {
  let sum = 0;
  for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) {
    worked[base + minute] = sum;
    if (!intervals.some(({ from, to }) => from <= minute && minute < to)) continue;
    sum += 1;
    endOf[base + sum] = minute + 1;
  }
  worked[base + MINUTES_A_DAY] = sum;
}
