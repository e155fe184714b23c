import { chartTable, csvOf, docxOf, htmlOf, jsonOf, xlsxOf } from '@motcua/documents';
import type { Cell, FormDocument, Heading, Table } from '@motcua/documents';
import { canonicalJson } from '@motcua/kernel';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { fileOf, htmlTables, plain, tablesOf } from '@motcua/testkit';
import { test } from 'tap';
import { CAUSES_CHART, DAYS_CHART, DOCUMENT, FORM_ROWS, FORM_TABLE, KINDS_TABLE, RATE_CHART } from './support/sample-document.ts';

const xlsx = await xlsxOf(DOCUMENT);
const docx = await docxOf(DOCUMENT);
const html = htmlOf(DOCUMENT);

/** What people read in the cells of {@link KINDS_TABLE}. */
const KINDS_SHOWN = [
  ['Hòa Bình', '-1.234', '1.234,50', '97,19%', '14/03/2024', '14/03/2024 17:05'], ['', '', '', '', '', ''], ['-1+2', '99,9%', 'chưa có', '100,00%', '01/01/1990', '01/01/2024 00:00'],
];
const FORM_SHOWN = FORM_ROWS.map(({ cells }) => cells.map((cell) => typeof cell === 'number' ? String(cell).replaceAll(/(?<=\d)(?=(\d{3})+$)/g, '.') : cell ?? ''));
const HEADINGS_SHOWN = ['STT', 'Lĩnh vực giải quyết', 'Số lượng hồ sơ tiếp nhận', 'Số lượng hồ sơ đã giải quyết', 'Số lượng hồ sơ đang giải quyết'];
const NUMBERS_SHOWN = ['(1)', '(2)', '(3)=(4)+(5)+(6)', '(4)', '(5)', '(6)', '(7)=(8)+(9)+(10)', '(8)', '(9)', '(10)', '(11)=(12)+(13)', '(12)', '(13)'];

test('every cell of the workbook is the cell of the table, and numbers are numbers', async (t) => {
  const sheets = await readXlsxFile(Buffer.from(xlsx));
  t.strictSame(sheets.map(({ sheet }) => sheet), ['II.06a', 'Phụ lục  mọi loại ô', 'Theo ngày', 'Tám quý', 'Nguyên nhân']);
  const form = sheets[0]?.data ?? [];
  const numbers = form.findIndex((row) => row[2] === '(3)=(4)+(5)+(6)');
  t.strictSame(form[numbers], NUMBERS_SHOWN);
  t.strictSame(form.slice(numbers + 1, numbers + 1 + FORM_ROWS.length), FORM_ROWS.map(({ cells }) => cells.map((cell) => cell === '' ? null : cell)));
  const kinds = sheets[1]?.data ?? [];
  const first = kinds.findIndex((row) => row[0] === 'Hòa Bình');
  t.strictSame(kinds[first], ['Hòa Bình', -1_234, 1_234.5, 0.9719, new Date('2024-03-14T00:00:00Z'), new Date('2024-03-14T17:05:00Z')]);
  t.strictSame(kinds[first + 2], ['-1+2', 0.999, 'chưa có', 1, new Date('1990-01-01T00:00:00Z'), new Date('2024-01-01T00:00:00Z')]);
});

test('a chart is the table of its numbers in the workbook', async (t) => {
  const sheets = await readXlsxFile(Buffer.from(xlsx));
  const rows = sheets[3]?.data ?? [];
  const first = rows.findIndex((row) => row[0] === 'II/2022');
  t.strictSame(rows[first - 1], ['Quý', 'Cấp tỉnh', 'Cấp huyện', 'Cấp xã', 'Mục tiêu 98%']);
  t.strictSame(rows.slice(first, first + 8), RATE_CHART.categories.map((category, index) => (
    [category, ...RATE_CHART.series.map(({ values }) => share(values[index])), 0.98]
  )));
});

test('headings of the workbook are merged as the tree says, stand still on the screen and come again on every page of A4', async (t) => {
  const sheet = fileOf(xlsx, 'xl/worksheets/sheet1.xml');
  const row = Number(/<pane ySplit="(\d+)"[^>]*state="frozen"/.exec(sheet)?.[1]);
  const [top, middle, leaves] = [row - 3, row - 2, row - 1];
  for (const merged of [`A${top}:A${leaves}`, `B${top}:B${leaves}`, `C${top}:F${top}`, `C${middle}:C${leaves}`, `D${middle}:E${middle}`, `F${middle}:F${leaves}`, `G${top}:J${top}`, `K${top}:M${top}`]) {
    t.match(sheet, `<mergeCell ref="${merged}"/>`);
  }
  t.match(sheet, /<pageSetup paperSize="9" scale="8\d" orientation="landscape"\/>/);
  t.match(fileOf(xlsx, 'xl/workbook.xml'), `<definedName name="_xlnm.Print_Titles" localSheetId="0">'II.06a'!$${top - 1}:$${row}</definedName>`);
  for (const format of ['#,##0', '#,##0.00', '#,##0.00%', '#,##0.0%', 'dd/mm/yyyy', 'dd/mm/yyyy hh:mm']) t.match(fileOf(xlsx, 'xl/styles.xml'), `formatCode="[$-42A]${format}"`);
});

test('every cell of the docx is what people read in the table, under headings that come again on every page', async (t) => {
  const tables = tablesOf(docx);
  const form = tables.find((rows) => rows[0]?.[0] === 'STT') ?? [];
  t.strictSame(form[0], HEADINGS_SHOWN);
  t.strictSame(form[3], NUMBERS_SHOWN);
  t.strictSame(form.slice(4), FORM_SHOWN);
  t.strictSame(tables.find((rows) => rows[0]?.[0] === 'Chữ')?.slice(1), KINDS_SHOWN);
  const document = fileOf(docx, 'word/document.xml');
  t.equal(document.match(/<w:tblHeader\/>/g)?.length, 4 + 1);
  t.ok(document.includes('<w:gridSpan w:val="4"/>'));
  t.match(/<w:pgSz [^>]*>/.exec(document)?.[0], /w:w="168(39|40)" w:h="1190\d" w:orient="landscape"/);
});

test('every cell of the html is what people read in the table', async (t) => {
  const tables = htmlTables(html);
  t.strictSame(tables[0]?.[0], HEADINGS_SHOWN);
  t.strictSame(tables[0]?.[3], NUMBERS_SHOWN);
  t.strictSame(tables[0]?.slice(4), FORM_SHOWN);
  t.strictSame(tables[1]?.slice(1), KINDS_SHOWN);
  t.match(html, /size: A4 landscape/);
  t.notMatch(html, /<mới>|<script|http-equiv="refresh"| on\w+=/);
});

test('every cell of the CSV is the cell of the table, plain, and no text is a formula', async (t) => {
  const [head = [], ...rows]: readonly string[][] = parse(csvOf(FORM_TABLE), { bom: true });
  t.strictSame(head, ['emphasis', 'order', 'field', 'all', 'online', 'direct', 'carried', 'resolved', 'early', 'due', 'late', 'open', 'within', 'overdue']);
  t.strictSame(rows.map(([emphasis]) => emphasis), ['subtotal', 'plain', 'plain', 'total']);
  t.strictSame(rows.map(([, ...cells]) => cells), FORM_ROWS.map(({ cells }) => cells.map((cell) => cell === '=HYPERLINK("http://x")' ? `'${cell}` : typeof cell === 'number' ? String(cell) : cell ?? '')));
  t.equal(csvOf(KINDS_TABLE), '\uFEFFemphasis,text,integer,decimal,percent,date,instant\r\n'
    + 'plain,Hòa Bình,-1234,1234.5,97.19,2024-03-14,2024-03-14T10:05:00.000Z\r\nplain,,,,,,\r\nplain,\'-1+2,99.9,chưa có,100,1990-01-01,2023-12-31T17:00:00.000Z\r\n');
});

test('the JSON is canonical and has every cell by the id of its column', async (t) => {
  const json = jsonOf(DOCUMENT);
  const { parts, title, watermark } = JSON.parse(json);
  t.equal(json, canonicalJson(JSON.parse(json)));
  t.equal(watermark, 'Dự thảo');
  t.strictSame(title, DOCUMENT.title);
  t.strictSame(parts[0].columns[4], { id: 'direct', kind: 'integer', label: ['Số lượng hồ sơ tiếp nhận', 'Trong kỳ', 'Trực tiếp, dịch vụ bưu chính'], number: '(5)' });
  t.strictSame(parts[0].rows.map(({ cells }: { readonly cells: object }) => Object.values(cells).length), [13, 13, 13, 13]);
  t.strictSame(parts[0].rows[3], { emphasis: 'total', indent: 0, cells: { all: 1_234_567, carried: 249, direct: 3_049, due: 8_000, early: 9_026, field: 'Tổng cộng', late: 265, online: 16_701, open: 2_708, order: '', overdue: 0, resolved: 17_291, within: 2_708 } });
  t.strictSame(parts[2].rows[0].cells, { text: 'Hòa Bình', integer: -1_234, decimal: 1_234.5, percent: 97.19, date: '2024-03-14', instant: '2024-03-14T10:05:00.000Z' });
});

test('head, title, notes, signatures, provenance and whose draft it is stand in every form for people', async (t) => {
  const workbook = (await readXlsxFile(Buffer.from(xlsx))).flatMap(({ data }) => data.flat()).join('\n');
  for (const [form, text] of [['docx', plain(fileOf(docx, 'word/document.xml')) + fileOf(docx, 'word/header1.xml')], ['html', plain(html)], ['xlsx', workbook]] as const) {
    for (const said of [
      'Biểu số II.06a/VPCP/KSTT', 'UBND TỈNH THỪA THIÊN HUẾ', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Huế, ngày …… tháng …… năm ……', ...DOCUMENT.title, 'Đơn vị tính: hồ sơ', 'DỰ THẢO',
      'Các lớp hồ sơ mà biểu không có cột', 'Ghi chú:', 'NGƯỜI LẬP BIỂU', 'CHỦ TỊCH', '(Ký, ghi rõ họ tên và đóng dấu)', 'Ấn bản: vpcp-15-14-H57-2024-Q1-1', `SHA-256: ${'0123456789abcdef'.repeat(4)}`,
      'Chữ viết rời (Hòa) được gộp lại.',
    ]) t.ok(text.includes(said.normalize('NFC')), `${form}: ${said}`);
    t.equal(text, text.normalize('NFC'), form);
  }
});

test('a document that is not what it says is not printed', async (t) => {
  const table = (headings: readonly Heading[], cells: readonly Cell[]): Table => ({ type: 'table', name: 'Bảng', headings, rows: [{ cells }] });
  const column = { id: 'a', label: 'A', kind: 'integer' } as const;
  for (const [part, fault] of [
    [table([column], [1, 2]), /Bảng, row 1: 2 cells for 1 columns/], [table([column], ['1']), /column a: 1 is no whole number/], [table([column], [1.5]), /1\.5 is no whole number/],
    [table([column], [Number.NaN]), /NaN is no whole number/], [table([{ ...column, kind: 'percent' }], [97.194]), /97\.194 is no number with at most 2 decimals/],
    [table([{ ...column, kind: 'date' }], ['2024-02-30']), /2024-02-30 is no date/], [table([column, column], [1, 2]), /two have one id/], [table([], []), /columns are none/],
    [{ ...CAUSES_CHART, series: [] }, /1 to 4 series/], [{ ...CAUSES_CHART, series: [{ label: 'x', values: [1] }] }, /1 values for 6 categories/],
  ] as const) {
    const document: FormDocument = { title: ['T'], parts: [part] };
    await t.rejects(xlsxOf(document), fault);
    await t.rejects(docxOf(document), fault);
    t.throws(() => htmlOf(document), fault);
    t.throws(() => jsonOf(document), fault);
  }
  t.throws(() => csvOf(table([column], ['x'])), /no whole number/);
  t.throws(() => htmlOf({ title: ['T'], parts: [FORM_TABLE, FORM_TABLE] }), /one name/);
});

test('signs that no file may hold are shown as such', async (t) => {
  const document: FormDocument = { title: ['A\u0000B\uD800C'], parts: [{ type: 'table', name: '[Tên]: dài/quá '.repeat(4), headings: [{ id: 'a', label: 'A', kind: 'text' }], rows: [{ cells: ['x\u0007y\u0085\u{1FFFE}'] }] }] };
  const data = (await readXlsxFile(Buffer.from(await xlsxOf(document))))[0]?.data ?? [];
  t.ok(data.flat().includes('A□B□C') && data.flat().includes('x□y\u0085□'));
  t.match(plain(fileOf(await docxOf(document), 'word/document.xml')), 'x□y\u0085□');
  t.match(htmlOf(document), 'x□y\u0085□');
});

test('charts are pictures of lines, dashes and patterns in the html, and Word\'s own in the docx, with their numbers', async (t) => {
  const pictures = [...html.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => svg);
  t.equal(pictures.length, 3);
  const words = pictures.map((svg) => [...svg.matchAll(/<text.*?<\/text>/gs)].map(([text]) => plain(text)));
  for (const [index, { title, series }] of [DAYS_CHART, RATE_CHART, CAUSES_CHART].entries()) {
    t.ok(words[index]?.includes(title), title);
    if (series.length > 1) for (const { label } of series) t.ok(words[index]?.includes(label), label);
  }
  t.strictSame(words[2]?.filter((word) => /^\d+$/.test(word)).slice(-6), ['812', '403', '388', '251', '120', '83']);
  t.equal(pictures[0]?.match(/<rect [^>]*fill="url\(#c3-1\)"/g)?.length, 60 + 1, 'bars of the second series, and its key');
  t.equal(new Set(pictures[1]?.match(/<path [^>]*fill="none"[^>]*>/g)?.map((path) => /stroke-dasharray="([^"]*)"/.exec(path)?.[1])).size, 3, 'each line has dashes of its own');
  t.notMatch(pictures.join(''), /NaN|undefined|Infinity/);
  t.same([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id), [...new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))], 'no id twice');
  const charts = Object.keys(unzipSync(docx)).filter((name) => /^word\/charts\/chart\d+\.xml$/.test(name)).toSorted();
  t.equal(charts.length, 3);
  for (const [index, chart] of [DAYS_CHART, RATE_CHART, CAUSES_CHART].entries()) {
    const drawn = fileOf(docx, charts[index] ?? '');
    const numbers = [...drawn.matchAll(/<c:val>.*?<\/c:val>/gs)].map(([values]) => [...values.matchAll(/<c:v>([^<]*)<\/c:v>/g)].map(([, value]) => Number(value)));
    t.strictSame(numbers.slice(0, chart.series.length), chart.series.map(({ values }) => values.filter((value) => value !== null)), chart.title);
  }
});

test('a chart with nothing in it, or with one value, is drawn all the same', async (t) => {
  for (const form of ['bars', 'level_bars', 'lines'] as const) {
    for (const values of [[], [0], [null], [100], [-3]]) {
      const picture = htmlOf({ title: ['T'], parts: [{ ...CAUSES_CHART, form, categories: values.map(() => 'x'), series: [{ label: 'y', values }] }] });
      t.notMatch(picture, /NaN|undefined|Infinity/, `${form} ${JSON.stringify(values)}`);
    }
  }
  t.strictSame(chartTable(CAUSES_CHART).rows[5], { cells: ['Chưa rõ', 83] });
});

test('numbers of bars are where the line of their target does not cross them, with the decimals of the tables', async (t) => {
  const chart = { ...RATE_CHART, form: 'bars', categories: ['a', 'b', 'c'], series: [{ label: 'y', values: [97.2, 2, null] }], target: { label: 'z', value: 98 } } as const;
  const picture = htmlOf({ title: ['T'], parts: [chart] });
  const bars = [...picture.matchAll(/<rect x="[^"]*" y="([^"]*)" width="([^"]*)" height="([^"]*)"/g)].map(([, y, , height]) => ({ top: Number(y), height: Number(height) }));
  const numberAt = (text: string) => Number(new RegExp(`<text x="[^"]*" y="([^"]*)"[^>]*>${text}</text>`).exec(picture)?.[1]);
  const [long, short] = bars;
  t.ok(long !== undefined && numberAt('97,20%') > long.top + 10 && numberAt('97,20%') < long.top + long.height, 'within a bar that has room');
  t.ok(short !== undefined && numberAt('2,00%') < short.top, 'above one that has none');
  const word = fileOf(await docxOf({ title: ['T'], parts: [chart] }), 'word/charts/chart1.xml');
  t.match(word, /<c:dLblPos val="inEnd"\/>/);
  t.match(word, /<c:dLbl><c:idx val="1"\/>.*?<c:dLblPos val="outEnd"\/>/s);
  t.match(word, '0.00&quot;%&quot;');
});

test('lines of counts begin at 0, and names that have no room in one line have it in two', async (t) => {
  const words = (picture: string) => [...picture.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) => text);
  const counts = words(htmlOf({ title: ['T'], parts: [{ ...DAYS_CHART, form: 'lines', categories: ['a', 'b'], series: [{ label: 'y', values: [120, 160] }] }] }));
  t.ok(counts.includes('0'), 'a saw between 120 and 160 is not all there is');
  const categories = ['I', 'II', 'III', 'IV', 'I', 'II', 'III', 'IV'].map((quarter, index) => `Quý ${quarter} năm ${index < 4 ? 2023 : 2024}`);
  const names = words(htmlOf({ title: ['T'], parts: [{ ...RATE_CHART, categories }] }));
  t.strictSame(names.filter((name) => /^(Quý [IV]+|năm \d+)$/.test(name ?? '')), categories.flatMap((name) => [name.slice(0, -9), name.slice(-8)]), 'every one of them is there');
});

test('the small print is a row of the table of the signatures, so that no office puts it on a sheet of its own', (t) => {
  const body = fileOf(docx, 'word/document.xml');
  const signed = [...body.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map(([table]) => table).at(-1) ?? '';
  const [signatures = '', small = ''] = [...signed.matchAll(/<w:tr>.*?<\/w:tr>/gs)].map(([row]) => row);
  t.match([plain(signatures), plain(small)], [/NGƯỜI LẬP BIỂU/, /Ấn bản: vpcp-15-14-H57-2024-Q1-1/]);
  t.match(small, /<w:cantSplit\/>.*<w:gridSpan w:val="2"\/>/s);
  const paragraphs = [...signatures.matchAll(/<w:p>.*?<\/w:p>/gs)].map(([paragraph]) => paragraph);
  t.ok(paragraphs.length > 4 && paragraphs.every((paragraph) => paragraph.includes('<w:keepNext/>')), 'the rows are kept together');
  t.end();
});

function share(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number((value / 100).toFixed(4));
}
