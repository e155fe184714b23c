// Prints how many bytes a million lookups and a million due dates leave on the heap. allocation.test.ts runs it with room
// enough for everything that could be left, so that nothing is collected meanwhile.
import { Calendars } from '@motcua/calendar';
import type { Limit } from '@motcua/calendar';
import { addDays } from '@motcua/kernel';
import { at } from './support.ts';

const CALLS = 1_000_000;
const time = new Calendars().workingTime('H57', '2026-12-31');
const dates = Array.from({ length: 366 }, (_, day) => addDays('2024-01-01', day));
const starts = Float64Array.from({ length: 366 * 24 }, (_, hour) => at('2024-01-01 00:00') + hour * 3_600_000);
const limit: Limit = { amount: 15, unit: 'working_days' };

const work = {
  lookups: (calls: number): number => {
    let sum = 0;
    for (let call = 0, day = 0; call < calls; call += 1, day = day === 365 ? 0 : day + 1) {
      const date = dates[day] ?? '';
      if (time.isWorkingDay(date)) sum += time.minutesOf(date) + time.intervalsOf(date).length + time.countDays('2024-01-01', date);
    }
    return sum;
  },
  dueDates: (calls: number): number => {
    let sum = 0;
    for (let call = 0, hour = 0; call < calls; call += 1, hour = hour === starts.length - 1 ? 0 : hour + 1) sum += time.dueAt(starts[hour] ?? 0, limit) % 7;
    return sum;
  },
};

const left = Object.entries(work).map(([name, run]) => {
  // Compiled code first.
  for (let round = 0; round < 5; round += 1) run(CALLS / 2);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const sum = run(CALLS);
  return [name, { bytes: process.memoryUsage().heapUsed - before, sum }] as const;
});
console.log(JSON.stringify(Object.fromEntries(left)));
