import { Calendars } from '@motcua/calendar';
import type { Limit, WorkingTime } from '@motcua/calendar';
import { addDays, isAppError } from '@motcua/kernel';
import { test } from 'tap';
import type { Test } from 'tap';
import { at, clock, edition, FULL, MORNING, off, SATURDAYS, work } from './support.ts';

const KNOWING_ALL = '2026-12-31';
const national = new Calendars().workingTime('H57', KNOWING_ALL);

/** Start, limit, due date: what a person finds with a wall calendar. */
type Row = readonly [start: string, limit: string, due: string];

function check(t: Test, time: WorkingTime, rows: readonly Row[]): void {
  for (const [start, limit, due] of rows) t.equal(clock(time.dueAt(at(start), read(limit))), due, `${start} + ${limit}`);
}

/** `3w`, `3c`, `3h`: working days, calendar days, hours. */
function read(limit: string): Limit {
  const units = { w: 'working_days', c: 'calendar_days', h: 'hours' } as const;
  const unit = limit.at(-1);
  if (unit !== 'w' && unit !== 'c' && unit !== 'h') throw new Error(limit);
  return { amount: Number(limit.slice(0, -1)), unit: units[unit] };
}

test('day 1 is the next working day, and the limit ends when its last day closes', async (t) => {
  check(t, national, [
    ['2024-01-08 08:00', '1w', '2024-01-09 17:00'],
    ['2024-01-08 08:00', '5w', '2024-01-15 17:00'],
    ['2024-01-12 08:00', '1w', '2024-01-15 17:00'],
    ['2024-01-08 00:00', '1w', '2024-01-09 17:00'],
  ]);
});

test('a reception up to 17:00 counts on its day, one minute later on the next working day', async (t) => {
  check(t, national, [
    ['2024-01-08 16:59', '1w', '2024-01-09 17:00'],
    ['2024-01-08 17:00', '1w', '2024-01-09 17:00'],
    ['2024-01-08 17:01', '1w', '2024-01-10 17:00'],
    ['2024-01-05 17:01', '1w', '2024-01-09 17:00'],
    ['2024-01-08 23:59', '1w', '2024-01-10 17:00'],
    ['2024-01-08 17:00', '10c', '2024-01-18 17:00'],
    ['2024-01-08 17:01', '10c', '2024-01-19 17:00'],
    ['2024-01-08 16:59', '1h', '2024-01-09 07:59'],
    ['2024-01-08 17:00', '1h', '2024-01-09 08:00'],
    ['2024-01-08 17:01', '1h', '2024-01-09 08:00'],
  ]);
  t.equal(clock(national.dueAt(at('2024-01-08 17:00') + 59_999, read('1w'))), '2024-01-09 17:00', 'seconds are cut: 17:00:59 is still 17:00');
});

test('a reception in the lunch break counts at 12:15, not at 00:15', async (t) => {
  check(t, national, [
    ['2024-01-08 12:15', '1w', '2024-01-09 17:00'],
    ['2024-01-08 12:15', '1h', '2024-01-08 14:30'],
    ['2024-01-08 00:15', '1h', '2024-01-08 08:00'],
    ['2024-01-08 11:30', '1h', '2024-01-08 14:30'],
  ]);
  t.equal(clock(national.advance(at('2024-01-08 12:15'), 0)), '2024-01-08 12:15');
});

test('the days off for Tết 2024, 8 to 14 February, are in no limit', async (t) => {
  check(t, national, [
    ['2024-02-06 09:00', '1w', '2024-02-07 17:00'],
    ['2024-02-07 09:00', '1w', '2024-02-15 17:00'],
    ['2024-02-07 17:01', '1w', '2024-02-16 17:00'],
    ['2024-02-08 09:00', '1w', '2024-02-16 17:00'],
    ['2024-02-14 09:00', '2w', '2024-02-19 17:00'],
    ['2024-02-01 09:00', '8c', '2024-02-15 17:00'],
    ['2024-02-05 09:00', '2c', '2024-02-07 17:00'],
    ['2024-02-07 16:00', '3h', '2024-02-15 09:00'],
  ]);
});

test('29 April 2024 is exchanged for Saturday 4 May', async (t) => {
  check(t, national, [
    ['2024-04-26 09:00', '1w', '2024-05-02 17:00'],
    ['2024-05-03 09:00', '1w', '2024-05-04 17:00'],
    ['2024-05-03 17:01', '1w', '2024-05-06 17:00'],
    ['2024-05-04 09:00', '1w', '2024-05-06 17:00'],
    ['2024-04-27 09:00', '7c', '2024-05-04 17:00'],
    ['2024-05-04 09:00', '8h', '2024-05-06 09:00'],
  ]);
});

test('2 May 2025 is exchanged for Saturday 26 April', async (t) => {
  check(t, national, [
    ['2025-04-25 09:00', '1w', '2025-04-26 17:00'],
    ['2025-04-26 09:00', '1w', '2025-04-28 17:00'],
    ['2025-04-29 09:00', '1w', '2025-05-05 17:00'],
  ]);
});

test('an exchange counts for due dates that are set from the day of its announcement on', async (t) => {
  const due = (announcedBy: string, start: string): string => clock(new Calendars().workingTime('H57', announcedBy).dueAt(at(start), read('1w')));
  t.equal(due('2024-04-11', '2024-04-26 09:00'), '2024-04-29 17:00');
  t.equal(due('2024-04-12', '2024-04-26 09:00'), '2024-05-02 17:00');
  t.equal(due('2024-04-11', '2024-05-03 09:00'), '2024-05-06 17:00');
  t.equal(due('2024-12-02', '2025-04-25 09:00'), '2025-04-28 17:00');
  t.equal(due('2024-12-03', '2025-04-25 09:00'), '2025-04-26 17:00');
});

test('a dossier handed in on a day off counts from the next working day, or by the date in calendar days', async (t) => {
  check(t, national, [
    ['2024-04-18 09:00', '1w', '2024-04-22 17:00'],
    ['2024-01-06 09:00', '1w', '2024-01-09 17:00'],
    ['2024-01-06 09:00', '5c', '2024-01-11 17:00'],
    ['2024-01-06 18:00', '5c', '2024-01-12 17:00'],
    ['2024-01-06 09:00', '8h', '2024-01-08 17:00'],
    ['2024-01-06 09:00', '0h', '2024-01-08 07:00'],
  ]);
});

test('the year ends in the middle of limits', async (t) => {
  check(t, national, [
    ['2024-12-31 09:00', '1w', '2025-01-02 17:00'],
    ['2024-12-31 17:01', '1w', '2025-01-03 17:00'],
    ['2024-12-31 09:00', '1c', '2025-01-02 17:00'],
    ['2023-12-31 09:00', '1w', '2024-01-03 17:00'],
    ['2024-12-31 16:00', '2h', '2025-01-02 08:00'],
  ]);
});

test('limits from the last day of a month stay where they belong', async (t) => {
  check(t, national, [
    ['2024-01-31 09:00', '30c', '2024-03-01 17:00'],
    ['2025-01-31 09:00', '28c', '2025-02-28 17:00'],
    ['2024-08-30 09:00', '1w', '2024-09-04 17:00'],
    ['2024-10-31 09:00', '1w', '2024-11-01 17:00'],
    ['2024-05-31 09:00', '31c', '2024-07-01 17:00'],
  ]);
});

test('limits of more than 360 days, and over 40 months, are counted to their end', async (t) => {
  check(t, national, [
    ['2024-01-02 09:00', '366c', '2025-01-02 17:00'],
    ['2023-01-31 09:00', '1216c', '2026-06-01 17:00'],
    ['2022-12-30 09:00', '249w', '2023-12-29 17:00'],
  ]);
  // Weekdays less days off, and the Saturdays made up for: 260 − 11 in 2023, 262 − 12 + 1 in 2024, 261 − 12 + 1 in 2025, then 85 − 7.
  const days = national.countDays('2022-12-31', '2026-04-29');
  t.equal(days, 249 + 251 + 250 + 78);
  t.equal(clock(national.dueAt(at('2022-12-30 09:00'), { amount: days, unit: 'working_days' })), '2026-04-29 17:00');
});

test('eight hours from the opening end at closing, not at the next opening', async (t) => {
  check(t, national, [
    ['2024-01-08 07:00', '8h', '2024-01-08 17:00'],
    ['2024-01-08 07:00', '4.5h', '2024-01-08 11:30'],
    ['2024-01-08 07:01', '8h', '2024-01-09 07:01'],
    ['2024-01-08 07:00', '16h', '2024-01-09 17:00'],
    ['2024-01-12 17:00', '8h', '2024-01-15 17:00'],
    ['2024-01-08 06:00', '0.5h', '2024-01-08 07:30'],
  ]);
});

test('a counter that opens on Saturday mornings counts them as half days', async (t) => {
  const saturdays = new Calendars([edition('H57.31', 5, { hours: { weekly: SATURDAYS, validFrom: '2023-01-01' } })]).workingTime('H57.31.02', KNOWING_ALL);
  check(t, saturdays, [
    ['2024-01-05 09:00', '1w', '2024-01-08 17:00'],
    ['2024-01-05 09:00', '0.5w', '2024-01-06 11:00'],
    ['2024-01-06 09:00', '1w', '2024-01-08 17:00'],
    ['2024-01-06 11:00', '1w', '2024-01-08 17:00'],
    ['2024-01-06 11:01', '1w', '2024-01-09 17:00'],
    ['2024-01-05 09:00', '6w', '2024-01-13 11:00'],
    ['2024-01-05 09:00', '12w', '2024-01-22 17:00'],
    ['2024-01-05 16:00', '5h', '2024-01-06 11:00'],
    ['2024-01-04 09:00', '2c', '2024-01-06 11:00'],
    ['2024-02-08 09:00', '1w', '2024-02-16 17:00'],
  ]);
  t.equal(saturdays.isWorkingDay('2024-02-10'), false, 'the first day of Tết, a Saturday, is off there too');
  t.equal(saturdays.minutesOf('2024-05-04'), 480, 'a whole day made up for on a Saturday is a whole day there');
});

test('half days and closed days of one office move its limits alone', async (t) => {
  const calendars = new Calendars([edition('H57', 5, { days: [work('2024-01-10', MORNING), off('2024-01-12', 'Mất điện'), work('2024-01-13', FULL)] })]);
  check(t, calendars.workingTime('H57', KNOWING_ALL), [
    ['2024-01-09 09:00', '1w', '2024-01-11 17:00'],
    ['2024-01-09 09:00', '0.5w', '2024-01-10 11:00'],
    ['2024-01-09 09:00', '2w', '2024-01-13 17:00'],
    ['2024-01-09 09:00', '3w', '2024-01-15 17:00'],
    ['2024-01-10 11:01', '1w', '2024-01-13 17:00'],
    ['2024-01-11 09:00', '1c', '2024-01-13 17:00'],
  ]);
  check(t, calendars.workingTime('H58', KNOWING_ALL), [['2024-01-09 09:00', '2w', '2024-01-11 17:00']]);
});

test('a day longer than any of the week is one day, and small parts of days add up to one', async (t) => {
  const long = new Calendars([edition('H57', 5, { days: [work('2024-01-09', [{ from: 0, to: 1440 }])] })]).workingTime('H57', KNOWING_ALL);
  check(t, long, [['2024-01-08 09:00', '2w', '2024-01-10 17:00']]);
  // A whole day of 460 minutes; 23 days of 20 minutes make one, though no fraction of the machine is a 23rd.
  const weekly = [[{ from: 420, to: 880 }], [], [], [], [], [], []];
  const dates = Array.from({ length: 23 }, (_, day) => addDays('2024-03-05', day)).map((date) => work(date, [{ from: 420, to: 440 }]));
  const short = new Calendars([edition('H57', 5, { hours: { weekly, validFrom: '2024-01-01' }, days: dates })]).workingTime('H57', KNOWING_ALL);
  check(t, short, [['2024-03-04 09:00', '1w', '2024-03-27 07:20']]);
});

test('a day off that closes late receptions out closes them out still', async (t) => {
  const hours = { weekly: SATURDAYS, validFrom: '2023-01-01' };
  const open = new Calendars([edition('H57', 5, { hours })]).workingTime('H57', KNOWING_ALL);
  const closed = new Calendars([edition('H57', 5, { hours, days: [off('2024-01-06')] })]).workingTime('H57', KNOWING_ALL);
  for (const time of [open, closed]) {
    check(t, time, [['2024-01-06 11:00', '2c', '2024-01-08 17:00'], ['2024-01-06 11:01', '2c', '2024-01-09 17:00']]);
  }
});

test('a day off that announcements gave several closing times keeps the earliest', async (t) => {
  const morning = edition('H57', 5, { days: [work('2024-01-10', MORNING)] });
  const afternoon = edition('H57', 6, { days: [work('2024-01-10', FULL)] });
  const closed = edition('H57', 7, { days: [off('2024-01-10')] });
  for (const editions of [[morning, afternoon, closed], [{ ...afternoon, position: 5 }, { ...morning, position: 6 }, closed]]) {
    const time = new Calendars(editions).workingTime('H57', KNOWING_ALL);
    check(t, time, [['2024-01-10 11:00', '2c', '2024-01-12 17:00'], ['2024-01-10 11:01', '2c', '2024-01-15 17:00']]);
  }
});

test('no limit at all ends with the day on which it begins', async (t) => {
  check(t, national, [
    ['2024-01-08 09:00', '0w', '2024-01-08 17:00'],
    ['2024-01-08 17:01', '0w', '2024-01-09 17:00'],
    ['2024-01-06 09:00', '0w', '2024-01-08 17:00'],
    ['2024-01-06 09:00', '0c', '2024-01-08 17:00'],
    ['2024-01-08 09:00', '0h', '2024-01-08 09:00'],
  ]);
});

test('limits beyond 2099 and calendars without any work are refused and never searched for ever', async (t) => {
  const never = new Calendars([edition('H57', 5, { hours: { weekly: [[], [], [], [], [], [], []], validFrom: '1990-01-01' } })]).workingTime('H57', '2023-12-31', 100);
  const closing = new Calendars([edition('H57', 5, { hours: { weekly: [[], [], [], [], [], [], []], validFrom: '2024-01-10' } })]).workingTime('H57', '2023-12-31');
  for (const limit of ['1w', '1c', '1h', '0w', '0c', '0h', '400000c', '90000w', '1e300w', '1e300c', '1e300h']) {
    for (const time of [never, closing, national]) {
      if (time !== never && /^[01]\w$/.test(limit)) continue;
      t.throws(() => time.dueAt(at('2024-01-09 17:01'), read(limit)), { code: 'LIMIT_BEYOND_CALENDAR' }, limit);
    }
  }
  t.throws(() => national.dueAt(at('2099-12-31 09:00'), read('1w')), { code: 'LIMIT_BEYOND_CALENDAR' });
  t.throws(() => national.addWorkingDays('2099-12-31', 1), { code: 'LIMIT_BEYOND_CALENDAR' });
  t.throws(() => national.addWorkingDays('1990-01-01', -1), { code: 'LIMIT_BEYOND_CALENDAR' });
  t.throws(() => closing.advance(at('2024-01-09 16:59'), 2), { code: 'LIMIT_BEYOND_CALENDAR' });
  t.equal(clock(closing.advance(at('2024-01-09 16:59'), 1)), '2024-01-09 17:00');
});

test('amounts, instants and dates that are none are refused', async (t) => {
  const start = at('2024-01-08 09:00');
  const wrong = [
    () => national.dueAt(start, read('-1w')), () => national.dueAt(start, { amount: Number.NaN, unit: 'hours' }),
    () => national.dueAt(start, read('1.5c')), () => national.dueAt(start, { amount: Infinity, unit: 'working_days' }),
    () => national.advance(start, -1), () => national.advance(start, 0.5), () => national.addWorkingDays('2024-01-08', 0.5),
    () => national.dueAt(at('1989-12-31 09:00'), read('1w')), () => national.dueAt(at('2100-01-01 00:00'), read('1w')), () => national.dueAt(Number.NaN, read('1w')),
    ...['2024-02-30', '2023-02-29', '2024-13-01', '2024-1-1', '1989-12-31', '2100-01-01', '', '2024-01-0x', '2024-01-011'].map((date) => () => national.isWorkingDay(date)),
  ];
  for (const call of wrong) t.throws(call, { code: 'PARAMETER_INVALID' }, String(call));
  t.ok(national.isWorkingDay('2024-02-29'));
  try {
    national.minutesOf('2024-02-30');
  } catch (error) {
    t.ok(isAppError(error) && error.message.includes('2024-02-30'), 'the message names the date');
  }
});
