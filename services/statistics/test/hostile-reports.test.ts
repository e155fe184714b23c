import { AppError } from '@motcua/kernel';
import { readReport } from '@motcua/statistics';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { test } from 'tap';
import type { Test } from 'tap';
import writeExcelFile from 'write-excel-file/node';

const SHEET = 'xl/worksheets/sheet1.xml';
const MIB = 1024 * 1024;
const ordinary = await writeExcelFile([['level', 'received'], ['a', 5]].map((row) => row.map((value) => ({ value, type: typeof value === 'number' ? Number : String })))).toBuffer();
const FAR = /quá dòng 20000 hoặc quá cột thứ 200: hãy chép riêng bảng số liệu sang một tệp mới/;

test('a spreadsheet whose one lone cell is far away is refused before its places are filled', async (t) => {
  for (const place of ['XFD1048576', 'A1048576', 'XFD1', 'GS1', 'A20001']) {
    await refused(t, withRows(`<row><c r="${place}"><v>1</v></c></row>`), FAR, place);
  }
});

test('far places are seen however they are written', async (t) => {
  for (const row of ['<row r="1048576"><c r="A1"><v>1</v></c></row>', "<x:row x:r = '1048576'/>", '<row spans=">" r="9999999"/>', '<!-- <row a=\' --><row r="1048576"/>', '<row\n\tr="20001"/>', '<row r="5 r=\' r="9999999"/>']) {
    await refused(t, withRows(row), /hãy/, row);
  }
  for (const place of ['&#49;048576', '1e9', '0xfffff', 'Infinity', '+99999', '00000000001', '', 'a1', 'ABCD1']) await refused(t, withRows(`<row r="${place}"/>`), /không phải tệp Excel/, place);
});

test('a dimension that reaches far, rows without a place, and too many cells are refused', async (t) => {
  await refused(t, withSheet((xml) => xml.replace('<sheetData', '<dimension ref="A1:XFD1048576"/><sheetData')), FAR, 'dimension');
  await refused(t, withRows('<row/>'.repeat(20_001)), FAR, 'rows');
  await refused(t, withRows('<row/>'.repeat(20_000).replace('<row/>', `<row>${'<c r="A1"/>'.repeat(500_001)}</row>`)), FAR, 'cells');
  await refused(t, withRows('<row><c><v>1</v></c></row>'), /không phải tệp Excel/, 'cell without a place');
});

test('the farthest places that are allowed are read', async (t) => {
  const far = withSheet((xml) => xml.replace('</sheetData>', '<row r="20000"><c r="A20000" t="inlineStr"><is><t>b</t></is></c><c r="B20000"><v>7</v></c><c r="GR20000"><v>1</v></c></row></sheetData>'));
  const read = await readReport(far, 'xlsx');
  t.match(read, { report: { nodes: [{ id: 'a', figures: { received: 5 } }, { id: 'b', figures: { received: 7 } }] }, ignored: [{ where: 'ô GR1' }] });
});

test('a spreadsheet that unpacks to too much is refused, whatever sizes it declares and whichever part it is', async (t) => {
  const sheet = withSheet((xml) => xml.replace('<sheetData', `${' '.repeat(33 * MIB)}<sheetData`));
  const parts = withParts({ 'xl/a.xml': new Uint8Array(17 * MIB), 'xl/b.xml': new Uint8Array(17 * MIB) });
  for (const [name, bomb] of Object.entries({ sheet, parts, forged: declaring(sheet, 100), zero: declaring(sheet, 0) })) {
    t.ok(bomb.length < 100_000, name);
    await refused(t, bomb, /giải nén ra quá lớn: hãy chỉ gửi bảng số liệu/, name);
  }
});

test('an ordinary spreadsheet is read whatever sizes it declares and whatever pictures it has', async (t) => {
  const pictured = withParts({ 'xl/media/image1.png': new Uint8Array(40 * MIB) });
  for (const bytes of [ordinary, pictured, declaring(ordinary, 1), declaring(ordinary, 0xff_ff_ff_f0)]) {
    t.match(await readReport(bytes, 'xlsx'), { report: { nodes: [{ id: 'a', figures: { received: 5 } }] }, ignored: { length: 0 } });
  }
});

test('a spreadsheet that is cut off is refused', async (t) => {
  for (const length of [3, 40, Math.floor(ordinary.length / 2)]) await refused(t, ordinary.subarray(0, length), /không phải tệp Excel/, String(length));
});

test('a table of very many rows or columns is refused', async (t) => {
  const headings = 'Đơn vị;Tiếp nhận\nA;1\n';
  await refused(t, Buffer.from(headings + ';\n'.repeat(500_000)), /nhiều hơn 20000 dòng, kể cả dòng trống/, 'rows', 'csv');
  await refused(t, Buffer.from(`${headings}${';'.repeat(1_000_000)}\n`), /nhiều hơn 200 cột/, 'columns', 'csv');
  t.match(await readReport(Buffer.from(headings + ';\n'.repeat(19_998)), 'csv'), { report: { nodes: [{ id: 'A' }] } });
});

function withRows(rows: string): Uint8Array {
  return withSheet((xml) => xml.replace(/<sheetData>.*<\/sheetData>/s, () => `<sheetData>${rows}</sheetData>`));
}

function withSheet(change: (xml: string) => string): Uint8Array {
  const xml = strFromU8(unzipSync(ordinary)[SHEET] ?? new Uint8Array());
  const changed = change(xml);
  if (changed === xml) throw new Error('The sheet has another form than this test expects.');
  return withParts({ [SHEET]: strToU8(changed) });
}

function withParts(parts: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...unzipSync(ordinary), ...parts });
}

/** The same archive with another unpacked size of every part, in its local headers and its directory. */
function declaring(archive: Uint8Array, size: number): Uint8Array {
  const forged = Buffer.from(archive);
  for (const [signature, offset] of [['PK\u0003\u0004', 22], ['PK\u0001\u0002', 24]] as const) {
    for (let at = forged.indexOf(signature, 0, 'latin1'); at >= 0; at = forged.indexOf(signature, at + 1, 'latin1')) forged.writeUInt32LE(size, at + offset);
  }
  return forged;
}

async function refused(t: Test, bytes: Uint8Array, detail: RegExp, name: string, format: 'csv' | 'xlsx' = 'xlsx'): Promise<void> {
  const error = await readReport(bytes, format).then(() => undefined, (thrown: unknown) => thrown);
  t.ok(error instanceof AppError && error.code === 'REPORT_UNREADABLE', name);
  t.match(error, { message: detail }, name);
}
