import { readFile } from 'node:fs/promises';
import { test } from 'tap';
import { calendarColumns, readCalendars } from '../src/imports/calendar.ts';
import { eventColumns } from '../src/imports/event-columns.ts';
import { authorityColumns, procedureColumns, readCatalogue } from '../src/imports/catalogue.ts';

const TODAY = '2024-03-20';

test('reads procedures from CSV, under Vietnamese or English headings, with or without a byte order mark', async (t) => {
  const vietnamese = 'STT;Mã thủ tục;Tên thủ tục;Mã lĩnh vực;Lĩnh vực;Cấp;Thời hạn;Phí, lệ phí;Mức độ;Hiệu lực từ;Hiệu lực đến\n'
    + '1;1.001193;Đăng ký khai sinh;G15-TP01;Hộ tịch;xã;8 giờ;miễn phí;Toàn trình;1/1/2024;\n'
    + '2;1.004227;"Đăng ký biến động; cấp giấy";G03-TN01;Đất đai;Cấp huyện;10 ngày làm việc;50.000 đồng;một phần;2024-01-01;31/12/2024\n';
  const english = 'code,name,field,fieldName,level,limitAmount,limitUnit,fee,serviceClass,validFrom,validTo\n'
    + '1.001193,Đăng ký khai sinh,G15-TP01,Hộ tịch,commune,8,hours,0,fully_online,2024-01-01,\n'
    + '1.004227,Đăng ký biến động; cấp giấy,G03-TN01,Đất đai,district,10,ngày làm việc,50000,partly_online,2024-01-01,2024-12-31\n';
  const expected = [
    { type: 'ProcedureDeclared', subject: '1.001193', where: 'dòng 2', data: {
      name: 'Đăng ký khai sinh', field: 'G15-TP01', fieldName: 'Hộ tịch', level: 'commune', limit: { amount: 8, unit: 'hours' }, fee: 0, serviceClass: 'fully_online', validFrom: '2024-01-01',
    } },
    { type: 'ProcedureDeclared', subject: '1.004227', where: 'dòng 3', data: {
      name: 'Đăng ký biến động; cấp giấy', field: 'G03-TN01', fieldName: 'Đất đai', level: 'district', limit: { amount: 10, unit: 'working_days' }, fee: 50_000, serviceClass: 'partly_online',
      validFrom: '2024-01-01', validTo: '2024-12-31',
    } },
  ];
  for (const text of [vietnamese, english, `\uFEFF${vietnamese.normalize('NFD')}`, english.replaceAll('\n', '\r\n')]) {
    t.strictSame(readCatalogue('thu-tuc.csv', Buffer.from(text)), { kind: 'read', items: expected });
  }
});

test('a limit of days without more words is one of calendar days', async (t) => {
  const limits = ['30 ngày', '30 ngày làm việc', '8 giờ', '5 working days'].map((limit) => {
    const read = readCatalogue('a.json', Buffer.from(JSON.stringify({ procedures: [{ ...procedure, limit }] })));
    return read.kind === 'read' ? read.items[0]?.data['limit'] : read;
  });
  t.strictSame(limits, [{ amount: 30, unit: 'calendar_days' }, { amount: 30, unit: 'working_days' }, { amount: 8, unit: 'hours' }, { amount: 5, unit: 'working_days' }]);
});

test('reads authorities and procedures from one JSON file', async (t) => {
  const file = { authorities: [{ code: 'H57', name: 'UBND tỉnh', level: 'tỉnh', parent: null, validFrom: '2020-01-01' }, { code: 'H57.31', name: 'UBND TP', level: 'district', parent: 'H57', validFrom: '2020-01-01' }], procedures: [procedure] };
  const read = readCatalogue('danh-muc.JSON', Buffer.from(JSON.stringify(file)));
  t.match(read, { kind: 'read', items: [
    { type: 'AuthorityDeclared', subject: 'H57', data: { level: 'province', parent: null } }, { type: 'AuthorityDeclared', subject: 'H57.31', data: { parent: 'H57' } },
    { type: 'ProcedureDeclared', subject: '1.001193', where: 'mục procedures 1' },
  ] });
});

test('lists every wrong row with its line, its column and what to write, and reads nothing then', async (t) => {
  const text = 'Mã thủ tục,Tên thủ tục,Mã lĩnh vực,Lĩnh vực,Cấp,Thời hạn,Phí,Hiệu lực từ\n'
    + '1.001193,Đăng ký khai sinh,G15,Hộ tịch,xã,3 tuần,0,1/1/2024\n'
    + '1.001194,Đăng ký khai tử,G15,Hộ tịch,phường,8 giờ,mười nghìn,1/1/2024\n'
    + '1.001195,Đăng ký kết hôn,G15,Hộ tịch,xã,8 giờ,0,30/2/2024\n'
    + ',,G15,Hộ tịch,xã,8 giờ,0,1/1/2024\n';
  const read = readCatalogue('thu-tuc.csv', Buffer.from(text));
  t.match(read, { kind: 'faulty' });
  if (read.kind === 'read') return;
  t.strictSame(read.faults.map(({ where, column }) => `${where}, ${String(column)}`), [
    'dòng 2, Thời hạn', 'dòng 3, Cấp', 'dòng 3, Phí, lệ phí', 'dòng 4, Hiệu lực từ', 'dòng 5, Mã thủ tục', 'dòng 5, Tên thủ tục',
  ]);
  t.match(read.faults[0]?.detail, /"3 tuần" không dùng được: hãy viết ví dụ 10 ngày làm việc/);
  t.match(read.faults[4]?.detail, /còn thiếu: hãy viết mã/);
});

test('wrong rows are listed by line, and one with too many cells hides none of the others', (t) => {
  const procedures = 'Mã thủ tục,Tên thủ tục,Mã lĩnh vực,Lĩnh vực,Cấp,Hiệu lực từ\n'
    + '1.1,Khai sinh,G15,Hộ tịch,xã,1/1/2024\n1.1,Khai sinh,G15,Hộ tịch,xã,1/1/2024\n1.2,Khai tử,G15,Hộ tịch,phường,1/1/2024\n'
    + '1.3,Kết hôn,G15,Hộ tịch,xã,1/1/2024,thừa\n'.repeat(6) + '1.4,Nhận cha, mẹ,G15,Hộ tịch,xã\n1.5,Đổi tên,G15,Hộ tịch,xã,30/2/2024\n';
  t.strictSame(told(readCatalogue('a.csv', Buffer.from(procedures))).split('\n').map((fault) => fault.replace(/[:"].*/, '')), [
    'dòng 3', 'dòng 4 Cấp', 'dòng 5', 'dòng 6', 'dòng 7', 'dòng 8', 'dòng 9', 'dòng 10', 'dòng 11 Mã lĩnh vực', 'dòng 11 Cấp', 'dòng 11 Hiệu lực từ', 'dòng 12 Hiệu lực từ',
  ]);
  const calendar = 'Lịch,Ngày công bố,Ngày,Loại,Tên\nVN,20/3/2024,25/3/2024,lễ,Bão\n,20/3/2024,26/3/2024,nghỉ,Bão\nVN,20/3/2024,27/3/2024,nghỉ,Bão,x\nVN,20/3/2024,28/3/2024,nghỉ,\n';
  t.match(told(readCalendars('a.csv', Buffer.from(calendar), TODAY)), /^dòng 2 Loại.*\ndòng 3 Lịch.*\ndòng 4: có 6 ô.*\ndòng 5 Lý do[^\n]*$/);
  const week = `${WEEK_HEAD}${weekRows('VN').join('').replace('2024-03-20,Thứ ba', '2024-13-20,Thứ ba')}`;
  t.match(told(readCalendars('a.csv', Buffer.from(week), TODAY)), /^dòng 3 Ngày công bố[^\n]*$/, 'a row that is wrong is not missing');
  t.match(told(readCatalogue('a.json', Buffer.from(JSON.stringify([1, { ...procedure, level: 'x' }])))), /^mục 1: .*\nmục 2 Cấp/);
  t.end();
});

test('reads who takes over from an authority, as text or in the form of the event', (t) => {
  const row = { code: 'H57.31', name: 'UBND thành phố Huế', level: 'huyện', parent: 'H57', validFrom: '2020-01-01', validTo: '2025-06-30' };
  const read = (successors: unknown, more: object = {}) => readCatalogue('a.json', Buffer.from(JSON.stringify([{ ...row, ...more, successors }])));
  const named = [{ authority: 'H57.40', fields: ['G03-HT01', 'G15-TP01'] }, { authority: 'H57.41', receivingUnits: ['H57.31.01'] }, { authority: 'H57.42' }];
  for (const successors of ['H57.40 (G03-HT01, G15-TP01); H57.41 (tại H57.31.01); H57.42', named]) {
    t.match(read(successors), { kind: 'read', items: [{ subject: 'H57.31', data: { validTo: '2025-06-30', successors: named } }] });
  }
  for (const successors of ['H57.31', 'H57.40 (G03', 'H57.40, H57.41', 'H57.40; H57.41', [{ authority: 'H57.31' }]]) {
    t.match(told(read(successors)), /^mục 1 Cơ quan kế thừa: .*hãy viết mã, ví dụ H57\.40/, JSON.stringify(successors));
  }
  t.match(told(read('H57.40', { validTo: '' })), /^mục 1 Cơ quan kế thừa/, 'only of one that ends');
  t.end();
});

test('a file that is no table is refused with the reason', async (t) => {
  const head = 'Mã cơ quan,Tên cơ quan,Cấp,Cơ quan cấp trên,Hiệu lực từ\n';
  const row = 'H57.31,UBND TP,huyện,H57,2020-01-01\n';
  const table: readonly (readonly [string, Buffer | string, RegExp])[] = [
    ['a.xlsx', 'x', /tệp: tên tệp/], ['a.csv', Buffer.from(head.slice(0, 9), 'utf16le').fill(0xff), /không phải UTF-8/], ['a.csv', '', /không có dòng nào/], ['a.csv', head, /không có dòng dữ liệu/],
    ['a.csv', `${head}"H57`, /dòng 2: dấu ngoặc kép/], ['a.csv', `${head}${row.trim()},x\n`, /dòng 2: có 6 ô/], ['a.json', '{', /không phải JSON/], ['a.json', '[1]', /mục 1: không phải một đối tượng/],
    ['a.csv', `${head.trim()},Cấp\n${row}`, /dòng 1 cap: tên cột có hai lần/], ['a.csv', `${head.trim()},Ngày lập\n${row.trim()},x\n`, /dòng 2 ngaylap: không có cột này; các cột: Mã cơ quan/],
    ['a.csv', `${head}${row}${row}`, /dòng 3: H57.31 từ 2020-01-01 đã có ở dòng 2/], ['a.csv', `${head}H57,UBND,tỉnh,H57,2020-01-01\n`, /dòng 2 Cơ quan cấp trên: "H57" không dùng được/],
    ['a.csv', `${head}VN,UBND,tỉnh,,2020-01-01\n`, /dòng 2 Mã cơ quan/],
  ];
  for (const [name, content, expected] of table) t.match(told(readCatalogue(name, Buffer.from(content))), expected);
});

test('rows of one code and day of announcement are one edition of its calendar', async (t) => {
  const text = 'Lịch,Ngày công bố,Ngày,Loại,Giờ làm việc,Lý do,Nguồn\n'
    + 'VN,20/3/2024,22/3/2024,nghỉ,,Nghỉ do bão,Công điện 1\n'
    + 'H57.31,20/3/2024,23/3/2024,làm việc,7h30-11h30,Trực thứ bảy,\n'
    + 'VN,20/3/2024,23/3/2024,làm bù,,Làm bù cho 22/3,Công điện 1\n';
  t.match(readCalendars('lich.csv', Buffer.from(text), TODAY), { kind: 'read', items: [
    { type: 'CalendarAnnounced', subject: 'VN', where: 'dòng 2', data: { announcedOn: '2024-03-20', days: [
      { date: '2024-03-22', kind: 'off', name: 'Nghỉ do bão', source: 'Công điện 1', verified: 'verified' }, { date: '2024-03-23', kind: 'work', name: 'Làm bù cho 22/3' },
    ] } },
    { subject: 'H57.31', data: { days: [{ date: '2024-03-23', kind: 'work', hours: [{ from: 450, to: 690 }] }] } },
  ] });
});

test('seven weekdays are the weekly hours of a Saturday counter', async (t) => {
  const week = weekRows('H57.31').join('');
  const read = readCalendars('lich.csv', Buffer.from(`${WEEK_HEAD}${week}`), TODAY);
  t.match(read, { kind: 'read', items: [{ subject: 'H57.31', data: { hours: { validFrom: '2024-04-01' } } }] });
  t.strictSame(read.kind === 'read' ? read.items[0]?.data['days'] : undefined, []);
  const weekly = read.kind === 'read' ? (read.items[0]?.data['hours'] as { weekly: readonly unknown[] }).weekly : [];
  t.strictSame(weekly.slice(4), [[{ from: 420, to: 690 }, { from: 810, to: 1020 }], [{ from: 420, to: 690 }], []]);
});

test('reads an edition in the form of the event from JSON', async (t) => {
  const edition = { code: 'H57', announcedOn: '2024-03-01', days: [{ date: '2024-03-22', kind: 'off', name: 'Nghỉ do bão' }] };
  const expected = { kind: 'read', items: [{ subject: 'H57', data: { announcedOn: '2024-03-01', days: [{ date: '2024-03-22', verified: 'verified' }] } }] };
  t.match(readCalendars('a.json', Buffer.from(JSON.stringify(edition)), TODAY), expected);
  t.match(readCalendars('a.json', Buffer.from(JSON.stringify([edition])), TODAY), expected);
  t.match(told(readCalendars('a.json', Buffer.from(JSON.stringify({ ...edition, days: [{ date: '2024-03-22', kind: 'x', name: 'a' }] })), TODAY)), /mục 1 days\/0\/kind/);
});

test('lists every wrong row of a calendar', async (t) => {
  const head = 'Lịch,Ngày công bố,Ngày,Loại,Giờ,Tên\n';
  const table: readonly (readonly [string, RegExp])[] = [
    [`${head}VN,22/3/2024,25/3/2024,nghỉ,,Bão\n`, /dòng 2 Ngày công bố: "22\/3\/2024".*không muộn hơn ngày mai/], [`${head},20/3/2024,25/3/2024,nghỉ,,Bão\n`, /dòng 2 Lịch: còn thiếu/],
    [`${head}VN,20/3/2024,31/2/2024,nghỉ,,Bão\n`, /dòng 2 Ngày: "31\/2\/2024"/], [`${head}VN,20/3/2024,25/3/2024,lễ,,Bão\nVN,20/3/2024,26/3/2024,nghỉ,,\n`, /dòng 2 Loại.*\ndòng 3 Lý do/s],
    [`${head}VN,20/3/2024,25/3/2024,nghỉ,,Bão\nVN,20/3/2024,25/3/2024,làm việc,,Bão\n`, /dòng 3 Ngày.*mỗi ngày một dòng/], [`${head}VN,20/3/2024,25/3/2024,nghỉ,7:00-11:00,Bão\n`, /dòng 2 Giờ làm việc/],
    [`${head}VN,20/3/2024,25/3/2024,làm việc,sáng,Bão\n`, /dòng 2 Giờ làm việc: "sáng"/],
    [`${WEEK_HEAD}${weekRows('VN').slice(1).join('')}`, /dòng 2 Thứ: còn thiếu.*đủ bảy ngày/], [`${WEEK_HEAD}${weekRows('VN').join('').replace('Thứ ba', 'Thứ hai')}`, /dòng 3 Thứ/],
    [`${WEEK_HEAD}${weekRows('VN').join('').replaceAll(/\d\d:\d\d-\d\d:\d\d ?/g, '')}`, /Giờ làm việc/], [`${WEEK_HEAD}${weekRows('VN').join('').replace('2024-04-01', '2024-04-02')}`, /dòng 3 Áp dụng từ/],
  ];
  for (const [text, expected] of table) t.match(told(readCalendars('lich.csv', Buffer.from(text), TODAY)), expected);
});

test('the page about the files names every column, and its examples can be imported', async (t) => {
  const docs = new URL('../../../docs/', import.meta.url);
  const page = await readFile(new URL('reference/imports.md', docs), 'utf8');
  const rows = [...page.matchAll(/^\| ([^|]+) \| `(\w+)` \|/gm)].map(([, heading = '', name = '']) => `${heading} ${name}`);
  const columns = [procedureColumns, authorityColumns, calendarColumns].flatMap((table) => Object.entries(table).map(([name, { headings }]) => `${headings[0]} ${name}`));
  const ofEvents = eventColumns.map(({ at, headings }) => `${headings[0]} ${at.slice(at.lastIndexOf('/') + 1)}`);
  t.strictSame(rows, [...columns, ...ofEvents]);
  const example = (name: string) => readFile(new URL(`examples/${name}`, docs));
  t.match(readCatalogue('procedures.csv', await example('procedures.csv')), { kind: 'read', items: [{ subject: '1.001193' }, { subject: '1.004227', data: { fee: 50_000 } }] });
  t.match(readCatalogue('authorities.csv', await example('authorities.csv')), { kind: 'read', items: [{ subject: 'H57', data: { parent: null } }, { subject: 'H57.31' }] });
  t.match(readCalendars('calendar.csv', await example('calendar.csv'), '2024-04-15'), { kind: 'read', items: [{ subject: 'VN', data: { days: [{}, {}] } }, { subject: 'H57.31', data: { hours: {} } }] });
});

const procedure = { code: '1.001193', name: 'Đăng ký khai sinh', field: 'G15-TP01', fieldName: 'Hộ tịch', level: 'commune', validFrom: '2024-01-01' };
const WEEK_HEAD = 'Lịch,Ngày công bố,Thứ,Giờ,Áp dụng từ\n';

function weekRows(code: string): readonly string[] {
  const full = '07:00-11:30 13:30-17:00';
  return ['Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy', 'Chủ nhật']
    .map((day, index) => `${code},2024-03-20,${day},${index < 5 ? full : index === 5 ? '07:00-11:30' : ''},2024-04-01\n`);
}

function told(read: ReturnType<typeof readCalendars>): string {
  return read.kind === 'read' ? 'read' : read.faults.map(({ where, column, detail }) => `${where}${column === undefined ? '' : ` ${column}`}: ${detail}`).join('\n');
}
