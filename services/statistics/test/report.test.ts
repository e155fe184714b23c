import { publishedReportOf } from '@motcua/ledger';
import { renderBooks, renderComparison, renderFigures } from '@motcua/statistics';
import { test } from 'tap';
import { sampleTable } from './sample-table.ts';

const lines = (text: string) => text.split('\n');
const has = (text: string, part: string) => text.includes(part);

test('the table of a quarter by level prints its numbers as officials read them', async (t) => {
  const text = renderFigures(sampleTable());
  t.ok(has(text, 'Phạm vi H57 · kỳ 2024-Q1, từ 15/12/2023 đến hết 14/03/2024'));
  t.ok(has(text, 'sự kiện thứ 330.123 của nhật ký, ghi nhận lúc 14/03/2024 17:05'));
  t.match(text, /\nCấp tỉnh +19\.750 +16\.701 +84,56 +17\.291 +17\.026 +98,47 +265 +2\.444 +407\n/);
  t.match(text, /\nTổng cộng +86\.721 +48\.962 +56,46 +73\.177 +71\.120 +97,19 +2\.057 +11\.035 +937$/);
});

test('columns are aligned whatever accents a name has, and long names go on in a next line', async (t) => {
  const table = sampleTable();
  const [first, second] = table.rows;
  if (first === undefined || second === undefined) return t.fail('the sample has rows');
  const names = ['Sở Nông nghiệp và Phát triển nông thôn tỉnh Thừa Thiên Huế', 'Sở Y tế'.normalize('NFD')];
  const text = renderFigures({ ...table, by: 'authority', rows: [first, second].map((row, index) => ({ ...row, authority: `H57.0${index}`, name: names[index] ?? null })) });
  const [ruled = ''] = lines(text).filter((line) => line.startsWith('─'));
  t.strictSame(lines(text).filter((line) => /^H57/.test(line)).map((line) => [...line].length), [[...ruled].length, [...ruled].length]);
  t.match(text, /\nH57\.00 Sở Nông nghiệp và Phát triển +19\.750.*\n +nông thôn tỉnh Thừa Thiên Huế\nH57\.01 Sở Y tế/);
});

test('both books are written out with their numbers, and balance', async (t) => {
  const text = renderBooks(sampleTable());
  t.ok(has(text, 'Cấp tỉnh: 600 + 19.750 + 0 + 0 − 0 = 17.291 + 1.022 + 2.037 ✓'));
  t.ok(has(text, 'Cấp huyện: 110 + 11.127 + 0 − 0 = 10.642 + 210 + 25 + 360 ✓'));
  t.match(text, /\n\+ Rút và dừng xử lý sau tiếp nhận +1\.022 +2\.421 +2\.803 +6\.246\n/);
  t.match(text, /✓ Mọi đẳng thức của hai sổ đều đúng ở cả 4 dòng/);
});

test('a book that does not balance says where and by how much', async (t) => {
  const table = sampleTable();
  const text = renderBooks({ ...table, rows: table.rows.map((row, index) => index === 0 ? { ...row, received: row.received - 12 } : row) });
  t.ok(has(text, 'Cấp tỉnh: 600 + 19.738 + 0 + 0 − 0 = 17.291 + 1.022 + 2.037 ✗ lệch 12'));
  t.ok(has(text, '✗ Cấp tỉnh: Sổ hồ sơ đã tiếp nhận, 20.338 ≠ 20.350'));
  t.ok(has(text, '✗ Tổng cộng so với các dòng: Tiếp nhận trong kỳ, 86.721 ≠ 86.709'));
  t.notOk(has(text, 'Mọi đẳng thức'));
});

test('a table of many rows writes out its total', async (t) => {
  const table = sampleTable();
  const text = renderBooks({ ...table, rows: [...table.rows, ...table.rows] });
  t.ok(has(text, 'Tổng cộng: 2.800 + 86.721 + 0 + 0 − 0 = 73.177 + 6.246 + 10.098 ✓'));
  t.notOk(has(text, 'Cấp xã: '));
});

test('the published report stands beside the ledger, and each of its contradictions is named', async (t) => {
  const table = sampleTable();
  const published = publishedReportOf(table.scope, table.period);
  if (published === undefined) return t.fail('the report is shipped');
  const text = renderComparison(published, table);
  t.match(text, /\nTrước hạn và đúng hạn +17\.206 ≠ +17\.026 +19\.954 ≠ +19\.594 +34\.500 = +34\.500 +71\.120 = +71\.120\n/);
  t.equal(text.match(/≠ +[\d.,]+/g)?.length, 5, 'nothing else differs');
  t.match(text, /BÁO CÁO TỰ MÂU THUẪN Ở 5 CHỖ\n1\. .*in 17\.206, phải là 17\.026 \(hai chữ số liền nhau đổi chỗ\)\. Chắc chắn/);
  t.match(text, /2\. .*in 19\.954, phải là 19\.594/);
  t.match(text, /3\. Chờ tiếp nhận cuối kỳ in chung 907, cộng từng dòng là 937\. Chưa xác định số nào sai/);
  t.match(text, /4\. .*in 56,45 %, số lẻ bị cắt thay vì làm tròn, phải là 56,46 %/);
  t.match(text, /5\. .*in 97,47 %, tính từ các số của chính báo cáo là 97,19 %/);
  t.match(text.replaceAll(/\n +/g, ' '), /cấp tỉnh 15; cấp huyện 561; cấp xã 1\.933/);
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
  const published = publishedReportOf(table.scope, table.period);
  if (published === undefined) return t.fail('the report is shipped');
  for (const line of [renderFigures(table), renderBooks(table), renderComparison(published, table)].flatMap(lines)) {
    t.ok([...line].length <= 120 && line === line.trimEnd(), line);
  }
});
