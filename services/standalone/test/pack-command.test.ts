import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { annexRows } from '@motcua/ledger';
import type { AnnexRow } from '@motcua/ledger';
import { edited, fileOf } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import writeExcelFile from 'write-excel-file/node';
import { caughtUp } from '../src/caught-up.ts';
import { runClose } from '../src/commands/close.ts';
import { runImport } from '../src/commands/import.ts';
import { runPack } from '../src/commands/pack.ts';
import type { PackArgs } from '../src/commands/pack.ts';
import { COMMUNE, communeYear } from './commune-year.ts';
import { ledgerWithReception } from './opened-ledger.ts';

const ledger = await ledgerWithReception(file);

await caughtUp(ledger.projector, 1);

const drafted = join(file.testdir({}), 'new');

test('before a period is closed there is only a draft of its pack, marked on every paper, and the refusal says so', async (t) => {
  const folder = drafted;
  await t.rejects(packing({ scope: 'H57', period: '2024-Q1', out: folder }), { code: 'EDITION_UNKNOWN', message: /chưa được chốt: hãy chốt bằng "motcua close", hoặc .*--preview/ });
  await t.rejects(readdir(folder), { code: 'ENOENT' }, 'nothing was made');
  const { text, progress } = await packing({ scope: 'H57', period: '2024-Q1', out: folder, preview: true });
  t.match(text, /^BỘ BÁO CÁO DỰ THẢO \(kỳ chưa chốt, không có mã ấn bản\)\n/);
  t.match(progress, /^\[1\/(\d+)\] bieu-ii06a\.xlsx\n[^]*\[(\d+)\/\2\] manifest\.json\n$/);
  t.match(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')), { edition: null, isDraft: true, sha256: null, chainRoot: null });
  for (const [name, head] of [['ket-qua-giai-quyet.docx', 'header-motcua'], ['bieu-ii06a.docx', 'header1']] as const) t.match(fileOf(await readFile(join(folder, name)), `word/${head}.xml`), 'DỰ THẢO');
  for (const name of ['bieu-ii06a.html', 'so-sanh.html', 'phat-hien.html']) t.match(await readFile(join(folder, name), 'utf8'), /<div class="watermark">DỰ THẢO<\/div>[^]*dự thảo, chưa chốt kỳ/);
});

let told: ReturnType<typeof JSON.parse>;

test('the pack of a closed period is written, and the JSON tells every file with its hash', async (t) => {
  const silent = { write: () => undefined };
  await runClose({ store: ledger.store, database: ledger.database, args: { scope: 'H57', period: '2024-Q1', by: 'Văn phòng UBND tỉnh' }, out: silent, progress: silent });
  const folder = t.testdir({});
  const { text } = await packing({ scope: 'H57', period: '2024-Q1', out: folder, json: true });
  told = JSON.parse(text);
  t.match(told, { edition: 'vpcp-15-14-H57-2024-Q1-1', isDraft: false, position: 1, folder });
  t.strictSame(told.files.map(({ name }: { readonly name: string }) => name).toSorted(), (await readdir(folder)).toSorted());
});

test('what is entered by hand stands in the annex with who entered it and when, and the rest is computed or marked as blank', async (t) => {
  const folder = t.testdir({ filled: {} });
  const entered = (await readFile(join(drafted, 'phu-luc-nhap.csv'), 'utf8'))
    .replace(/^(1\.1\.1,.*,2024-Q1),,,,$/m, '$1,1.029,Lê Thị A,18/03/2024,theo kế hoạch').replace(/^(7\.7\.2,.*,2024-Q1),,,,$/m, '$1,"99,5",Lê Thị A,2024-03-19,')
    // Everything else has been counted, and there was none.
    .replaceAll(/,2024-Q1,,,,$/gm, ',2024-Q1,0,Lê Thị A,18/03/2024,');
  await writeFile(join(folder, 'entered.csv'), entered);
  const { text } = await packing({ id: 'vpcp-15-14-H57-2024-Q1-1', out: join(folder, 'filled'), entries: join(folder, 'entered.csv') });
  t.match(text, /^BỘ BÁO CÁO của ấn bản vpcp-15-14-H57-2024-Q1-1\nĐã ghi \d+ tệp vào/);
  const { parts } = JSON.parse(await readFile(join(folder, 'filled', 'phu-luc.json'), 'utf8'));
  const rows = new Map(parts[0].rows.map(({ cells, emphasis }: { readonly cells: AnnexCells; readonly emphasis: string }) => [cells.code, { ...cells, emphasis }]));
  t.match(rows.get('1.1.1'), { unit: 'Nhiệm vụ', value: 1_029, source: 'Nhập tay: Lê Thị A, 18/03/2024. theo kế hoạch' });
  t.match(rows.get('7.7.2'), { unit: '%', value: 99.5, source: 'Nhập tay: Lê Thị A, 19/03/2024' });
  t.match(rows.get('1.1.2'), { value: 0, source: 'Nhập tay: Lê Thị A, 18/03/2024' });
  t.match(rows.get('3.6.5'), { value: 0, source: /^Tính từ sự kiện: / });
  t.match(rows.get('3.5.3'), { value: null, source: /^Tính từ sự kiện: 0 đúng hạn trên 0 hồ sơ/ });
  for (const { code, value, emphasis, source } of rows.values() as Iterable<AnnexCells>) {
    // Nothing was resolved, so nothing was on time.
    if (emphasis !== 'subtotal' && !/^(3\.5\.[1-5]|7\.8\.[34])$/.test(code)) t.ok(value !== null && /^(Tính từ sự kiện|Nhập tay): /.test(source ?? ''), `${code} is complete`);
  }
  const unfilled = JSON.parse(await readFile(join(drafted, 'phu-luc.json'), 'utf8')).parts[0].rows;
  t.match(unfilled.find(({ cells }: { readonly cells: AnnexCells }) => cells.code === '1.1.2').cells, { value: null, source: 'Để trống: chưa nhập' });
  const manifest = JSON.parse(await readFile(join(folder, 'filled', 'manifest.json'), 'utf8'));
  const others = ({ name }: { readonly name: string }) => !/^(phu-luc|manifest)/.test(name);
  t.strictSame(manifest.files.filter(others), told.files.filter(others).toSorted((a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1)), 'everything else is the same');
  t.match(manifest, { handEntries: { rows: annexRows.filter(({ kind }) => kind !== 'heading' && kind !== 'computed').length, sha256: /^[0-9a-f]{64}$/ } });
  t.match(await readFile(join(folder, 'filled', 'phu-luc-nhap.csv'), 'utf8'), /^1\.1\.1,.*,1029,Lê Thị A,18\/03\/2024,theo kế hoạch\r$/m, 'what was entered can be corrected');
});

for (const [name, lines, said] of [
  ['an unknown code', ['9.9,2024-Q1,1,A,18/03/2024'], 'dòng 2, cột Mã: "9.9" không dùng được'], ['a text for a number', ['1.1.1,2024-Q1,nhiều,A,18/03/2024'], 'dòng 2, cột Số liệu: 1.1.1: "nhiều" không phải là số'],
  ['more than 100 per cent', ['3.4.3,2024-Q1,130,A,18/03/2024'], 'dòng 2, cột Số liệu: 3.4.3: 130 vượt quá 100%'], ['a negative count', ['1.1.1,2024-Q1,-3,A,18/03/2024'], 'dòng 2, cột Số liệu: 1.1.1: -3 nhỏ hơn 0'],
  ['a part of a dossier', ['1.1.1,2024-Q1,"2,5",A,18/03/2024'], '2,5 không phải là số nguyên'], ['what is computed', ['3.5.1,2024-Q1,100,A,18/03/2024'], '3.5.1: được tính từ sự kiện, không nhập tay'],
  ['a heading', ['1.2,2024-Q1,1,A,18/03/2024'], '1.2: là tiêu đề, không có số liệu'], ['no such choice', ['1.4.2,2024-Q1,3,A,18/03/2024'], '1.4.2: 3 không có trong các lựa chọn từ 0 đến 2'],
  ['another period', ['1.1.1,2023-Q4,1,A,18/03/2024'], 'dòng 2, cột Kỳ: "2023-Q4" không phải kỳ 2024-Q1'], ['nobody who entered it', ['1.1.1,2024-Q1,1,,18/03/2024'], 'dòng 2, cột Người nhập: còn thiếu'],
  ['a day to come', ['1.1.1,2024-Q1,1,A,18/03/2025'], 'dòng 2, cột Ngày nhập: "18/03/2025" không dùng được'], ['one code twice', ['1.1.1,2024-Q1,1,A,18/03/2024', '1.1.1,2024-Q1,2,A,18/03/2024'], 'dòng 3, cột Mã: 1.1.1 đã có ở dòng 2'],
  ['more done than planned', ['1.1.1,2024-Q1,2,A,18/03/2024', '1.1.2,2024-Q1,3,A,18/03/2024'], 'cột Số liệu: 1.1.2 = 3 nhiều hơn 1.1.1 = 2'],
  ['a whole that its parts are not', ['3.2.3,2024-Q1,9,A,18/03/2024', ...['a', 'b', 'c'].map((part) => `3.2.3.${part},2024-Q1,2,A,18/03/2024`)], '3.2.3.a + 3.2.3.b + 3.2.3.c = 6 không bằng 3.2.3 = 9'],
  ['what follows from feedback', ['1.6.1,2024-Q1,1,A,18/03/2024'], '1.6.1: được tính từ sự kiện, không nhập tay'],
  ['no scope', ['1.1.1,2024-Q1,1,A,18/03/2024,,vpcp-15-14'], 'dòng 2, cột Phạm vi: còn thiếu: hãy viết đúng mã cơ quan'], ['figures of others', ['1.1.1,2024-Q1,1,A,18/03/2024,H57.01,vpcp-15-14'], 'dòng 2, cột Phạm vi: "H57.01" không phải phạm vi H57: hãy viết đúng mã cơ quan'],
  ['a period that is cut otherwise', ['1.1.1,2024-Q1,1,A,18/03/2024,H57,calendar'], 'dòng 2, cột Cách chia kỳ: "calendar" không phải cách chia kỳ vpcp-15-14: hãy viết đúng cách chia kỳ của bộ báo cáo'],
  ['no scheme of periods', ['1.1.1,2024-Q1,1,A,18/03/2024,H57,'], 'dòng 2, cột Cách chia kỳ: còn thiếu'],
  ['shares of more than a whole', ['7.6.2.a,2024-Q1,90,A,18/03/2024', '7.6.2.b,2024-Q1,"10,5",A,18/03/2024'], '7.6.2.a + 7.6.2.b = 100,5% vượt quá 100%'],
] as const) {
  test(`a file entered by hand that has ${name} is refused, cell and reason are told, and nothing is written`, async (t) => {
    const folder = t.testdir({ 'entered.csv': ['Mã,Kỳ,Số liệu,Người nhập,Ngày nhập,Phạm vi,Cách chia kỳ', ...lines.map((line) => /\/\d{4}$/.test(line) ? `${line},H57,vpcp-15-14` : line)].join('\n') });
    const args = { scope: 'H57', period: '2024-Q1', preview: true, out: join(folder, 'out'), entries: join(folder, 'entered.csv') };
    const error: unknown = await packing(args).catch((thrown: unknown) => thrown);
    t.match(error, { code: 'IMPORT_INVALID' });
    t.ok(String(error).includes(said), String(error));
    await t.rejects(readdir(join(folder, 'out')), { code: 'ENOENT' });
  });
}

test('an office edits the template of the section, and one that lacks a field or names an unknown one stops everything with the field\'s name', async (t) => {
  const folder = t.testdir({});
  const shipped = await readFile(join(drafted, 'mau-ket-qua-giai-quyet.docx'));
  const edit = (from: string, to: string) => {
    t.ok(fileOf(shipped, 'word/document.xml').includes(from), from);
    return writeFile(join(folder, 'own.docx'), edited(shipped, 'word/document.xml', (text) => text.replaceAll(from, to)));
  };
  const question = { id: 'vpcp-15-14-H57-2024-Q1-1', template: join(folder, 'own.docx') };
  for (const [from, to, message] of [['{dang_qua_han} hồ sơ', 'một số hồ sơ', /thiếu trường bắt buộc \{dang_qua_han\}/], ['{ky} (', '{quy} {ky} (', /có trường không rõ \{quy\}/]] as const) {
    await edit(from, to);
    await t.rejects(packing({ ...question, out: join(folder, 'refused') }), { code: 'TEMPLATE_INVALID', message });
    t.strictSame(await readdir(join(folder, 'refused')), [], 'no paper is written');
  }
  await edit('Cụ thể từng cấp như sau:', 'Chi tiết theo cấp:');
  await packing({ ...question, out: join(folder, 'own') });
  t.match(fileOf(await readFile(join(folder, 'own', 'ket-qua-giai-quyet.docx')), 'word/document.xml'), /Chi tiết theo cấp:/);
  t.match(JSON.parse(await readFile(join(folder, 'own', 'manifest.json'), 'utf8')), { sectionTemplate: /^[0-9a-f]{64}$/ });
  await packing({ scope: 'H57', period: '2024-Q1', preview: true, template: question.template, out: join(folder, 'draft') });
  const draft = await readFile(join(folder, 'draft', 'ket-qua-giai-quyet.docx'));
  t.match([fileOf(draft, 'word/document.xml'), fileOf(draft, 'word/header-motcua.xml')], [/Chi tiết theo cấp:/, /DỰ THẢO/], 'a draft by an own template is marked too');
});

test('wrong options are told in Vietnamese', async (t) => {
  const folder = t.testdir({});
  for (const [args, message] of [
    [{ period: '2024-Q1' }, /--out còn thiếu/], [{ out: folder }, /--period còn thiếu/], [{ out: folder, period: '2024-Q9' }, /--period không đọc được/], [{ out: folder, id: 'x' }, /"motcua editions" liệt kê/],
    [{ out: folder, id: 'x', scope: 'H57' }, /mã ấn bản đã nói đủ/], [{ out: folder, period: '2024-Q1', scope: 'H99', preview: true }, /chưa có cơ quan nào mang mã "H99"/],
  ] as const) await t.rejects(packing(args), { message });
});

/** What a commune once printed for 2023 and no event tells: two rates as numbers of procedures. */
const PRINTED: Readonly<Record<string, number | string>> = {
  '1.1.1': 29, '1.1.2': 29, '1.1.3': 35, '1.2.1': 2, '1.2.2': 2, '1.2.3': 3, '1.2.4': 3, '1.3.1': 103, '1.3.2': 103, '1.4.1': 1_714, '1.4.2': 0, '1.5': 1, '1.7': 1, '1.7.1': 7, '1.7.2': 7,
  '1.7.3': 4, '2.1': 2, '2.2': 2, '2.3': 2, '2.4': 0, '2.5': 0, '2.6': 1, '2.7': 0, '3.1.1': 130, '3.1.2': 130, '3.1.3': 12, '3.2.3': 222, '3.2.3.b': 92, '3.2.3.c': 130, '3.4.1': 3, '3.4.2': 92,
  '3.4.3': 130, '3.4.4': 130, '3.6.1': 222, '3.6.2': 222, '3.6.4': 222, '4.2.1': 20, '4.2.2': 20, '4.2.4': 0, '7.1': 1, '7.2': 2, '7.3': 2, '7.4': '1', '7.5': 2, '7.6.1.b': 100, '7.6.2.a': 100,
  '7.6.2.b': 0, '7.7.2': 100,
};

test('the annex of a commune\'s year is complete, and rows that contradict themselves cannot be made', async (t) => {
  const folder = t.testdir({});
  for (const [kind, events] of Object.entries(communeYear)) {
    const name = join(folder, `${kind}.ndjson`);
    await writeFile(name, events.map((event) => JSON.stringify(event)).join('\n'));
    t.equal(await runImport({ store: ledger.store, database: ledger.database, files: [name], args: { kind }, clock: Date.now, stdin: () => process.stdin, out: { write: () => undefined }, log: process.stderr }), 0, kind);
  }
  await caughtUp(ledger.projector, (await ledger.store.head()).position);
  const pack = async (values: typeof PRINTED): Promise<ReadonlyMap<string, AnnexCells>> => {
    const rows = Object.entries(values).map(([code, value]) => [code, COMMUNE, 'vpcp-15-14', '2023', value, 'Lê Thị A', new Date('2024-01-05')]);
    await writeExcelFile([['Mã', 'Phạm vi', 'Cách chia kỳ', 'Kỳ', 'Số liệu', 'Người nhập', 'Ngày nhập'], ...rows].map((row) => row.map((value) => (value instanceof Date ? { value, format: 'dd/mm/yyyy' } : { value })))).toFile(join(folder, 'entered.xlsx'));
    await packing({ scope: COMMUNE, period: '2023', preview: true, out: join(folder, 'out'), entries: join(folder, 'entered.xlsx') });
    const { parts } = JSON.parse(await readFile(join(folder, 'out', 'phu-luc.json'), 'utf8'));
    return new Map(parts[0].rows.map(({ cells }: { readonly cells: AnnexCells }) => [cells.code, cells]));
  };
  await t.rejects(pack(PRINTED), { code: 'IMPORT_INVALID', message: /2 chỗ sai[^]*3\.4\.3: 130 vượt quá 100%[^]*3\.4\.4: 130 vượt quá 100%/ });
  await t.rejects(pack({ '7.4': 0.561 }), { message: /0,561 có thể là 56,1% của ô dạng phần trăm/ });
  const rows = await pack({ ...PRINTED, '3.4.3': 100, '3.4.4': '99,9' });
  t.strictSame([...rows.keys()], annexRows.map(({ code }) => code), 'every row');
  for (const row of annexRows) assertMarked(t, row, rows.get(row.code));
  const value = (...codes: readonly string[]) => codes.map((code) => rows.get(code)?.value);
  t.strictSame(value('1.6', '1.6.1', '1.6.2'), [3, 2, 1]);
  t.strictSame(value('3.5.1', '3.5.2', '3.5.3', '3.5.4', '3.5.5', '3.5.6', '3.6.3', '3.6.5'), [null, null, 93.75, 90.48, 96.43, '10/25', 2, 64]);
  t.strictSame(value('7.8.1', '7.8.2', '7.8.3', '7.8.4'), [1, 1, 3.13, 96.87], 'both would be rounded up, and so make more than all');
});

/** Filled in and by what; or blank, and why. A computed rate is blank only where there is nothing to divide by. */
function assertMarked(t: Test, { code, kind, unit }: AnnexRow, cells: AnnexCells | undefined): void {
  const { value = null, source = null } = cells ?? {};
  if (kind === 'heading') t.strictSame([value, source], [null, null], code);
  else if (kind === 'computed') t.match(source, value === null ? /^Tính từ sự kiện: 0 .* trên 0 hồ sơ/ : /^Tính từ sự kiện: /, code);
  else t.match(source, Object.hasOwn(PRINTED, code) ? /^Nhập tay: Lê Thị A, 05\/01\/2024$/ : /^Để trống: chưa nhập$/, code);
  if (unit === '%' && value !== null) t.ok(Number(value) >= 0 && Number(value) <= 100, `${code}: ${value}%`);
}

type AnnexCells = { readonly code: string; readonly value: number | string | null; readonly source: string | null; readonly emphasis: string };

async function packing(args: PackArgs): Promise<{ readonly text: string; readonly progress: string }> {
  let [text, progress] = ['', ''];
  await runPack({ store: ledger.store, database: ledger.database, args, now: Date.parse('2024-03-20T00:00:00Z'), out: { write: (more) => { text += more; } }, progress: { write: (more) => { progress += more; } } });
  return { text, progress };
}
