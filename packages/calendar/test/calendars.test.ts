import { Calendars, editionFaults, NATIONAL_CALENDAR } from '@motcua/calendar';
import type { CalendarEdition } from '@motcua/calendar';
import { test } from 'tap';
import { edition, FULL, MORNING, off, SATURDAYS, work } from './support.ts';

const LATE = '2026-12-31';
const allOff = (name: string): Partial<CalendarEdition> => ({ days: [off('2024-01-10', name)] });

test('the nearest layer that says something about a day wins', async (t) => {
  const calendars = new Calendars([
    edition('VN', 10, { days: [off('2024-01-10', 'cả nước'), off('2024-01-11', 'cả nước'), off('2024-01-12', 'cả nước')] }),
    edition('H57', 11, { days: [off('2024-01-11', 'thành phố'), { ...off('2024-01-12', 'bỏ'), kind: 'weekly' }] }),
    edition('H57.31', 9, { days: [work('2024-01-11')] }),
  ]);
  const names = (code: string): readonly (string | undefined)[] => ['2024-01-10', '2024-01-11', '2024-01-12'].map((date) => calendars.workingTime(code, LATE).dayName(date));
  t.strictSame(names('H58'), ['cả nước', 'cả nước', 'cả nước']);
  t.strictSame(names('H57'), ['cả nước', 'thành phố', undefined]);
  t.strictSame(names('H57.31.02'), ['cả nước', 'Làm việc', undefined]);
  t.strictSame(names('H57.3'), names('H57'), 'a code is no part of a longer number');
  t.strictSame(names('VN'), names('H58'));
});

test('within a layer the later edition wins, in whatever order they come', async (t) => {
  for (const order of [[20, 30], [30, 20]]) {
    const calendars = new Calendars(order.map((position) => edition('H57', position, allOff(`bản ${position}`))));
    t.equal(calendars.workingTime('H57', LATE).dayName('2024-01-10'), 'bản 30');
    t.strictSame(calendars.editions('H57').map(({ position }) => position), [20, 30]);
  }
});

test('an edition counts after its position in the log and from the day of its announcement', async (t) => {
  const calendars = new Calendars([edition('H57', 100, { announcedOn: '2024-01-05', days: [off('2024-01-10'), { ...off('2024-01-11'), announcedOn: '2024-01-08' }] })]);
  const isOff = (date: string, announcedBy: string, before?: number): boolean => !calendars.workingTime('H57', announcedBy, before).isWorkingDay(date);
  t.ok(isOff('2024-01-10', '2024-01-05'));
  t.notOk(isOff('2024-01-10', '2024-01-04'));
  t.ok(isOff('2024-01-10', '2024-01-05', 101));
  t.notOk(isOff('2024-01-10', '2024-01-05', 100), 'an event knows what stands before it only');
  t.notOk(isOff('2024-01-11', '2024-01-07'), 'a day has its own announcement');
  t.ok(isOff('2024-01-11', '2024-01-08'));
});

test('an announcement leaves the working times alone that were handed out', async (t) => {
  const calendars = new Calendars();
  const before = calendars.workingTime('H57', LATE);
  calendars.announce(edition('H57', 100, allOff('mất điện')));
  t.ok(before.isWorkingDay('2024-01-10'));
  t.notOk(calendars.workingTime('H57', LATE).isWorkingDay('2024-01-10'));
  t.equal(calendars.workingTime('H57', LATE, 100), before, 'and what was known before it is still the same');
});

test('an edition that comes in before a known one is not hidden by what was computed', async (t) => {
  const calendars = new Calendars([edition('H57', 100, { days: [off('2024-01-12')] })]);
  t.ok(calendars.workingTime('H57', LATE).isWorkingDay('2024-01-10'));
  calendars.announce(edition('H57', 50, allOff('mất điện')));
  t.notOk(calendars.workingTime('H57', LATE).isWorkingDay('2024-01-10'));
});

test('hours hold from their first day on, before it those of the layer above', async (t) => {
  const calendars = new Calendars([
    edition('H57', 10, { hours: { weekly: SATURDAYS, validFrom: '2024-02-01' } }),
    edition('H57.31', 11, { hours: { weekly: [MORNING, MORNING, MORNING, MORNING, MORNING, [], []], validFrom: '2024-03-01' } }),
    edition('H57.31', 12, { hours: { weekly: [[], FULL, FULL, FULL, FULL, FULL, []], validFrom: '2024-04-01' } }),
  ]);
  const time = calendars.workingTime('H57.31', LATE);
  t.strictSame(['2024-01-20', '2024-02-24', '2024-03-02', '2024-04-06'].map((saturday) => time.minutesOf(saturday)), [0, 240, 0, 480]);
  t.strictSame(['2024-01-22', '2024-02-26', '2024-03-04', '2024-04-08'].map((monday) => time.minutesOf(monday)), [480, 480, 240, 0]);
});

test('a day made up for has the hours of the longest weekday', async (t) => {
  const calendars = new Calendars([edition('H57', 10, { hours: { weekly: [MORNING, FULL, MORNING, [], [], [], []], validFrom: '2024-01-01' }, days: [work('2024-01-13')] })]);
  t.equal(calendars.workingTime('H57', LATE).minutesOf('2024-01-13'), 480);
  const closed = new Calendars([edition('H57', 10, { hours: { weekly: [[], [], [], [], [], [], []], validFrom: '2024-01-01' }, days: [work('2024-01-13')] })]);
  t.equal(closed.workingTime('H57', LATE).minutesOf('2024-01-13'), 480, 'the default hours where the week has none');
});

test('shipped days without proof are listed and have no effect until somebody announces them', async (t) => {
  const unproven = NATIONAL_CALENDAR.days.filter(({ verified }) => verified === 'unverified');
  t.strictSame(unproven.map(({ date }) => date), ['2026-01-02', '2026-01-10', '2026-08-22', '2026-08-31', '2026-11-24']);
  const calendars = new Calendars();
  t.equal(calendars.editions('VN')[0], NATIONAL_CALENDAR);
  const before = calendars.workingTime('H57', LATE);
  t.strictSame(unproven.map(({ date }) => before.isWorkingDay(date)), [true, false, false, true, true]);
  calendars.announce(edition('VN', 7, { announcedOn: '2026-10-01', days: unproven }));
  const after = calendars.workingTime('H57', LATE);
  t.strictSame(unproven.map(({ date }) => after.isWorkingDay(date)), [false, true, true, false, false]);
});

test('the shipped calendar is in order: dates ascending, names and sources in it, free of faults', async (t) => {
  const dates = NATIONAL_CALENDAR.days.map(({ date }) => date);
  t.strictSame(dates, [...new Set(dates)].sort());
  t.equal(dates.filter((date) => date >= '2023-01-01' && date <= '2026-12-31').length, 63);
  t.strictSame(editionFaults(NATIONAL_CALENDAR), []);
  for (const { date, kind, name, source } of NATIONAL_CALENDAR.days) {
    t.ok(name.normalize('NFC') === name && name.length > 5 && source.length > 5, date);
    if (kind === 'work') t.equal(new Date(`${date}T00:00:00Z`).getUTCDay(), 6, `${date} is a Saturday`);
  }
});

test('a version names the layers, their last edition and announcement, and equal versions are one working time', async (t) => {
  const calendars = new Calendars([edition('H57', 812, { announcedOn: '2024-02-01', ...allOff('x') }), edition('H57', 900, { days: [off('2024-06-03')] })]);
  const version = (code: string, announcedBy: string, before?: number): string => calendars.workingTime(code, announcedBy, before).version;
  t.equal(version('H58', '2024-01-01'), 'VN@0');
  t.equal(version('H58', '2024-04-11'), 'VN@0');
  t.equal(version('H58', '2024-04-12'), 'VN@0:2024-04-12');
  t.equal(version('H57.31', LATE, 900), 'VN@0:2024-12-03+H57@812:2024-02-01');
  t.equal(version('H57', '2024-01-31'), 'VN@0+H57@900');
  t.equal(calendars.workingTime('H58', '2025-01-01'), calendars.workingTime('H59.12', '2026-01-01'), 'shared by those without a calendar of their own');
});

test('offices that announce the same hours share the tables, and keep versions of their own', async (t) => {
  const codes = Array.from({ length: 50 }, (_, index) => `H57.${index + 1}`);
  const calendars = new Calendars(codes.map((code, index) => edition(code, 100 + index, { hours: { weekly: SATURDAYS, validFrom: '2024-01-01' } })));
  const before = process.memoryUsage().arrayBuffers;
  const times = codes.map((code) => calendars.workingTime(code, LATE));
  const megabytes = (process.memoryUsage().arrayBuffers - before) / 1e6;
  t.ok(megabytes < 20, `${megabytes.toFixed(1)} MB of tables for fifty offices`);
  t.equal(new Set(times.map(({ version }) => version)).size, 50);
  t.ok(times.every((time) => time.isWorkingDay('2024-01-13')), 'open on Saturday');
  t.notOk(calendars.workingTime('H58', LATE).isWorkingDay('2024-01-13'));
});

test('an edition that contradicts itself is refused with the places', async (t) => {
  const wrong: readonly (readonly [Partial<CalendarEdition>, readonly string[]])[] = [
    [{ days: [off('2024-01-10'), off('2024-01-10')] }, ['/days/1/date']],
    [{ days: [off('2024-02-30')] }, ['/days/0/date']],
    [{ days: [work('2024-01-13', [])] }, ['/days/0/hours']],
    [{ days: [{ ...off('2024-01-12'), hours: FULL }] }, ['/days/0/hours']],
    [{ days: [work('2024-01-13', [{ from: 420, to: 690 }, { from: 600, to: 700 }])] }, ['/days/0/hours/1']],
    [{ days: [work('2024-01-13', [{ from: 420, to: 420 }])] }, ['/days/0/hours/0']],
    [{ hours: { weekly: [FULL], validFrom: '2024-01-01' } }, ['/hours/weekly']],
    [{ hours: { weekly: [[{ from: 0, to: 1441 }], [], [], [], [], [], []], validFrom: '2100-01-01' } }, ['/hours/validFrom', '/hours/weekly/0/0']],
    [{ announcedOn: 'hôm qua' }, ['/announcedOn']],
  ];
  for (const [rest, pointers] of wrong) {
    t.strictSame(editionFaults(edition('H57', 5, rest)).map(({ pointer }) => pointer), pointers);
    t.throws(() => new Calendars([edition('H57', 5, rest)]), { code: 'PARAMETER_INVALID' });
  }
  t.throws(() => new Calendars([edition('H57', 5), edition('H57', 5)]), { code: 'PARAMETER_INVALID' });
  t.throws(() => { new Calendars().announce(NATIONAL_CALENDAR); }, { code: 'PARAMETER_INVALID' });
});
