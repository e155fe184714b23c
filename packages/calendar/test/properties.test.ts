import assert from 'node:assert/strict';
import { Calendars, DEFAULT_WEEK } from '@motcua/calendar';
import type { CalendarDay, Limit, WeeklyHours, WorkingTime } from '@motcua/calendar';
import { addDays } from '@motcua/kernel';
import fc from 'fast-check';
import { test } from 'tap';
import { NaiveTime } from './naive-time.ts';
import type { OwnCalendar } from './naive-time.ts';
import { at, edition, FULL, MORNING, off, SATURDAYS, work } from './support.ts';

// From 25 December 2023 to June 2024: New Year, Tết, Hùng Kings, the exchanged 29 April.
const FIRST = '2023-12-25';
const LATE_HOURS = [{ from: 480, to: 720 }, { from: 780, to: 1200 }] as const;
const weeks: readonly (WeeklyHours | undefined)[] = [
  undefined, DEFAULT_WEEK, SATURDAYS, [FULL, FULL, LATE_HOURS, FULL, MORNING, [], []], [[], MORNING, [], [{ from: 0, to: 1440 }], [], [], MORNING],
];

const date = fc.nat(120).map((days) => addDays(FIRST, days));
const day: fc.Arbitrary<CalendarDay> = fc.oneof(
  date.map((on) => off(on)), date.map((on) => work(on)), date.map((on) => work(on, MORNING)), date.map((on) => work(on, LATE_HOURS)),
  date.map((on): CalendarDay => ({ ...off(on), kind: 'weekly' })),
);
const own: fc.Arbitrary<OwnCalendar> = fc.record({ weekly: fc.constantFrom(...weeks), days: fc.uniqueArray(day, { selector: (entry) => entry.date, maxLength: 25 }) });
/** Every second one near a closing time. */
const minuteOfDay = fc.oneof(fc.nat(1439), fc.constantFrom(420, 660, 661, 700, 1020, 1021, 1100, 1200, 1201, 1439));
const instant = fc.tuple(fc.nat(120), minuteOfDay).map(([days, minute]) => at(`${FIRST} 00:00`) + (days * 1440 + minute) * 60_000);
const limit: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ amount: fc.nat(40).map((halves) => halves / 2), unit: fc.constant('working_days' as const) }),
  fc.record({ amount: fc.nat(40), unit: fc.constant('calendar_days' as const) }),
  fc.record({ amount: fc.nat(60).map((halves) => halves / 2), unit: fc.constant('hours' as const) }),
);

function compiled({ weekly, days }: OwnCalendar, ...more: readonly CalendarDay[]): WorkingTime {
  const calendars = new Calendars([edition('H57', 5, { days, ...(weekly === undefined ? {} : { hours: { weekly, validFrom: '2023-01-01' } }) })]);
  if (more.length > 0) calendars.announce(edition('H57', 6, { days: more }));
  return calendars.workingTime('H57', '2026-12-31');
}

function naiveDue(time: NaiveTime, start: number, { amount, unit }: Limit): number {
  switch (unit) {
    case 'working_days': return time.afterWorkingDays(start, amount);
    case 'calendar_days': return time.afterCalendarDays(start, amount);
    case 'hours': return time.afterHours(start, amount);
  }
}

test('due dates are those of a naive count, day by day and minute by minute', async () => {
  fc.assert(fc.property(own, instant, limit, (calendar, start, wanted) => {
    fc.pre(wanted.unit !== 'hours' || wanted.amount > 0);
    assert.equal(compiled(calendar).dueAt(start, wanted), naiveDue(new NaiveTime(calendar), start, wanted));
  }), { numRuns: 100 });
});

test('working minutes and working days are those of a naive count', async () => {
  fc.assert(fc.property(own, instant, fc.nat(15 * 1440), date, date, (calendar, from, minutes, a, b) => {
    const [time, naive] = [compiled(calendar), new NaiveTime(calendar)];
    assert.equal(time.minutesBetween(from, from + minutes * 60_000), naive.minutesBetween(from, from + minutes * 60_000));
    assert.equal(time.countDays(a, b), naive.countDays(a, b));
    assert.deepEqual(time.intervalsOf(a), naive.intervals(a));
    assert.equal(time.isWorkingDay(a), naive.intervals(a).length > 0);
  }), { numRuns: 20 });
});

test('adding and counting are inverse', async () => {
  fc.assert(fc.property(own, instant, date, fc.nat(20_000), fc.integer({ min: 1, max: 200 }), (calendar, start, on, minutes, days) => {
    const time = compiled(calendar);
    const end = time.advance(start, minutes);
    assert.equal(time.minutesBetween(start, end), minutes);
    if (minutes > 0) assert.equal(time.minutesBetween(start, end - 60_000), minutes - 1, 'no earlier instant has as many');
    const [after, before] = [time.addWorkingDays(on, days), time.addWorkingDays(on, -days)];
    assert.equal(time.countDays(addDays(on, 1), after), days);
    assert.equal(time.countDays(before, addDays(on, -1)), days);
    assert.ok(time.isWorkingDay(after) && time.isWorkingDay(before));
  }));
});

test('a later reception is never due earlier', async () => {
  fc.assert(fc.property(own, instant, fc.nat(6 * 1440), limit, (calendar, start, later, wanted) => {
    const time = compiled(calendar);
    assert.ok(time.dueAt(start, wanted) <= time.dueAt(start + later * 60_000, wanted));
  }), { numRuns: 120 });
});

test('a longer limit is never due earlier', async () => {
  fc.assert(fc.property(own, instant, limit, fc.nat(3), (calendar, start, wanted, more) => {
    const time = compiled(calendar);
    assert.ok(time.dueAt(start, wanted) <= time.dueAt(start, { ...wanted, amount: wanted.amount + more }));
  }));
});

test('adding a day off never makes anything due earlier', async () => {
  fc.assert(fc.property(own, instant, limit, fc.oneof(fc.constant(0), fc.nat(40)), (calendar, start, wanted, days) => {
    const added = off(addDays(new Date(start + 7 * 3_600_000).toISOString().slice(0, 10), days), 'Mới');
    assert.ok(compiled(calendar).dueAt(start, wanted) <= compiled(calendar, added).dueAt(start, wanted));
  }), { numRuns: 100 });
});

test('splitting a pause changes nothing', async () => {
  fc.assert(fc.property(own, instant, fc.nat(9_000), fc.nat(9_000), fc.nat(40_000), fc.nat(40_000), (calendar, start, a, b, x, y) => {
    const time = compiled(calendar);
    const [middle, end] = [start + x * 60_000, start + (x + y) * 60_000];
    assert.equal(time.minutesBetween(start, end), time.minutesBetween(start, middle) + time.minutesBetween(middle, end));
    assert.equal(time.advance(time.advance(start, a), b), time.advance(start, a + b));
  }));
});

test('seconds change nothing', async () => {
  fc.assert(fc.property(own, instant, fc.nat(59_999), limit, fc.integer({ min: 1, max: 9_000 }), (calendar, start, ms, wanted, minutes) => {
    const time = compiled(calendar);
    assert.equal(time.dueAt(start + ms, wanted), time.dueAt(start, wanted));
    assert.equal(time.advance(start + ms, minutes), time.advance(start, minutes));
  }));
});
