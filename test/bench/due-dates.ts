import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Calendars, NATIONAL_CODE } from '@motcua/calendar';
import type { LimitUnit, WorkingTime } from '@motcua/calendar';
import { addDays, instantAt } from '@motcua/kernel';
import { interleave } from './harness.ts';
import type { Sample } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Measurement } from './measurement.ts';

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
const CLOSING_MS = 17 * 3_600_000;
/** Small enough to stay in the processor's cache. */
const SLICE = 100_000;
const DATE_ADD = '15 days later at 17:00, without a calendar';
const INSTANT_ADD = '15 × 24 hours later';

/** What a due date costs under the working calendar, beside adding days. */
export const dueDates: Measurement = {
  id: 'due-dates',
  title: 'Due dates under the working calendar',
  measure: async ({ sizes, ...rounds }) => {
    const { count } = sizes.dueDates;
    const time = new Calendars().workingTime(NATIONAL_CODE, '2026-12-31');
    const dates = Array.from({ length: 366 }, (_, day) => addDays('2024-01-01', day));
    // Receptions of two years, in no order.
    const starts = Float64Array.from({ length: SLICE }, (_, index) => instantAt('2024-01-01', (index * 7919) % (2 * 366 * 1440)));
    const due = (amount: number, unit: LimitUnit) => async (): Promise<Sample> => rate(count, (some) => sumOfDueDates(time, starts.subarray(0, some), amount, unit));
    const samples = await interleave([
      { name: DATE_ADD, run: async () => rate(count, (some) => sumOfDateAdds(starts.subarray(0, some), 15)) },
      { name: INSTANT_ADD, run: async () => rate(count, (some) => sumOfInstantAdds(starts.subarray(0, some), 15)) },
      { name: '15 working days', run: due(15, 'working_days') },
      { name: '15 calendar days', run: due(15, 'calendar_days') },
      { name: '40 working hours', run: due(40, 'hours') },
      { name: 'every day of a year looked up', run: async () => ({ ...rate(count, (some) => sumOfLookups(time, dates, some)), heapGrowthBytes: heapGrowth(() => sumOfLookups(time, dates, dates.length)) }) },
    ], rounds);
    const compared = ['15 working days', '15 calendar days', '40 working hours'].flatMap((above) => [{ above, below: DATE_ADD, aim: '≤ 20' }, { above, below: INSTANT_ADD, aim: undefined }]);
    return {
      lines: linesOf(samples),
      ratios: compared.map(({ above, below, aim }) => ratio(samples, { what: `time of ${above} ÷ ${below}`, figure: 'nanoseconds', above, below, aim })),
    };
  },
};

/** The rate of something that is done `count` times, a slice at a time. */
function rate(count: number, work: (some: number) => number): Sample {
  const from = performance.now();
  for (let done = 0; done < count; done += SLICE) {
    if (!Number.isFinite(work(Math.min(SLICE, count - done)))) throw new Error('A sum of dates is no number.');
  }
  const ms = performance.now() - from;
  return { datesPerSecond: (count * 1000) / ms, nanoseconds: (ms * 1e6) / count };
}

function sumOfDueDates(time: WorkingTime, starts: Float64Array, amount: number, unit: LimitUnit): number {
  const limit = { amount, unit };
  let sum = 0;
  for (let index = 0; index < starts.length; index += 1) sum += time.dueAt(starts[index] ?? 0, limit);
  return sum;
}

function sumOfDateAdds(starts: Float64Array, days: number): number {
  let sum = 0;
  for (let index = 0; index < starts.length; index += 1) sum += (Math.floor(((starts[index] ?? 0) + ZONE_MS) / DAY_MS) + days) * DAY_MS - ZONE_MS + CLOSING_MS;
  return sum;
}

function sumOfInstantAdds(starts: Float64Array, days: number): number {
  let sum = 0;
  for (let index = 0; index < starts.length; index += 1) sum += (starts[index] ?? 0) + days * DAY_MS;
  return sum;
}

function sumOfLookups(time: WorkingTime, dates: readonly string[], count: number): number {
  let sum = 0;
  for (let call = 0, day = 0; call < count; call += 1, day = day === dates.length - 1 ? 0 : day + 1) {
    const date = dates[day] ?? '';
    if (time.isWorkingDay(date)) sum += time.minutesOf(date);
  }
  return sum;
}

/** What some work leaves on the heap, the measuring itself included: a few hundred bytes. */
function heapGrowth(work: () => number): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  const before = process.memoryUsage().heapUsed;
  work();
  return process.memoryUsage().heapUsed - before;
}
