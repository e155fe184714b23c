import type { ReferenceRecord } from '@motcua/dossier';
import type { Limit } from '@motcua/calendar';
import { oracleCalendar, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';

const day = (date: string, kind: string) => ({ date, kind, name: 'Ngày thử' });
const records: readonly ReferenceRecord[] = [
  { type: 'CalendarAnnounced', subject: 'H57', position: 5, data: { announcedOn: '2024-01-04', days: [day('2024-01-09', 'off')] } },
  { type: 'CalendarAnnounced', subject: 'H57.01', position: 8, data: { announcedOn: '2024-01-04', days: [day('2024-01-09', 'weekly'), day('2024-01-13', 'work')] } },
  { type: 'ProcedureDeclared', subject: '1.000001', position: 9, data: { name: 'Thủ tục thử', field: 'F-01', fieldName: 'Lĩnh vực', level: 'commune', validFrom: '2024-01-01', limit: { amount: 3, unit: 'hours' } } },
];
const calendar = oracleCalendar(records);

function due(start: string, amount: number, unit: Limit['unit'], authority = 'H58', known = { by: '2026-12-31', before: Infinity }): string {
  return new Date(calendar.end(authority, known, vietnamTime(start), { amount, unit }) + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

test('ends limits where a wall calendar does', async (t) => {
  t.equal(due('2024-02-05 08:00', 5, 'working_days'), '2024-02-19 17:00', 'over Tết');
  t.equal(due('2024-01-05 17:00', 1, 'working_days'), '2024-01-08 17:00', 'the closing minute is not after closing');
  t.equal(due('2024-01-05 17:01', 1, 'working_days'), '2024-01-09 17:00');
  t.equal(due('2024-01-06 10:00', 1, 'working_days'), '2024-01-09 17:00', 'on a Saturday');
  t.equal(due('2024-01-03 10:00', 4, 'calendar_days'), '2024-01-08 17:00', 'a Sunday rolls forward');
  t.equal(due('2024-01-03 17:01', 4, 'calendar_days'), '2024-01-08 17:00');
  t.equal(due('2024-01-05 16:00', 9, 'hours'), '2024-01-08 17:00');
  t.equal(due('2024-01-05 17:30', 1, 'hours'), '2024-01-08 08:00');
});

test('knows the holidays of fixed date in the years that nobody has announced', async (t) => {
  t.equal(due('2026-12-31 08:00', 1, 'working_days'), '2027-01-04 17:00', 'Friday the first, then a weekend');
  t.equal(due('2027-12-31 08:00', 1, 'working_days'), '2028-01-04 17:00', 'Saturday the first moves to Monday');
  t.equal(due('2028-04-28 08:00', 1, 'working_days'), '2028-05-03 17:00', 'Sunday 30/4 moves over 1/5');
  t.equal(due('2033-04-29 08:00', 1, 'working_days'), '2033-05-04 17:00', 'both move');
});

test('counts what was announced by the day and recorded before the position, the nearer calendar first', async (t) => {
  const from = (authority: string, by: string, before: number): string => due('2024-01-08 08:00', 1, 'working_days', authority, { by, before });
  t.equal(from('H57.02', '2024-01-08', 6), '2024-01-10 17:00');
  t.equal(from('H57.02', '2024-01-03', 6), '2024-01-09 17:00', 'not announced yet');
  t.equal(from('H57.02', '2024-01-08', 5), '2024-01-09 17:00', 'not recorded yet');
  t.equal(from('H57.01', '2024-01-08', 9), '2024-01-09 17:00', 'its own calendar takes the day off back');
  t.equal(due('2024-01-12 08:00', 1, 'working_days', 'H57.01'), '2024-01-13 17:00', 'a make-up Saturday');
});

test('knows the limit of a procedure from its first day and its declaration on', async (t) => {
  t.same(calendar.limitOf('1.000001', '2024-01-01', 10), { amount: 3, unit: 'hours' });
  t.equal(calendar.limitOf('1.000001', '2023-12-31', 10), undefined);
  t.equal(calendar.limitOf('1.000001', '2024-01-01', 9), undefined);
});

test('counts the minutes worked and finds the time when they have been', async (t) => {
  const known = { by: '2026-12-31', before: Infinity };
  const [friday, monday] = [vietnamTime('2024-01-05 16:00'), vietnamTime('2024-01-08 08:00')];
  t.equal(calendar.minutesWorked('H58', known, friday, monday), 120);
  t.equal(calendar.later('H58', known, friday, 120), monday);
  t.equal(calendar.later('H58', known, friday, 0), friday);
});
