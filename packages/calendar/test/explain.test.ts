import { Calendars } from '@motcua/calendar';
import type { Limit, LimitExplanation } from '@motcua/calendar';
import { test } from 'tap';
import { at, clock, edition, MORNING, off, work } from './support.ts';

const calendars = new Calendars([edition('H57', 5, { days: [work('2024-03-05', MORNING), { ...off('2024-03-06', 'Bão'), verified: 'press' }] })]);
const explain = (start: string, amount: number, unit: Limit['unit'], code = 'H58'): LimitExplanation => calendars.workingTime(code, '2026-12-31').explain(at(start), { amount, unit });
const dates = (days: readonly { readonly date: string }[]): readonly string[] => days.map(({ date }) => date);

test('a limit in working days names every day that counted and every day off on the way', async (t) => {
  const told = explain('2024-02-06 17:01', 2, 'working_days');
  t.equal(told.countsFrom, '2024-02-07');
  t.equal(told.shifted, 'after_closing');
  t.equal(clock(told.dueAt), '2024-02-16 17:00');
  t.strictSame(dates(told.counted), ['2024-02-15', '2024-02-16']);
  t.strictSame(told.counted[0], { date: '2024-02-15', intervals: [{ from: 420, to: 690 }, { from: 810, to: 1020 }], minutes: 480 });
  t.strictSame(dates(told.skipped), ['2024-02-08', '2024-02-09', '2024-02-10', '2024-02-11', '2024-02-12', '2024-02-13', '2024-02-14']);
  t.strictSame(told.skipped[2], { date: '2024-02-10', name: 'Tết Nguyên đán (mùng 1)', verified: 'verified' });
  t.strictSame(told.rolledForward, []);
  t.equal(told.beyondAnnounced, false);
  t.equal(told.calendar, 'VN@0:2024-12-03');
});

test('a reception on a day off says so, and the days off before day 0 are told', async (t) => {
  const told = explain('2024-01-06 09:00', 1, 'working_days');
  t.equal(told.countsFrom, '2024-01-08');
  t.equal(told.shifted, 'day_off');
  t.strictSame(told.skipped, [{ date: '2024-01-06', name: 'Thứ Bảy', verified: 'verified' }, { date: '2024-01-07', name: 'Chủ nhật', verified: 'verified' }]);
  t.equal(explain('2024-01-08 09:00', 1, 'working_days').shifted, 'none');
});

test('half days and the sureness of days off come from the calendar of the authority', async (t) => {
  const told = explain('2024-03-04 09:00', 1, 'working_days', 'H57.31');
  t.strictSame(told.counted.map(({ date, minutes }) => [date, minutes]), [['2024-03-05', 240], ['2024-03-07', 480]]);
  t.strictSame(told.skipped, [{ date: '2024-03-06', name: 'Bão', verified: 'press' }]);
  t.equal(told.calendar, 'VN@0:2024-12-03+H57@5');
});

test('a limit in calendar days counts days off and rolls forward over those at its end', async (t) => {
  const told = explain('2024-02-05 09:00', 4, 'calendar_days');
  t.strictSame(dates(told.counted), ['2024-02-06', '2024-02-07', '2024-02-08', '2024-02-09']);
  t.strictSame(told.counted.map(({ minutes }) => minutes), [480, 480, 0, 0]);
  t.strictSame(told.skipped, []);
  t.strictSame(dates(told.rolledForward), ['2024-02-09', '2024-02-10', '2024-02-11', '2024-02-12', '2024-02-13', '2024-02-14']);
  t.equal(clock(told.dueAt), '2024-02-15 17:00');
  t.equal(explain('2024-02-05 17:01', 1, 'calendar_days').countsFrom, '2024-02-06');
  t.strictSame(explain('2024-02-05 09:00', 1, 'calendar_days').rolledForward, []);
});

test('a limit in hours names the parts of the days that counted', async (t) => {
  const told = explain('2024-02-07 11:00', 6, 'hours');
  t.strictSame(told.counted, [
    { date: '2024-02-07', intervals: [{ from: 660, to: 690 }, { from: 810, to: 1020 }], minutes: 240 },
    { date: '2024-02-15', intervals: [{ from: 420, to: 540 }], minutes: 120 },
  ]);
  t.equal(told.skipped.length, 7);
  const late = explain('2024-01-08 17:00', 1, 'hours');
  t.equal(late.countsFrom, '2024-01-09');
  t.equal(late.shifted, 'after_closing');
  t.equal(explain('2024-01-08 12:15', 1, 'hours').countsFrom, '2024-01-08');
});

test('dates in years whose days off are not announced beyond those of fixed date are marked as such', async (t) => {
  t.equal(explain('2026-12-30 09:00', 1, 'working_days').beyondAnnounced, false);
  t.equal(explain('2027-03-15 09:00', 1, 'working_days').beyondAnnounced, true);
  t.equal(explain('2026-12-31 09:00', 1, 'working_days').beyondAnnounced, true);
  t.equal(explain('2029-12-31 09:00', 5, 'calendar_days').beyondAnnounced, true);
  const beyond = (date: string, name: string): boolean => new Calendars([edition('VN', 9, { days: [off(date, name)] })])
    .workingTime('H58', '2026-12-31').explain(at('2026-12-31 09:00'), { amount: 1, unit: 'working_days' }).beyondAnnounced;
  t.equal(beyond('2027-01-01', 'Tết Dương lịch'), true);
  t.equal(beyond('2027-02-08', 'Tết Nguyên đán'), false);
});

test('what an explanation counts adds up to the limit', async (t) => {
  for (const start of ['2024-01-31 16:59', '2024-02-10 10:00', '2024-04-26 17:01', '2024-12-31 11:45']) {
    t.equal(explain(start, 30, 'working_days').counted.length, 30);
    t.equal(explain(start, 30, 'calendar_days').counted.length, 30);
    t.equal(explain(start, 30, 'hours').counted.reduce((sum, { minutes }) => sum + minutes, 0), 1800);
  }
});
