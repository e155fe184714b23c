import { wrappedLines } from '@motcua/kernel';
import { renderBooks, renderComparison, renderFigures } from '@motcua/statistics';
import { test } from 'tap';
import { sampleReport, sampleTable } from './sample-table.ts';

const lines = (text: string) => text.split('\n');
const has = (text: string, part: string) => text.includes(part);

test('the table of a quarter by level prints its numbers as officials read them', async (t) => {
  const text = renderFigures(sampleTable());
  t.ok(has(text, 'Phạm vi H57 · kỳ 2024-Q2, từ 15/03/2024 đến hết 14/06/2024'));
  t.ok(has(text, 'sự kiện thứ 12.345 của nhật ký, ghi nhận lúc 14/06/2024 17:05'));
  t.match(text, /\nCấp tỉnh +1\.500 +1\.200 +80,00 +\+20,00 +1\.350 +1\.320 +97,78 +−2,22 +30 +148 +18\n/);
  t.match(text, /\nTổng cộng +6\.000 +3\.700 +61,67 +\+1,67 +4\.790 +4\.670 +97,49 +−2,51 +120 +1\.116 +56\n/);
  const under = text.replaceAll(/\n +/g, ' ');
  t.match(under, /\n\nChỉ tiêu được giao \(phạm vi H57, từ 01\/01\/2022 đến 31\/12\/2025, theo Kế hoạch [^)]*\): tỷ lệ nộp trực tuyến 60,00 %; tỷ lệ trước hạn và đúng hạn trên đã giải quyết 100,00 %\.\n"So chỉ tiêu" là/);
  const elsewhere = renderFigures(sampleTable({ targets: [] }));
  t.match(elsewhere, /\nTổng cộng +6\.000 +3\.700 +61,67 +4\.790 +4\.670 +97,49 +120 +1\.116 +56$/, 'without a target nothing stands beside the rates');
});

test('a table says under which rule it stands, and what the rule of the national portal earns', async (t) => {
  t.ok(has(renderFigures(sampleTable()), '\nQuy tắc tính hạn: Nghị định 61/2018/NĐ-CP (nd61)\n'));
  t.notMatch(renderFigures(sampleTable()), / trên 20 điểm/);
  const table = sampleTable();
  const total = { ...table.total, resolvedOnTime: 403_000, withinLimit: 16, resolved: 464_400, closingReceived: 94 };
  const text = renderFigures({ ...table, total, rule: 'portal-766' });
  t.match(text, /\nQuy tắc tính hạn: Bộ chỉ số theo Quyết định 766\/QĐ-TTg \(portal-766\)\n/);
  t.match(text.replaceAll(/\s+/g, ' '), /86,76 % = 403\.016\/464\.494, đạt 17,35 trên 20 điểm; chỉ tiêu được giao 100,00 %, −13,24 điểm phần trăm, theo Kế hoạch/);
});

test('columns are aligned whatever accents a name has, and long names go on in a next line', async (t) => {
  const table = sampleTable();
  const [first, second] = table.rows;
  if (first === undefined || second === undefined) return t.fail('the sample has rows');
  const names = ['Sở Nông nghiệp và Phát triển nông thôn tỉnh Thừa Thiên Huế', 'Sở Y tế'.normalize('NFD')];
  const text = renderFigures({ ...table, by: 'authority', rows: [first, second].map((row, index) => ({ ...row, authority: `H57.0${index}`, name: names[index] ?? null })) });
  const [ruled = ''] = lines(text).filter((line) => line.startsWith('─'));
  t.strictSame(lines(text).filter((line) => /^H57/.test(line)).map((line) => [...line].length), [[...ruled].length, [...ruled].length]);
  t.match(text, /\nH57\.00 Sở Nông nghiệp và Phát triển +1\.500.*\n +nông thôn tỉnh Thừa Thiên Huế\nH57\.01 Sở Y tế/);
  const great = { ...first, authority: 'H57.00', name: names[0] ?? null, received: 123_456, receivedOnline: 123_456, resolved: 123_456, resolvedOnTime: 123_456, inProgress: 123_456, awaitingReception: 123_456, onTimeRatePercent: 0 };
  const wide = lines(renderFigures({ ...table, by: 'authority', rows: [great] }));
  t.match(wide.find((line) => line.startsWith('H57.00')), /Phát +123\.456 +123\.456/, 'they give way to great numbers');
  for (const line of wide) t.ok([...line].length <= 120, line);
});

test('both books are written out with their numbers, and balance', async (t) => {
  const text = renderBooks(sampleTable());
  t.ok(has(text, 'Cấp tỉnh: 60 + 1.500 + 0 + 0 − 0 = 1.350 + 80 + 130 ✓'));
  t.ok(has(text, 'Cấp huyện: 11 + 910 + 0 − 0 = 900 + 12 + 2 + 7 ✓'));
  t.match(text, /\n\+ Rút và dừng xử lý sau tiếp nhận +80 +200 +150 +430\n/);
  t.match(text, /✓ Mọi đẳng thức của hai sổ đều đúng ở cả 4 dòng/);
});

test('a book that does not balance says where and by how much', async (t) => {
  const table = sampleTable();
  const text = renderBooks({ ...table, rows: table.rows.map((row, index) => index === 0 ? { ...row, received: row.received - 12 } : row) });
  t.ok(has(text, 'Cấp tỉnh: 60 + 1.488 + 0 + 0 − 0 = 1.350 + 80 + 130 ✗ lệch 12'));
  t.ok(has(text, '✗ Cấp tỉnh: Sổ hồ sơ đã tiếp nhận, 1.548 ≠ 1.560'));
  t.ok(has(text, '✗ Tổng cộng so với các dòng: Tiếp nhận trong kỳ, 6.000 ≠ 5.988'));
  t.notOk(has(text, 'Mọi đẳng thức'));
});

test('a table of many rows writes out its total', async (t) => {
  const table = sampleTable();
  const text = renderBooks({ ...table, rows: [...table.rows, ...table.rows] });
  t.ok(has(text, 'Tổng cộng: 280 + 6.000 + 0 + 0 − 0 = 4.790 + 430 + 1.060 ✓'));
  t.notOk(has(text, 'Cấp xã: '));
});

test('a published report stands beside the ledger, and each of its contradictions is named', async (t) => {
  const text = renderComparison(sampleReport, sampleTable());
  t.match(text, /\nTrước hạn và đúng hạn +1\.230 ≠ +1\.320 +1\.450 = +1\.450 +1\.900 = +1\.900 +4\.670 = +4\.670\n/);
  t.equal(text.match(/≠ +[\d.,]+/g)?.length, 4, 'nothing else differs');
  const unwrapped = text.replaceAll(/\n +/g, ' ');
  t.match(unwrapped, /BÁO CÁO TỰ MÂU THUẪN Ở 4 CHỖ\n1\. .*in 1\.230, phải là 1\.320 \(hai chữ số liền nhau đổi chỗ\)\. Chắc chắn/);
  t.match(unwrapped, /2\. Chờ tiếp nhận cuối kỳ in chung 53, cộng từng dòng là 56\. Chưa xác định số nào sai/);
  t.match(unwrapped, /3\. .*in 61,66 %, số lẻ bị cắt thay vì làm tròn, phải là 61,67 %/);
  t.match(unwrapped, /4\. .*in 98,12 %, tính từ các số của chính báo cáo là 97,49 %/);
  t.match(unwrapped, /toàn bộ 94; cấp tỉnh 2; cấp huyện 43; cấp xã 49 hồ sơ/);
});

test('a report of the same numbers as the ledger differs nowhere and contradicts itself nowhere', async (t) => {
  const table = sampleTable();
  const printed = (row: object) => Object.fromEntries(Object.entries(row).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  const levels = Object.fromEntries([['all', printed(table.total)], ...table.rows.map((row) => [row.level, printed(row)])]);
  const text = renderComparison({ scope: 'H57', source: 'Sổ', period: table.period, levels }, table);
  t.notMatch(text, / ≠ +\d/);
  t.match(text, /Báo cáo không tự mâu thuẫn/);
  t.notMatch(text, /Ghi chú/);
});

test('every text fits 120 columns and has no spaces at the ends of its lines', async (t) => {
  const table = sampleTable();
  for (const line of [renderFigures(table), renderBooks(table), renderComparison(sampleReport, table)].flatMap(lines)) {
    t.ok([...line].length <= 120 && line === line.trimEnd(), line);
  }
});

test('a line that is too long goes on behind its indent with its columns as they are, and an address stays whole', async (t) => {
  const columns = `  a${' '.repeat(20)}b ${'chữ '.repeat(30)}hết`;
  const lines = wrappedLines(`ngắn  thôi\n${columns}`).split('\n');
  t.strictSame(lines[0], 'ngắn  thôi');
  t.match(lines[1], /^ {2}a {20}b chữ /);
  t.match(lines[2], /^ {4}chữ /);
  t.equal(lines.slice(1).map((line) => line.trim()).join(' '), columns.trim());
  for (const line of lines) t.ok([...line].length <= 120);
  const address = `/v1/${'x'.repeat(150)}`;
  t.equal(wrappedLines(`Qua HTTP: ${address}`), `Qua HTTP:\n  ${address}`);
});
