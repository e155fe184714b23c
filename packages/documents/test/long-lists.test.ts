import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { csvRows, xlsxRows } from '@motcua/documents';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { all, fileOf, inBatches } from '@motcua/testkit';
import { test } from 'tap';
import { LIST, LIST_ROWS } from './support/sample-document.ts';

const run = promisify(execFile);
const WRITER = new URL('./support/long-list.main.ts', import.meta.url).pathname;

test('every cell of a streamed workbook is the value of its row, under headings that stand still', async (t) => {
  const xlsx = Buffer.concat(await all(xlsxRows(LIST, inBatches(LIST_ROWS, 100))));
  const [list, about] = await readXlsxFile(xlsx);
  const rows = list?.data ?? [];
  const first = rows.findIndex((row) => row[0] === LIST_ROWS[0]?.[0]);
  t.equal(rows.length, first + LIST_ROWS.length);
  t.strictSame(rows.slice(first).map((row) => row.map(toTheSecond)), LIST_ROWS.map(([dossier, procedure, due, received, hours, share, days]) => [
    dossier, procedure, due === null ? null : new Date(Number(due) + 7 * 3_600_000), new Date(`${received}T00:00:00Z`), hours, Number((Number(share) / 100).toFixed(4)), days,
  ]));
  t.strictSame(rows[first - 2]?.slice(0, 3), ['Mã hồ sơ', 'Thủ tục', 'Hạn']);
  t.match(fileOf(xlsx, 'xl/worksheets/sheet1.xml'), `<pane ySplit="${first}"`);
  t.ok(about?.data.flat().includes('Ấn bản: vpcp-15-14-H57-2024-Q1-1'));
});

test('every cell of a streamed CSV is the value of its row, plain', async (t) => {
  const [head, ...rows]: readonly string[][] = parse((await all(csvRows(LIST, inBatches(LIST_ROWS, 100)))).join(''), { bom: true });
  t.strictSame(head, ['dossier', 'procedure', 'due', 'received', 'hours', 'share', 'days']);
  t.strictSame(rows, LIST_ROWS.map(([dossier, procedure, due, ...others]) => [
    dossier, String(procedure).startsWith('=') ? `'${procedure}` : procedure, due === null || due === undefined ? '' : new Date(due).toISOString(), ...others.map(String),
  ]));
});

test('how a list is cut into batches changes no byte of it, and a list may be empty', async (t) => {
  const hash = async (size: number) => createHash('sha256').update(Buffer.concat(await all(xlsxRows(LIST, inBatches(LIST_ROWS, size))))).digest('hex');
  t.equal(await hash(1), await hash(1_000));
  t.equal(await hash(499), await hash(2_000));
  const [list] = await readXlsxFile(Buffer.concat(await all(xlsxRows(LIST, inBatches([], 1)))));
  t.equal(list?.data.at(-1)?.[2], 'Hạn trả');
  t.strictSame(parse((await all(csvRows(LIST, inBatches([], 1)))).join(''), { bom: true }).length, 1);
});

test('a value that is not of its column\'s kind stops the list, and is named', async (t) => {
  const wrong = [...LIST_ROWS.slice(0, 5), ['x', 'y', null, '2024-13-01', 0, 0, 0]] as const;
  await t.rejects(all(xlsxRows(LIST, inBatches(wrong, 2))), /row 6, column received: 2024-13-01 is no date/);
  await t.rejects(all(csvRows(LIST, inBatches(wrong, 2))), /row 6, column received: 2024-13-01 is no date/);
});

/** A process that holds what it writes dies of this: see the last test. */
const HEAP = '--max-old-space-size=56';
const ROWS = '12000';

for (const format of ['xlsx', 'csv'] as const) {
  test(`a long list as ${format} is written in a heap that does not hold it`, async (t) => {
    const file = `${t.testdir({})}/list.${format}`;
    await t.resolves(run(process.execPath, [HEAP, WRITER, format, ROWS, file]));
    t.ok(statSync(file).size > 500_000);
  });
}

test('a workbook that is made as a whole is not', async (t) => {
  await t.rejects(run(process.execPath, [HEAP, WRITER, 'whole', ROWS, `${t.testdir({})}/whole.xlsx`]), /heap out of memory/);
});

/** A spreadsheet holds times as fractions of a day, and this reader cuts them where others round. */
function toTheSecond(value: unknown): unknown {
  return value instanceof Date ? new Date(Math.round(value.getTime() / 1_000) * 1_000) : value;
}
