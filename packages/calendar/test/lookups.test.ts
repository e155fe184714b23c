import { Calendars, formatWorkingDuration } from '@motcua/calendar';
import { test } from 'tap';
import { at, clock, edition, MORNING, SATURDAYS, work } from './support.ts';

const national = new Calendars().workingTime('H57', '2026-12-31');

test('the reporting periods of 2024 have as many working days as the wall calendar', async (t) => {
  t.equal(national.countDays('2023-12-15', '2024-03-14'), 59, 'the first quarter');
  t.equal(national.countDays('2024-02-08', '2024-02-14'), 0, 'Tết');
  t.equal(national.countDays('2024-04-29', '2024-05-04'), 3, 'Thursday, Friday and the Saturday made up for');
  t.equal(national.countDays('2024-01-08', '2024-01-08'), 1);
  t.equal(national.countDays('2024-01-06', '2024-01-07'), 0);
  t.equal(national.countDays('2024-01-09', '2024-01-08'), 0, 'nothing lies in an empty range');
});

test('the n-th working day is found forwards and backwards', async (t) => {
  t.equal(national.addWorkingDays('2024-02-07', 1), '2024-02-15');
  t.equal(national.addWorkingDays('2024-02-10', 1), '2024-02-15');
  t.equal(national.addWorkingDays('2024-02-15', -1), '2024-02-07');
  t.equal(national.addWorkingDays('2024-02-10', -2), '2024-02-06');
  t.equal(national.addWorkingDays('2024-02-10', 0), '2024-02-10');
});

test('working minutes leave out the lunch break, nights and days off', async (t) => {
  const between = (a: string, b: string): number => national.minutesBetween(at(a), at(b));
  t.equal(between('2024-01-08 00:00', '2024-01-09 00:00'), 480);
  t.equal(between('2024-01-08 11:00', '2024-01-08 14:00'), 60);
  t.equal(between('2024-01-08 16:59', '2024-01-09 07:01'), 2);
  t.equal(between('2024-02-07 17:00', '2024-02-15 07:00'), 0);
  t.equal(between('2024-01-09 07:00', '2024-01-08 07:00'), 0, 'never negative');
  t.equal(national.minutesBetween(at('2024-01-08 08:00') + 59_000, at('2024-01-08 08:01')), 1, 'seconds are cut');
});

test('every day has a closing time, days off too', async (t) => {
  const saturdays = new Calendars([edition('H57', 5, { hours: { weekly: SATURDAYS, validFrom: '2023-01-01' }, days: [work('2024-01-09', MORNING)] })]).workingTime('H57', '2026-12-31');
  t.equal(clock(national.endOfDay('2024-01-08')), '2024-01-08 17:00');
  t.equal(clock(national.endOfDay('2024-02-10')), '2024-02-10 17:00');
  t.equal(clock(saturdays.endOfDay('2024-01-06')), '2024-01-06 11:00');
  t.equal(clock(saturdays.endOfDay('2024-02-10')), '2024-02-10 11:00', 'a day off closes when it would have');
  t.equal(clock(saturdays.endOfDay('2024-01-07')), '2024-01-07 17:00');
  t.equal(clock(saturdays.endOfDay('2024-01-09')), '2024-01-09 11:00');
});

test('days off and days made up for have their Vietnamese names, ordinary days none', async (t) => {
  t.equal(national.dayName('2024-02-10'), 'Tết Nguyên đán (mùng 1)');
  t.equal(national.dayName('2024-01-06'), 'Thứ Bảy');
  t.equal(national.dayName('2024-01-07'), 'Chủ nhật');
  t.equal(national.dayName('2024-04-29'), 'Nghỉ hoán đổi (làm bù thứ Bảy 04/05/2024)');
  t.equal(national.dayName('2024-05-04'), 'Làm bù cho ngày 29/04/2024');
  t.equal(national.dayName('2024-01-08'), undefined);
});

test('intervals of a day are the hours of its week, and none on a day off', async (t) => {
  t.strictSame(national.intervalsOf('2024-01-08'), [{ from: 420, to: 690 }, { from: 810, to: 1020 }]);
  t.strictSame(national.intervalsOf('2024-02-10'), []);
  t.equal(national.minutesOf('2024-05-04'), 480);
  t.equal(national.minutesOf('2024-05-05'), 0);
});

test('time is told in days of 8 hours, without the parts that are zero', async (t) => {
  const told: readonly (readonly [number, string])[] = [
    [0, '0 phút'], [15, '15 phút'], [60, '1 giờ'], [479, '7 giờ 59 phút'], [480, '1 ngày'], [495, '1 ngày 15 phút'], [1140, '2 ngày 3 giờ'], [1141, '2 ngày 3 giờ 1 phút'],
  ];
  for (const [minutes, text] of told) t.equal(formatWorkingDuration(minutes), text);
});
