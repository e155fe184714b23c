import { Calendars, NATIONAL_CALENDAR, unannouncedSentence } from '@motcua/calendar';
import { test } from 'tap';
import { at, clock, edition, off, work } from './support.ts';

const WEEKDAYS = ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'];
const national = new Calendars().workingTime('H57', '2026-11-21');

/** As a wall calendar has it: `01/01 T6`. */
function daysOff(year: number): readonly string[] {
  return NATIONAL_CALENDAR.days.filter(({ date }) => date.startsWith(String(year))).map(({ date, name }) =>
    `${date.slice(8)}/${date.slice(5, 7)} ${WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''} ${name}`);
}

test('in a year without announcements the holidays of fixed date are off, and what falls on a weekend moves to the next working day', async (t) => {
  const wall: Readonly<Record<number, readonly string[]>> = {
    2022: ['01/01 T7 Tết Dương lịch', '03/01 T2 Nghỉ bù Tết Dương lịch', '30/04 T7 Ngày Chiến thắng', '01/05 CN Quốc tế Lao động', '02/05 T2 Nghỉ bù Ngày Chiến thắng', '03/05 T3 Nghỉ bù Quốc tế Lao động', '02/09 T6 Quốc khánh'],
    2027: ['01/01 T6 Tết Dương lịch', '30/04 T6 Ngày Chiến thắng', '01/05 T7 Quốc tế Lao động', '03/05 T2 Nghỉ bù Quốc tế Lao động', '02/09 T5 Quốc khánh'],
    2028: ['01/01 T7 Tết Dương lịch', '03/01 T2 Nghỉ bù Tết Dương lịch', '30/04 CN Ngày Chiến thắng', '01/05 T2 Quốc tế Lao động', '02/05 T3 Nghỉ bù Ngày Chiến thắng', '02/09 T7 Quốc khánh', '04/09 T2 Nghỉ bù Quốc khánh'],
    2029: ['01/01 T2 Tết Dương lịch', '30/04 T2 Ngày Chiến thắng', '01/05 T3 Quốc tế Lao động', '02/09 CN Quốc khánh', '03/09 T2 Nghỉ bù Quốc khánh'],
    2033: ['01/01 T7 Tết Dương lịch', '03/01 T2 Nghỉ bù Tết Dương lịch', '30/04 T7 Ngày Chiến thắng', '01/05 CN Quốc tế Lao động', '02/05 T2 Nghỉ bù Ngày Chiến thắng', '03/05 T3 Nghỉ bù Quốc tế Lao động', '02/09 T6 Quốc khánh'],
    2034: ['01/01 CN Tết Dương lịch', '02/01 T2 Nghỉ bù Tết Dương lịch', '30/04 CN Ngày Chiến thắng', '01/05 T2 Quốc tế Lao động', '02/05 T3 Nghỉ bù Ngày Chiến thắng', '02/09 T7 Quốc khánh', '04/09 T2 Nghỉ bù Quốc khánh'],
  };
  for (const [year, days] of Object.entries(wall)) t.strictSame(daysOff(Number(year)), days, year);
  t.match(NATIONAL_CALENDAR.days.find(({ date }) => date === '2028-01-03'), { kind: 'off', verified: 'verified', source: 'Bộ luật Lao động 2019, Điều 111 khoản 3' });
});

test('every year of the calendar has its four holidays, and one nobody announced loses four weekdays by them', async (t) => {
  for (let year = 1990; year <= 2099; year += 1) {
    for (const day of ['01-01', '04-30', '05-01', '09-02']) t.notOk(national.isWorkingDay(`${year}-${day}`), `${year}-${day}`);
    if (year < 2023 || year > 2026) t.equal(daysOff(year).filter((day) => !/ (T7|CN) /.test(day)).length, 4, String(year));
  }
});

test('a count and a limit that reach into 2027 leave its first of January out', async (t) => {
  t.equal(national.countDays('2027-01-01', '2027-01-03'), 0);
  t.equal(national.countDays('2026-12-15', '2027-03-14'), 63);
  t.equal(clock(national.dueAt(at('2026-12-30 09:00'), { amount: 2, unit: 'working_days' })), '2027-01-04 17:00');
  t.equal(clock(national.dueAt(at('2026-11-20 09:00'), { amount: 40, unit: 'working_days' })), '2027-01-18 17:00');
});

test('a year is announced when more is known of it than its holidays of fixed date', async (t) => {
  const years = (calendars: Calendars): readonly number[] => calendars.workingTime('H57', '2026-12-31').unannouncedYears('2022-05-01', '2028-02-01');
  t.strictSame(years(new Calendars()), [2022, 2027, 2028]);
  t.strictSame(years(new Calendars([edition('VN', 9, { days: [off('2027-01-01'), off('2028-01-03'), work('2027-01-09')] })])), [2022, 2027, 2028], 'what is fixed anyway, and days of work, tell nothing new');
  t.strictSame(years(new Calendars([edition('VN', 9, { days: [off('2027-02-08', 'Tết Nguyên đán')] })])), [2022, 2028]);
  t.strictSame(years(new Calendars([edition('H57', 9, { days: [off('2027-02-08')] })])), [2022, 2027, 2028], 'an authority does not announce for the country');
  t.strictSame(years(new Calendars([edition('VN', 9, { announcedOn: '2027-01-02', days: [off('2027-02-08')] })])), [2022, 2027, 2028], 'not before it is announced');
  t.strictSame(national.unannouncedYears('2027-01-02', '2027-01-01'), [2027], 'years, not days');
  t.strictSame(national.unannouncedYears('2028-01-01', '2027-01-01'), []);
});

test('an announcement wins over what is fixed, and what is fixed stays beside it', async (t) => {
  const calendars = new Calendars([edition('VN', 9, { announcedOn: '2026-12-01', days: [{ ...work('2028-01-03'), kind: 'weekly' }, off('2028-01-04', 'Nghỉ hoán đổi')] })]);
  const time = calendars.workingTime('H57', '2026-12-31');
  t.strictSame(['2028-01-03', '2028-01-04', '2028-05-02'].map((date) => time.isWorkingDay(date)), [true, false, false]);
  t.notOk(calendars.workingTime('H57', '2026-11-30').isWorkingDay('2028-01-03'));
});

test('one sentence names the years, those that were never imported apart from those still to be announced', async (t) => {
  const sentences: readonly (readonly [readonly number[], string | undefined])[] = [
    [[], undefined],
    [[2027], 'Lịch nghỉ năm 2027 chưa được công bố đầy đủ (Tết, Giỗ Tổ …): số ngày có thể thay đổi.'],
    [[2027, 2028, 2029, 2031], 'Lịch nghỉ các năm 2027–2029, 2031 chưa được công bố đầy đủ (Tết, Giỗ Tổ …): số ngày có thể thay đổi.'],
    [[2022, 2027], 'Lịch nghỉ năm 2022 chưa được nhập đầy đủ, năm 2027 chưa được công bố đầy đủ (Tết, Giỗ Tổ …): số ngày có thể thay đổi.'],
  ];
  for (const [years, sentence] of sentences) t.equal(unannouncedSentence(years, '2026-11-21'), sentence);
});
