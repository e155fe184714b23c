import { AppError, addDays, parsePeriod } from '@motcua/kernel';
import type { PeriodScheme } from '@motcua/kernel';
import { test } from 'tap';

const bounds = (id: string, scheme?: PeriodScheme): string => {
  const { from, to } = parsePeriod(id, scheme);
  return `${from}..${to}`;
};

const vpcp: Readonly<Record<string, string>> = {
  '2024-01': '2023-12-15..2024-01-14', '2024-02': '2024-01-15..2024-02-14', '2024-03': '2024-02-15..2024-03-14', '2024-12': '2024-11-15..2024-12-14',
  '2024-Q1': '2023-12-15..2024-03-14', '2024-Q2': '2024-03-15..2024-06-14', '2024-Q3': '2024-06-15..2024-09-14', '2024-Q4': '2024-09-15..2024-12-14',
  '2024-6M': '2023-12-15..2024-06-14', '2024-9M': '2023-12-15..2024-09-14', '2024': '2023-12-15..2024-12-14',
};

const calendar: Readonly<Record<string, string>> = {
  '2024-01': '2024-01-01..2024-01-31', '2024-02': '2024-02-01..2024-02-29', '2023-02': '2023-02-01..2023-02-28', '2024-04': '2024-04-01..2024-04-30',
  '2024-12': '2024-12-01..2024-12-31', '2024-Q1': '2024-01-01..2024-03-31', '2024-Q2': '2024-04-01..2024-06-30', '2024-Q3': '2024-07-01..2024-09-30',
  '2024-Q4': '2024-10-01..2024-12-31', '2024-6M': '2024-01-01..2024-06-30', '2024-9M': '2024-01-01..2024-09-30', '2024': '2024-01-01..2024-12-31',
};

test('the periods of the Government Office run from the 15th to the 14th', async (t) => {
  for (const [id, expected] of Object.entries(vpcp)) t.equal(bounds(id), expected, id);
});

test('calendar periods end on the last day of their month', async (t) => {
  for (const [id, expected] of Object.entries(calendar)) t.equal(bounds(id, 'calendar'), expected, id);
});

test('the months of a year follow each other without gap or overlap, and so do the quarters', async (t) => {
  for (const scheme of ['vpcp-15-14', 'calendar'] as const) {
    const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => parsePeriod(`2024-${month}`, scheme));
    const quarters = ['Q1', 'Q2', 'Q3', 'Q4'].map((quarter) => parsePeriod(`2024-${quarter}`, scheme));
    const year = parsePeriod('2024', scheme);
    for (const parts of [months, quarters]) {
      t.equal(parts[0]?.from, year.from);
      t.equal(parts.at(-1)?.to, year.to);
      for (const [index, part] of parts.entries()) t.equal(part.from, index === 0 ? year.from : addDays(parts[index - 1]?.to ?? '', 1), part.id);
    }
    t.equal(parsePeriod('2025', scheme).from, addDays(year.to, 1));
  }
});

test('two dates are a free range under every scheme', async (t) => {
  for (const scheme of ['vpcp-15-14', 'calendar', 'free'] as const) {
    t.same(parsePeriod('2024-01-05..2024-02-10', scheme), { scheme: 'free', id: '2024-01-05..2024-02-10', from: '2024-01-05', to: '2024-02-10' });
  }
  t.equal(bounds('2024-02-29..2024-02-29'), '2024-02-29..2024-02-29', 'a range of one day');
});

test('refuses what is not a period, and says how to write one', async (t) => {
  for (const id of [
    '', '2024-Q0', '2024-Q5', '2024-00', '2024-13', '2024-1', '2024-3M', '2024-12M', '24-Q1', '1899', '2100-Q1', '2024-q1', '2024-Q1 ', ' 2024-Q1', '2024Q1', 'Q1-2024',
    '2024-02-10..2024-01-05', '2024-02-30..2024-03-10', '2024-01-05..2024-02-31', '2024-01-05', '2024-01-05...2024-02-10', '2024-01-05..', '2024-Q1\n',
  ]) t.throws(() => parsePeriod(id), { code: 'PARAMETER_INVALID', message: /2024-Q1/, errors: [{ pointer: '/period' }] }, JSON.stringify(id));
});

test('a range that leaves the years 1900 to 2099 is refused, and one up to their ends is not', async (t) => {
  for (const id of ['4000-01-20..4000-02-01', '1899-12-31..1900-01-31', '2099-12-01..2100-01-01', '0100-01-01..9999-12-31']) {
    t.throws(() => parsePeriod(id), { code: 'PARAMETER_INVALID', message: /1900-01-01 to 2099-12-31/, errors: [{ pointer: '/period' }] }, id);
  }
  t.equal(bounds('1900-01-01..2099-12-31'), '1900-01-01..2099-12-31');
});

test('a name of a period means nothing in the free scheme', async (t) => {
  t.throws(() => parsePeriod('2024-Q1', 'free'), { code: 'PARAMETER_INVALID' });
});

test('does not repeat a text of any length in its message', async (t) => {
  try {
    parsePeriod('x'.repeat(10_000));
    t.fail('must not be read');
  } catch (error) {
    t.ok(error instanceof AppError && error.message.length < 300);
  }
});

test('under the scheme free only two dates are proposed', async (t) => {
  for (const id of ['2024-Q1', '2024', 'x', '2024-02-10..2024-01-05']) {
    t.throws(() => parsePeriod(id, 'free'), { code: 'PARAMETER_INVALID', message: /scheme free: write two dates.*2023-12-15\.\.2024-03-14\.$/, errors: [{ pointer: '/period' }] }, id);
  }
});
