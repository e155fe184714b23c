import { execFileSync } from 'node:child_process';
import {
  addDays, civilDateOf, daysBetween, EARLIEST_INSTANT, formatCivilDate, formatInstant, instantAt, isCivilDate, LATEST_INSTANT,
  minuteOf, parseInstant,
} from '@motcua/kernel';
import fc from 'fast-check';
import { test } from 'tap';

const MINUTE_MS = 60_000;
const instants = fc.integer({ min: EARLIEST_INSTANT, max: LATEST_INSTANT - 1 });

test('the last millisecond of 14/03 in Vietnam is 14/03 and midnight is 15/03', async (t) => {
  const at = (text: string): string => civilDateOf(parseInstant(text) ?? Number.NaN);
  t.equal(at('2024-03-14T23:59:59.999+07:00'), '2024-03-14');
  t.equal(at('2024-03-15T00:00:00+07:00'), '2024-03-15');
  t.equal(at('2024-03-14T16:59:59.999Z'), '2024-03-14');
  t.equal(at('2024-03-14T17:00:00Z'), '2024-03-15');
  t.equal(at('2024-02-28T17:00:00Z'), '2024-02-29', 'the leap day begins at 17:00 UTC of the day before');
  t.equal(at('2023-12-31T18:00:00-05:00'), '2024-01-01');
});

test('reads an instant whatever offset it was written with', async (t) => {
  const expected = Date.UTC(2024, 0, 5, 5, 15);
  for (const text of [
    '2024-01-05T12:15:00+07:00', '2024-01-05T05:15:00Z', '2024-01-05t05:15:00z', '2024-01-05T05:15:00+00:00', '2024-01-05T05:15:00-00:00',
    '2024-01-04T23:15:00-06:00', '2024-01-05T10:45:00+05:30', '2024-01-05T12:15:00.000000000+07:00',
  ]) t.equal(parseInstant(text), expected, text);
});

test('12:15 stays 12:15 and never becomes 00:15', async (t) => {
  const noon = parseInstant('2024-01-05T12:15:00+07:00');
  t.equal(noon, instantAt('2024-01-05', 12 * 60 + 15));
  t.not(noon, parseInstant('2024-01-05T00:15:00+07:00'));
});

test('cuts what is finer than a millisecond instead of rounding into the next day', async (t) => {
  t.equal(parseInstant('2024-03-14T23:59:59.999999999+07:00'), instantAt('2024-03-15', 0) - 1);
  t.equal(parseInstant('2024-03-14T23:59:59.5+07:00'), instantAt('2024-03-15', 0) - 500);
  t.equal(parseInstant('2024-03-14T23:59:59.05+07:00'), instantAt('2024-03-15', 0) - 950);
});

test('does not read what is no real instant', async (t) => {
  for (const text of [
    '2024-02-30T08:00:00+07:00', '2023-02-29T08:00:00+07:00', '2024-04-31T08:00:00+07:00', '2024-13-01T08:00:00+07:00', '2024-00-10T08:00:00+07:00',
    '2024-01-00T08:00:00+07:00', '2024-01-05T24:00:00+07:00', '2024-01-05T24:61:00+07:00', '2024-01-05T08:60:00+07:00', '2016-12-31T23:59:60Z',
    '2024-01-05T08:00:00', '2024-01-05T08:00+07:00', '2024-01-05', '2024-01-05 08:00:00+07:00', '05/01/2024 08:00', '2024-1-5T08:00:00Z',
    '2024-01-05T08:00:00+19:00', '2024-01-05T08:00:00+07:60', '2024-01-05T08:00:00+0700', '2024-01-05T08:00:00+7', '2024-01-05T08:00:00.+07:00',
    '2024-01-05T08:00:00.1234567890Z', '0000-00-00T00:00:00Z', '0024-01-05T08:00:00Z', '+02024-01-05T08:00:00Z', ' 2024-01-05T08:00:00Z', '2024-01-05T08:00:00Z\n',
    '', 'now', '1704416400000',
  ]) t.equal(parseInstant(text), undefined, JSON.stringify(text));
});

test('the earliest accepted instant is the first of 1990 and the latest the last of 2099, in Vietnam', async (t) => {
  t.equal(civilDateOf(EARLIEST_INSTANT), '1990-01-01');
  t.equal(civilDateOf(EARLIEST_INSTANT - 1), '1989-12-31');
  t.equal(civilDateOf(LATEST_INSTANT - 1), '2099-12-31');
  t.equal(civilDateOf(LATEST_INSTANT), '2100-01-01');
});

test('what is formatted is read back as the same instant', async () => {
  fc.assert(fc.property(instants, (instant) => parseInstant(formatInstant(instant)) === instant));
});

test('an instant lies in the civil date that it is counted in, between its midnight and the next', async () => {
  fc.assert(fc.property(instants, (instant) => {
    const date = civilDateOf(instant);
    return isCivilDate(date) && instantAt(date, 0) <= instant && instant < instantAt(addDays(date, 1), 0);
  }));
});

test('a civil date agrees with the time-zone database', async () => {
  const vietnam = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });
  fc.assert(fc.property(instants, (instant) => civilDateOf(instant) === vietnam.format(instant)));
});

test('all instants of a minute share it, before the epoch too', async (t) => {
  t.equal(minuteOf(0), 0);
  t.equal(minuteOf(59_999), 0);
  t.equal(minuteOf(60_000), 1);
  t.equal(minuteOf(-1), -1);
  fc.assert(fc.property(instants, (instant) => minuteOf(instant) * MINUTE_MS <= instant && instant < (minuteOf(instant) + 1) * MINUTE_MS));
});

test('counts days over leap days and years, forward and back', async (t) => {
  t.equal(addDays('2024-02-28', 1), '2024-02-29');
  t.equal(addDays('2024-02-28', 2), '2024-03-01');
  t.equal(addDays('2024-01-01', -1), '2023-12-31');
  t.equal(daysBetween('2023-12-15', '2024-03-14'), 90);
  t.equal(daysBetween('2024-03-01', '2024-02-28'), -2);
  const dates = instants.map(civilDateOf);
  fc.assert(fc.property(dates, fc.integer({ min: -9000, max: 9000 }), (date, days) => daysBetween(date, addDays(date, days)) === days));
});

test('dates sort as text', async () => {
  fc.assert(fc.property(instants, instants, (a, b) => {
    const [one, other] = [civilDateOf(a), civilDateOf(b)];
    return Math.sign(daysBetween(one, other)) === (one < other ? 1 : one > other ? -1 : 0);
  }));
});

test('knows which dates exist', async (t) => {
  for (const date of ['2024-02-29', '2000-02-29', '1990-01-01', '2024-12-31']) t.ok(isCivilDate(date), date);
  for (const date of ['2023-02-29', '1900-02-29', '2024-02-30', '2024-06-31', '2024-13-01', '2024-00-01', '2024-01-32', '24-01-01', '2024-1-1', '2024-01-01T00:00:00Z', '', '0000-01-01']) {
    t.notOk(isCivilDate(date), date);
  }
});

test('a year typed with leading zeros is not taken for one of the last century', async (t) => {
  for (const date of ['0095-01-05', '0095-01-31', '0099-12-31', '0000-01-01']) t.notOk(isCivilDate(date), date);
  t.equal(parseInstant('0095-01-05T08:00:00+07:00'), undefined);
});

test('knows the same dates as the calendar, day by day over five years', async (t) => {
  const texts = [2023, 2024, 2025, 2000, 1900].flatMap((year) => Array.from({ length: 14 * 33 }, (_, index) =>
    `${year}-${String(Math.floor(index / 33)).padStart(2, '0')}-${String(index % 33).padStart(2, '0')}`));
  const exists = (text: string): boolean => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
  t.same(texts.filter(isCivilDate), texts.filter(exists));
  t.equal(texts.filter(isCivilDate).length, 4 * 365 + 2 * 1 + 365);
});

test('writes a date as Vietnamese readers expect it', async (t) => {
  t.equal(formatCivilDate('2024-03-14'), '14/03/2024');
});

test('the time zone of the machine changes nothing', async (t) => {
  const script = `
    import { addDays, civilDateOf, daysBetween, formatInstant, instantAt, parseInstant, parsePeriod } from '@motcua/kernel';
    const texts = ['2024-03-14T23:59:59.999+07:00', '2024-03-15T00:00:00+07:00', '2024-03-10T02:30:00-05:00', '2024-11-03T01:30:00-04:00', '1990-01-01T00:00:00+07:00'];
    const instants = texts.map(parseInstant);
    console.log(JSON.stringify([instants, instants.map(civilDateOf), instants.map(formatInstant), instantAt('2024-03-10', 150), addDays('2024-03-09', 2),
      daysBetween('2024-03-09', '2024-03-11'), parsePeriod('2024-Q1'), parsePeriod('2024', 'calendar')]));`;
  const answers = ['UTC', 'America/New_York', 'Asia/Ho_Chi_Minh', 'Pacific/Kiritimati'].map((zone) =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: import.meta.dirname, env: { TZ: zone }, encoding: 'utf8' }));
  for (const answer of answers) t.equal(answer, answers[0]);
  t.match(answers[0], '"2024-03-14","2024-03-15"');
});
