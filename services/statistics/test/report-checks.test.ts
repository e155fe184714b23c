import { createHttpServer } from '@motcua/http';
import { publishedReports } from '@motcua/ledger';
import { checkAnswer, readReport, renderReportCheck, reportCheckAnswer, statisticsPlugin } from '@motcua/statistics';
import { happened } from '@motcua/testkit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { t as file, test } from 'tap';
import writeExcelFile from 'write-excel-file/node';
import { openLedger } from './ledger-fixture.ts';

const JSON_TYPE = 'application/json';
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const placed = { authority: 'H57.31', procedure: '1.001234', field: 'G03-HT01', receivingUnit: 'H57.31' } as const;

const ledger = await openLedger(file);
await ledger.play([{ dossier: 'H57.31-240102-0001', event: happened('DossierReceived', '2024-01-02 08:00', { ...placed, channel: 'online', dueAt: '2024-04-01' }) }]);
const log = pino({ level: 'silent' });
const server = await createHttpServer({ log, title: 'test', version: '1', registry: new Registry() });
await server.register(statisticsPlugin({ database: ledger.database, store: ledger.store, log }));
file.teardown(() => server.close());

/** Three units in two levels; on time in A2 is printed 307 for 370, and the rate of B is cut. */
const TREE = [
  ['Đơn vị', 'Thuộc', 'Tiếp nhận trong kỳ', 'Đã giải quyết', 'Trước hạn và đúng hạn', 'Quá hạn', 'Tỷ lệ đúng hạn', 'Ghi chú'],
  ['Toàn tỉnh', '', '2.000', '1.500', '1.400', '100', '93,33', ''], ['Huyện A', 'Toàn tỉnh', '1.200', '900', '850', '50', '94,44', 'x'],
  ['Xã A1', 'Huyện A', '700', '500', '480', '20', '96,00', ''], ['Xã A2', 'Huyện A', '500', '400', '307', '30', '92,50', ''],
  ['Huyện B', 'Toàn tỉnh', '800', '600', '550', '50', '91,66', ''],
] as const;
const FOUND = [
  { certainty: 'certain', repair: { node: 'Xã A2', line: 'resolvedOnTime', printed: 307, expected: 370, slip: 'swapped_digits' } },
  { certainty: 'certain', repair: { node: 'Huyện B', line: 'onTimeRatePercent', printed: 91.66, expected: 91.67 }, broken: [{ fault: 'cut' }] },
];

test('the published report is found to contradict itself in five places over HTTP', async (t) => {
  const { status, body } = await post(JSON.stringify(publishedReports[0]), JSON_TYPE);
  t.equal(status, 200);
  t.match(body, { consistent: false, ledger: null, contradictions: [
    { certainty: 'certain', repair: { node: 'province', expected: 17026 } }, { certainty: 'certain', repair: { node: 'district', expected: 19594 } },
    { certainty: 'undetermined', broken: [{ whole: 907, parts: 937 }] }, { certainty: 'certain', repair: { expected: 56.46 } }, { certainty: 'certain', repair: { expected: 97.19 } },
  ] });
  t.equal(body.contradictions.length, 5);
  t.strictSame(body.ignored, []);
});

test('the same table as CSV and as a spreadsheet gives the same, and what nobody knows is told', async (t) => {
  const csv = TREE.map((row) => row.join(';')).join('\n');
  for (const text of [csv, `\uFEFF${csv.replaceAll('\n', '\r\n')}`, csv.replaceAll(';', '\t')]) {
    const { body } = await post(text, 'text/csv; charset=utf-8');
    t.match(body, { contradictions: FOUND, ignored: [{ where: 'dòng 1, cột 8' }] });
    t.equal(body.contradictions.length, 2);
  }
  const cells = TREE.map((row, index) => row.map((cell, column) => (index > 0 && column >= 2 && column <= 5 ? { value: Number(cell.replace('.', '')), type: Number } : { value: cell, type: String })));
  const { body } = await post(await writeExcelFile([[{ value: 'BÁO CÁO', type: String }], ...cells]).toBuffer(), XLSX_TYPE);
  t.match(body, { contradictions: FOUND, ignored: [{ where: 'dòng 1' }, { where: 'ô H2' }] });
});

test('depths make a tree as parents do, also where two units have one name', async (t) => {
  const csv = 'Bậc;Đơn vị;received\n0;Tỉnh;100\n1;Huyện A;60\n2;Xã Tân;60\n1;Huyện B;41\n2;Xã Tân;41';
  const { report } = await readReport(Buffer.from(csv), 'csv');
  t.strictSame(report.nodes.map(({ id, parent }) => [id, parent]), [
    ['Tỉnh', null], ['Huyện A', 'Tỉnh'], ['Xã Tân (dòng 4)', 'Huyện A'], ['Huyện B', 'Tỉnh'], ['Xã Tân (dòng 6)', 'Huyện B'],
  ]);
});

test('levels in JSON stand in one another or name their parent', async (t) => {
  const nested = { levels: { all: { received: 10, levels: { a: { received: 6, name: 'Huyện A' } } }, b: { parent: 'all', received: 4 } }, extra: 1 };
  const read = await readReport(Buffer.from(JSON.stringify(nested)), 'json');
  t.match(read, { report: { nodes: [{ id: 'all', parent: null }, { id: 'a', name: 'Huyện A', parent: 'all' }, { id: 'b', parent: 'all' }] }, ignored: [{ where: '/extra' }] });
});

test('rates that a spreadsheet keeps as parts of 1 are read as per cent, and the answer says so', async (t) => {
  const rows = [['level', 'resolved', 'resolvedOnTime', 'onTimeRatePercent'], ['a', 1500, 1400, 0.9333], ['b', 400, 370, 0.925]];
  const read = await readReport(await writeExcelFile(rows.map((row) => row.map((value) => ({ value, type: typeof value === 'number' ? Number : String })))).toBuffer(), 'xlsx');
  t.match(read.assumed, [{ where: 'ô D1' }]);
  t.strictSame(checkAnswer(read, null).contradictions, []);
});

test('a figure in quotes in JSON is read as it was printed, with the zeros that a number loses', async (t) => {
  const faults = async (onlineRatePercent: unknown) => {
    const read = await readReport(Buffer.from(JSON.stringify({ levels: { a: { received: '17.291', receivedOnline: 16_848, onlineRatePercent, resolved: '–' } } })), 'json');
    return checkAnswer(read, null).contradictions;
  };
  t.strictSame([await faults(97.4), await faults('97,4'), await faults('97.44')], [[], [], []]);
  t.match(await faults('97,40 %'), [{ broken: [{ printed: 97.4, decimals: 2, expected: 97.44 }] }]);
});

test('a rate that may be below zero is read below zero, and is a contradiction where the counts say otherwise', async (t) => {
  const counts = { openingReceived: 100, received: 200, overdue: 250, resolvedLate: 100 };
  for (const printed of ['-16,67', '−16.67 %', '– 16,67', -16.67]) {
    const read = await readReport(Buffer.from(JSON.stringify({ levels: { a: { ...counts, notLatePercent: printed } } })), 'json');
    t.strictSame([read.report.nodes[0]?.figures.notLatePercent, checkAnswer(read, null).contradictions], [-16.67, []]);
  }
  const table = await readReport(Buffer.from('level;openingReceived;received;overdue;resolvedLate;notLatePercent\na;100;200;250;100;-16,70'), 'csv');
  t.match(checkAnswer(table, null).contradictions, [{ broken: [{ rate: 'notLatePercent', printed: -16.7, expected: -16.67 }] }]);
});

test('a file with wrong cells is refused with the place of each, and nothing of it is judged', async (t) => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['Đơn vị;Tiếp nhận\nA;12,5\nB;x', 'text/csv', /dòng 2, cột 2: "12,5" không dùng được.*1 chỗ khác/], ['Đơn vị;Tiếp nhận\n;5', 'text/csv', /dòng 2: thiếu tên/],
    ['a;b\n1;2', 'text/csv', /không thấy dòng tiêu đề/], ['Đơn vị;Tiếp nhận\nA;1\nA;2', 'text/csv', /"A" đã có ở dòng 2/], ['Đơn vị;Thuộc;Tiếp nhận\nA;B;1\nB;A;2', 'text/csv', /là cấp trên của chính mình/],
    ['Đơn vị;received;Tiếp nhận\nA;1;1', 'text/csv', /cột này đã có/], ['Đơn vị;Tiếp nhận\n"A;1', 'text/csv', /dấu ngoặc kép/], ['no zip', XLSX_TYPE, /không phải tệp Excel/],
    ['{"levels": {"a": {"received": 1.5}}}', JSON_TYPE, /\/levels\/a\/received: phải là số nguyên/], ['{"levels": {"a": {"parent": "b"}}}', JSON_TYPE, /không có cấp trên "b"/],
    ['{"levels": {"a": {"onTimeRatePercent": "-4,2"}}}', JSON_TYPE, /\/levels\/a\/onTimeRatePercent: phải là số phần trăm không âm/],
    ['{"levels": {"a": {"received": true}}}', JSON_TYPE, /phải là số nguyên/], ['{', JSON_TYPE, /không phải JSON/], ['[]', JSON_TYPE, /\/levels/],
  ];
  for (const [text, type, detail] of cases) {
    const { status, body } = await post(text, type);
    t.match({ status, ...body }, { status: 422, code: 'REPORT_UNREADABLE', detail }, text);
  }
});

test('what is no report at all is a problem with a code', async (t) => {
  t.match(await post('<x/>', 'text/xml'), { status: 415, body: { code: 'MEDIA_TYPE_UNSUPPORTED' } });
  t.match(await post('', 'text/csv'), { status: 400 });
  t.match(await post('x'.repeat(2 * 1024 * 1024 + 1), 'text/csv'), { status: 413, body: { code: 'BODY_TOO_LARGE' } });
  t.match(await post('{}', JSON_TYPE, '?scope=H57'), { status: 400, body: { code: 'PARAMETER_INVALID' } });
  for (const unused of ['scheme=calendar', 'rule=nd61']) t.match(await post('{"levels":{"all":{"received":1}}}', JSON_TYPE, `?${unused}`), { status: 400, body: { code: 'PARAMETER_INVALID', detail: /give scope and period with it/ } });
  t.match(await post('{"levels":{"all":{"received":1}}}', JSON_TYPE, '?scope=H57&period=2024-01-01..2024-01-31&scheme=calendar'), { status: 400, body: { errors: [{ pointer: '/scheme' }] } });
  t.match(await post('{"levels":{"all":{"received":1}}}', JSON_TYPE, '?scope=H57&period=2024-Q1&rule=x'), { status: 400, body: { errors: [{ pointer: '/rule' }] } });
  t.match(await post('{"levels":{"all":{"received":1}}}', JSON_TYPE, '?scope=H99&period=2024-Q1'), { status: 404, body: { code: 'SCOPE_UNKNOWN' } });
});

test('with a scope and a period each printed figure stands beside that of the ledger', async (t) => {
  const report = { levels: { all: { received: 2, receivedOnline: 1, onlineRatePercent: 50 }, commune: { received: 1 }, 'H57.31': { received: 1 }, 'Xã lạ': { received: 0 } } };
  const { body } = await post(JSON.stringify(report), JSON_TYPE, '?scope=H57&period=2024-Q1');
  t.match(body.ledger, { scope: 'H57', asOf: { position: 1 }, unmatched: ['Xã lạ'], cells: [
    { node: 'all', line: 'received', printed: 2, ledger: 1, same: false }, { line: 'receivedOnline', same: true }, { line: 'onlineRatePercent', printed: 50, ledger: 100, same: false },
    { node: 'commune', ledger: 1, same: true }, { node: 'H57.31', ledger: 1, same: true },
  ] });
  const text = renderReportCheck(reportCheckAnswer.parse(body), 'x.json');
  t.match(text, /BÊN CẠNH SỔ\nPhạm vi H57.*\n3 số bằng số trong sổ, 2 số khác:/);
  t.ok(text.split('\n').every((line) => [...line].length <= 120));
});

test('the text names units as the report does, fits 120 columns, and says that nothing was repaired', async (t) => {
  const text = renderReportCheck(checkAnswer(await readReport(Buffer.from(TREE.map((row) => row.join(';')).join('\n')), 'csv'), null), 'quý 1.csv');
  t.match(text, /BÁO CÁO TỰ MÂU THUẪN Ở 2 CHỖ .* Không số nào được tự sửa/);
  t.match(text, /1\. Xã A2, trước hạn và đúng hạn: in 307, phải là 370 \(hai chữ số liền nhau đổi chỗ\)/);
  t.ok(text.split('\n').every((line) => [...line].length <= 120 && line === line.trimEnd()));
});

async function post(payload: string | Buffer, type: string, query = '') {
  const answer = await server.inject({ method: 'POST', url: `/v1/report-checks${query}`, headers: { host: '127.0.0.1', 'content-type': type }, payload });
  return { status: answer.statusCode, body: answer.json() };
}
