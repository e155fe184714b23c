import { NATIONAL_CODE } from '@motcua/calendar';
import type { Edition } from '@motcua/database';
import { Almanac } from '@motcua/dossier';
import { formatInstant, instantAt, parsePeriod } from '@motcua/kernel';
import { deliveryKey } from '@motcua/ledger';
import { test } from 'tap';
import { deliveriesOf } from '../src/jobs/deliveries.ts';
import { planOf } from '../src/jobs/plan.ts';
import { readSchedules } from '../src/jobs/schedule.ts';

test('a period is due so many days or working days after it ends, from the first that ends on the schedule\'s first day', async (t) => {
  const at = (date: string) => ({ workingTime: new Almanac().workingTime(NATIONAL_CODE, instantAt(date, 0)), now: instantAt(date, 8 * 60) });
  const due = (wish: object, today: string) => planOf(scheduleOf(wish), at(today)).due.map(({ period, beginAt, deadlineAt }) => [period.id, formatInstant(beginAt), deadlineAt && formatInstant(deadlineAt)]);
  t.strictSame(due({ every: 'quarter' }, '2024-03-14'), []);
  t.strictSame(due({ every: 'quarter' }, '2024-03-15'), [['2024-Q1', '2024-03-15T00:30:00.000Z', undefined]]);
  t.strictSame(due({ every: 'quarter', since: '2024-03-15' }, '2024-06-15'), [['2024-Q2', '2024-06-15T00:30:00.000Z', undefined]]);
  // 14/2/2024 is the last day of Tết; 17/2 and 18/2 are a weekend.
  t.strictSame(due({ every: 'month', since: '2024-02-01', begin: { workingDays: 1, at: '08:00' }, deadline: { workingDays: 3, at: '16:00' } }, '2024-02-20'), [['2024-02', '2024-02-15T01:00:00.000Z', '2024-02-19T09:00:00.000Z']]);
  t.strictSame(due({ every: 'year', scheme: 'calendar', since: '2024-12-31' }, '2026-01-01').map(([id]) => id), ['2024', '2025']);
  t.equal(planOf(scheduleOf({ every: 'nine_months' }), at('2024-03-15')).next.period.id, '2024-9M');
});

test('of a period that was restated the edition that stands is delivered, under a key of its own', async (t) => {
  const schedule = scheduleOf({ every: 'quarter' });
  const planned = { period: parsePeriod('2024-Q1'), beginAt: 0, deadlineAt: 1_000 };
  const keyOf = (edition: string) => deliveryKey({ schedule: 'one', destination: 'drive', edition });
  const of = (edition: string, mark: string) => deliveriesOf(schedule, {
    due: [planned], standing: new Map([['2024-Q1', editionOf(edition)]]), delivered: new Map([[keyOf(mark), recorded(keyOf(mark))]]), failures: new Map(), now: 2_000,
  })[0];
  t.match(of('e-1', 'e-1'), { key: keyOf('e-1'), state: { kind: 'delivered' }, isLate: false });
  t.match(of('e-2', 'e-1'), { key: keyOf('e-2'), state: { kind: 'waiting' }, isLate: true });
  t.not(keyOf('e-1'), keyOf('e-2'));
});

function scheduleOf(wish: object) {
  const [schedule] = readSchedules(JSON.stringify({ schedules: [{ name: 'one', scope: 'H57', since: '2024-01-01', begin: { days: 1, at: '07:30' }, deliver: [{ name: 'drive', folder: '/srv' }], ...wish }] }), {});
  if (schedule === undefined) throw new TypeError('No schedule');
  return schedule;
}

/** As much of an edition as deliveries look at. */
function editionOf(edition: string): Edition {
  return { position: 1, recordedAt: '', closed: { edition } } as Edition;
}

function recorded(id: string) {
  return { id, type: 'ReportDelivered', source: '', sourceId: '', subject: '', occurredAt: '', schemaVersion: 1, data: {}, stream: '', revision: 0, position: 1, recordedAt: '2024-03-15T00:31:00.000Z' };
}
