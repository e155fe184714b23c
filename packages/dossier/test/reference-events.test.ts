import { test } from 'tap';
import { referenceEventData, referenceSubjects } from '@motcua/dossier';

const authority = { name: 'UBND phường Phú Hội', level: 'commune', parent: 'H57.30', validFrom: '2021-01-01' };
const procedure = { name: 'Đăng ký khai sinh', field: 'G15-TP01', fieldName: 'Hộ tịch', level: 'commune', validFrom: '2021-01-01' };

test('reads declarations of authorities and procedures, names in composed form', async (t) => {
  const decomposed = { ...authority, name: ` ${authority.name.normalize('NFD')} ` };
  t.same(referenceEventData.AuthorityDeclared.parse(decomposed), authority);
  t.same(referenceEventData.ProcedureDeclared.parse({ ...procedure, validTo: '2024-12-31' }), { ...procedure, validTo: '2024-12-31' });
});

test('refuses declarations that nobody can use', async (t) => {
  const wrong = [
    { ...authority, name: '   ' }, { ...authority, name: 'a\u0000b' }, { ...authority, level: 'ward' }, { ...authority, parent: undefined },
    { ...authority, validFrom: '2023-02-30' }, { ...authority, validFrom: '2021-01-01T00:00:00Z' }, { ...authority, validTo: '2020-12-31' },
    { ...authority, head: 'Nguyễn Văn A' },
  ];
  for (const data of wrong) t.equal(referenceEventData.AuthorityDeclared.safeParse(data).success, false, JSON.stringify(data));
});

test('an authority whose validity ends may name who takes over, each field and unit by one', (t) => {
  const ending = { ...authority, validTo: '2025-06-30' };
  const reads = (data: object): boolean => referenceEventData.AuthorityDeclared.safeParse(data).success;
  const right = [
    [{ authority: 'H57.40' }], [{ authority: 'H57.40', fields: ['G03', 'G15'] }, { authority: 'H57.41' }],
    [{ authority: 'H57.40', receivingUnits: ['H57.31.01'] }, { authority: 'H57.41', fields: ['G03'], receivingUnits: ['H57.31.02'] }, { authority: 'H57.41', fields: ['G03'] }],
  ];
  for (const successors of right) t.ok(reads({ ...ending, successors }), JSON.stringify(successors));
  t.notOk(reads({ ...authority, successors: right[0] }), 'only of one that ends');
  const wrong = [
    [], [{ authority: 'H57.40' }, { authority: 'H57.41' }], [{ authority: 'H57.40', fields: ['G03'] }, { authority: 'H57.41', fields: ['G15', 'G03'] }],
    [{ authority: 'H57.40', fields: ['G03', 'G03'] }], [{ authority: 'H57.40', fields: [] }], [{ authority: '' }], [{ code: 'H57.40' }],
  ];
  for (const successors of wrong) t.notOk(reads({ ...ending, successors }), JSON.stringify(successors));
  t.end();
});

test('leaves no reserved word to a declaration', async (t) => {
  const { AuthorityDeclared, ProcedureDeclared } = referenceSubjects;
  for (const code of ['unknown', 'VN', 'H57 01', '']) t.equal(AuthorityDeclared.safeParse(code).success, false, code);
  for (const code of ['unknown', '-']) t.equal(ProcedureDeclared.safeParse(code).success, false, code);
  t.equal(AuthorityDeclared.parse('H57.01'), 'H57.01');
  t.equal(ProcedureDeclared.parse('VN'), 'VN');
});

test('a procedure may say its limit, its fee and how much of it is online', async (t) => {
  const full = { ...procedure, limit: { amount: 5, unit: 'working_days' }, fee: 0, serviceClass: 'fully_online' };
  t.same(referenceEventData.ProcedureDeclared.parse(full), full);
  const wrong = [
    { limit: { amount: 0, unit: 'hours' } }, { limit: { amount: 2_501, unit: 'working_days' } }, { limit: { amount: 3_654, unit: 'calendar_days' } }, { limit: { amount: 20_001, unit: 'hours' } },
    { limit: { amount: 2.5, unit: 'working_days' } }, { limit: 5 }, { fee: -1 }, { fee: 0.5 }, { serviceClass: 'toàn trình' }, { validTo: '2020-12-31' },
  ];
  for (const more of wrong) t.equal(referenceEventData.ProcedureDeclared.safeParse({ ...procedure, ...more }).success, false, JSON.stringify(more));
});

const off = { date: '2024-04-29', kind: 'off', name: 'Nghỉ hoán đổi' };
const week = [[{ from: 420, to: 690 }, { from: 810, to: 1_020 }], [], [], [], [], [{ from: 450, to: 690 }], []];

test('reads announcements of calendars: days, hours, and how sure they are', async (t) => {
  const { CalendarAnnounced } = referenceEventData;
  t.same(CalendarAnnounced.parse({ announcedOn: '2024-04-12', days: [off] }), { announcedOn: '2024-04-12', days: [{ ...off, verified: 'verified', source: 'Thông báo của cơ quan' }] });
  t.same(CalendarAnnounced.parse({ announcedOn: '2024-04-12', hours: { weekly: week, validFrom: '2024-05-01' } }), { announcedOn: '2024-04-12', hours: { weekly: week, validFrom: '2024-05-01' }, days: [] });
  const half = { date: '2024-05-04', kind: 'work', hours: [{ from: 450, to: 690 }], name: 'Làm bù', verified: 'press', source: 'Công báo' };
  t.same(CalendarAnnounced.parse({ announcedOn: '2024-04-12', days: [half] }).days, [half]);
});

test('refuses a calendar that nobody could work by, and names the place', async (t) => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [{ days: [] }, ''], [{ days: [off, off] }, 'days/1/date'], [{ days: [{ ...off, date: '2024-02-30' }] }, 'days/0/date'], [{ days: [{ ...off, date: '1989-12-31' }] }, 'days/0/date'],
    [{ days: [{ ...off, hours: [{ from: 450, to: 690 }] }] }, 'days/0/hours'], [{ days: [{ ...off, kind: 'holiday' }] }, 'days/0/kind'], [{ days: [{ ...off, name: ' ' }] }, 'days/0/name'],
    [{ hours: { weekly: week.slice(1), validFrom: '2024-05-01' } }, 'hours/weekly'], [{ hours: { weekly: [[], [], [], [], [], [], []], validFrom: '2024-05-01' } }, 'hours/weekly'],
    [{ hours: { weekly: [[{ from: 690, to: 420 }], ...week.slice(1)], validFrom: '2024-05-01' } }, 'hours/weekly/0/0/to'],
    [{ hours: { weekly: [[{ from: 420, to: 700 }, { from: 690, to: 1_020 }], ...week.slice(1)], validFrom: '2024-05-01' } }, 'hours/weekly/0'],
  ];
  for (const [data, place] of wrong) {
    const places = referenceEventData.CalendarAnnounced.safeParse({ announcedOn: '2024-04-12', ...Object(data) }).error?.issues.map(({ path }) => path.join('/'));
    t.ok(places?.includes(place), `${JSON.stringify(data)}: ${places?.join(' ')}`);
  }
  t.equal(referenceEventData.CalendarAnnounced.safeParse({ days: [off] }).success, false, 'not without the day of the announcement');
  t.equal(referenceSubjects.CalendarAnnounced.safeParse('VN').success, true);
  t.equal(referenceSubjects.CalendarAnnounced.safeParse('unknown').success, false);
});
