// Prints what the calendar finds for some starts, as numbers and dates; time-zone.test.ts runs it under several zones.
import { Calendars, NATIONAL_CODE } from '@motcua/calendar';
import { at, edition, SATURDAYS } from './support.ts';

const calendars = new Calendars([edition('H57', 5, { hours: { weekly: SATURDAYS, validFrom: '2024-03-01' } })]);
// Around midnight in Vietnam, in UTC and in New York, and around the change of New York's clocks on 2024-03-10.
const starts = ['2023-12-31 23:59', '2024-01-01 00:00', '2024-02-07 06:59', '2024-02-07 17:00', '2024-02-07 17:01', '2024-03-10 11:00', '2024-03-10 13:59', '2024-03-10 14:00', '2024-04-28 12:15', '2024-12-31 17:01'].map(at);

const lines = [NATIONAL_CODE, 'H57.31'].flatMap((code) => {
  const time = calendars.workingTime(code, '2026-12-31');
  return starts.map((start) => [
    code, start, ...(['working_days', 'calendar_days', 'hours'] as const).flatMap((unit) => [1, 15, 40].map((amount) => time.dueAt(start, { amount, unit }))),
    time.advance(start, 500), time.minutesBetween(start, at('2025-01-31 23:59')), time.endOfDay('2024-03-10'), JSON.stringify(time.explain(start, { amount: 3, unit: 'working_days' })),
  ].join(' '));
});
// The first line shows the zone of the machine.
console.log(new Date(2024, 0, 10).toISOString());
console.log(lines.join('\n'));
