import { addDays, daysBetween, followsOn, nextPeriod, parsePeriod, periodName, periodsOfYear, previousPeriod, reportingYear, samePeriodLastYear } from '@motcua/kernel';
import type { Period, PeriodScheme } from '@motcua/kernel';
import { test } from 'tap';

const shown = ({ id, from, to }: Period): string => (id.includes('..') ? id : `${id} ${from}..${to}`);

/** Each named period, what stands before it, and the same of the year before; written out by hand. */
const neighbours: readonly (readonly [id: string, scheme: PeriodScheme, previous: string, lastYear: string])[] = [
  ['2024-Q1', 'vpcp-15-14', '2023-Q4 2023-09-15..2023-12-14', '2023-Q1 2022-12-15..2023-03-14'],
  ['2024-Q2', 'vpcp-15-14', '2024-Q1 2023-12-15..2024-03-14', '2023-Q2 2023-03-15..2023-06-14'],
  ['2024-03', 'vpcp-15-14', '2024-02 2024-01-15..2024-02-14', '2023-03 2023-02-15..2023-03-14'],
  ['2024-01', 'vpcp-15-14', '2023-12 2023-11-15..2023-12-14', '2023-01 2022-12-15..2023-01-14'],
  ['2024-6M', 'vpcp-15-14', '2023-6M 2022-12-15..2023-06-14', '2023-6M 2022-12-15..2023-06-14'],
  ['2024-9M', 'vpcp-15-14', '2023-9M 2022-12-15..2023-09-14', '2023-9M 2022-12-15..2023-09-14'],
  ['2024', 'vpcp-15-14', '2023 2022-12-15..2023-12-14', '2023 2022-12-15..2023-12-14'],
  ['2024-03', 'calendar', '2024-02 2024-02-01..2024-02-29', '2023-03 2023-03-01..2023-03-31'],
  ['2025-03', 'calendar', '2025-02 2025-02-01..2025-02-28', '2024-03 2024-03-01..2024-03-31'],
  ['2025-02', 'calendar', '2025-01 2025-01-01..2025-01-31', '2024-02 2024-02-01..2024-02-29'],
  ['2024-05', 'calendar', '2024-04 2024-04-01..2024-04-30', '2023-05 2023-05-01..2023-05-31'],
  ['2024-01', 'calendar', '2023-12 2023-12-01..2023-12-31', '2023-01 2023-01-01..2023-01-31'],
  ['2024-Q1', 'calendar', '2023-Q4 2023-10-01..2023-12-31', '2023-Q1 2023-01-01..2023-03-31'],
  ['2024-01-05..2024-02-10', 'vpcp-15-14', '2023-11-29..2024-01-04', '2023-01-05..2023-02-10'],
  ['2024-02-29..2024-02-29', 'free', '2024-02-28..2024-02-28', '2023-02-28..2023-02-28'],
  ['2024-03-01..2024-03-31', 'free', '2024-01-30..2024-02-29', '2023-03-01..2023-03-31'],
];

test('the period before, and the same period of the year before, over leap years, month ends and turns of the year', async (t) => {
  for (const [id, scheme, previous, lastYear] of neighbours) {
    const period = parsePeriod(id, scheme);
    t.equal(shown(previousPeriod(period)), previous, `before ${scheme} ${id}`);
    t.equal(shown(samePeriodLastYear(period)), lastYear, `a year before ${scheme} ${id}`);
  }
});

test('over twenty years months and quarters follow on one another, and going back undoes going on', async (t) => {
  for (const scheme of ['vpcp-15-14', 'calendar'] as const) {
    for (const [id, steps] of [['2010-01', 240], ['2010-Q1', 80], ['2010', 20]] as const) {
      let period = parsePeriod(id, scheme);
      const start = period.from;
      let days = 0;
      for (let step = 0; step < steps; step += 1) {
        const next = nextPeriod(period);
        if (!followsOn(period, next)) t.fail(`${next.id} does not follow on ${period.id}`);
        if (previousPeriod(next).id !== period.id) t.fail(`before ${next.id} stands ${previousPeriod(next).id}`);
        days += daysBetween(period.from, period.to) + 1;
        period = next;
      }
      t.equal(period.id, id.replace('2010', '2030'));
      t.equal(addDays(start, days), period.from, 'no day is lost and none stands in two periods');
    }
  }
});

test('a day of 2023 to 2028 lies in exactly one month, quarter and year of each scheme, New Year included', async (t) => {
  for (const scheme of ['vpcp-15-14', 'calendar'] as const) {
    const periods = [2023, 2024, 2025, 2026, 2027, 2028].flatMap((year) => periodsOfYear(year, scheme));
    for (let day = '2023-01-01'; day <= '2028-11-30'; day = addDays(day, 1)) {
      const names = periods.filter(({ from, to }) => from <= day && day <= to).map((period) => periodName(period));
      const once = ['month', 'quarter', 'year'].every((unit) => names.filter((name) => name?.unit === unit).length === 1);
      if (!once || names.some((name) => name?.year !== reportingYear(day, scheme))) t.fail(`${scheme} ${day}`);
    }
    t.equal(periods.length, 6 * 19);
  }
});

test('six and nine months follow on no period of their own kind, a quarter on the quarter before in any scheme of the same days', async (t) => {
  for (const id of ['2024-6M', '2024-9M']) t.notOk(followsOn(previousPeriod(parsePeriod(id)), parsePeriod(id)), id);
  t.ok(followsOn(parsePeriod('2023-10-01..2023-12-14'), parsePeriod('2024-Q1')));
  t.notOk(followsOn(parsePeriod('2023-Q4', 'calendar'), parsePeriod('2024-Q1')));
});

test('a year lists its months, quarters, six and nine months and itself, which begin and end together', async (t) => {
  const periods = periodsOfYear(2024);
  t.strictSame(periods.map(({ id }) => id), [
    '2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06', '2024-07', '2024-08', '2024-09', '2024-10', '2024-11', '2024-12',
    '2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4', '2024-6M', '2024-9M', '2024',
  ]);
  t.strictSame(periodName(parsePeriod('2024-Q3')), { unit: 'quarter', year: 2024, number: 3 });
  t.equal(periodName(parsePeriod('2024-01-05..2024-02-10')), undefined);
});

test('the reporting year begins on 15/12 of the year before, the calendar year on 1/1', async (t) => {
  t.strictSame(['2023-12-14', '2023-12-15', '2024-01-01', '2024-12-14', '2024-12-15'].map((day) => reportingYear(day, 'vpcp-15-14')), [2023, 2024, 2024, 2024, 2025]);
  t.strictSame(['2023-12-31', '2024-01-01'].map((day) => reportingYear(day, 'calendar')), [2023, 2024]);
});

test('what has no period before it, and a free scheme without names, is refused', async (t) => {
  t.throws(() => previousPeriod(parsePeriod('1900-Q1')), { code: 'PARAMETER_INVALID' });
  t.throws(() => nextPeriod(parsePeriod('2099-12')), { code: 'PARAMETER_INVALID' });
  t.throws(() => periodsOfYear(2024, 'free'), { code: 'PARAMETER_INVALID' });
});
