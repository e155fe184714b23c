import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkReport, indicatorDefinitions, rowLabel } from '@motcua/ledger';
import type { RowHead } from '@motcua/ledger';
import { readReport } from '@motcua/statistics';
import { fileOf, NO_OFFICE, plain, printedPages } from '@motcua/testkit';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { t as file, test } from 'tap';
import { openClosedBooks } from './support/closed-books.ts';
import { tablesInFiles } from './support/opened-pack.ts';
import { closeQuarter, contentsOf } from './support/packed.ts';

const TABLES = [['level', 'Theo cấp'], ['authority', 'Theo cơ quan'], ['field', 'Theo lĩnh vực']] as const;

const books = await openClosedBooks(file, 160);
await books.tell('H57.01-240111-9001', 'DossierReceived', '2024-01-10 08:00', { authority: 'H57.99', receivingUnit: 'H57.01', procedure: '1.999999', channel: 'in_person', dueAt: '2099-01-20' });
for (const number of [1, 2, 3, 4]) await books.tell(`H57.31-240110-900${number}`, 'DossierReceived', '2024-01-10 08:00', { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.999999', channel: 'online', dueAt: `2024-0${number > 2 ? 3 : 2}-0${number}` });
await books.tell('H57.31-240110-9001', 'ApologyIssued', '2024-02-01 10:00', { letterNumber: '12/PXL', cause: 'verification', unitAtFault: 'H57.01', signed: true });
const before = await closeQuarter(books, '2023-Q4');
const closed = await closeQuarter(books, '2024-Q1');
const { id } = closed;
const owed = (await books.get('/v1/apology-duties/list?scope=H57&period=2024-Q1&status=not_met&limit=1000')).body.items;
const levels = (await books.get(`/v1/editions/${id}/tables?by=level`)).body;
// What is looked at was made in other surroundings: another time zone, language, day and folder.
const first = file.testdir({});
const main = fileURLToPath(new URL('support/pack.main.ts', import.meta.url));
await promisify(execFile)(process.execPath, [main, books.appUrl, id, first, '1003'], { cwd: first, env: { ...process.env, TZ: 'America/New_York', LANG: 'C', LC_ALL: 'C' } });

test('every number of the form II.06a, read back from every file, is the edition\'s cell', async (t) => {
  const tables = await tablesInFiles(first, 'bieu-ii06a');
  for (const [by, sheet] of TABLES) {
    const table: { readonly rows: readonly Row[]; readonly total: Row } = (await books.get(`/v1/editions/${id}/tables?by=${by}`)).body;
    const subtotals: readonly Row[] = by === 'authority' ? levels.rows : [];
    const expected = new Map([...table.rows, ...subtotals].map((row) => [rowLabel(row), cellsOf(row)])).set('Tổng cộng', cellsOf(table.total));
    for (const [form, rows] of Object.entries(tables.find(({ name }) => name === sheet)?.forms ?? {})) {
      t.equal(rows.length, expected.size, `${form}, ${sheet}: every row`);
      for (const [, label, ...numbers] of rows) t.strictSame(numbers, expected.get(String(label)), `${form}, ${sheet}: ${String(label)}`);
    }
  }
});

test('the checker of printed reports reads the form as it is given out, finds no contradiction in it, and finds a changed figure', async (t) => {
  for (const name of ['bieu-ii06a-theo-cap.csv', 'bieu-ii06a-theo-co-quan.csv', 'bieu-ii06a-theo-linh-vuc.csv', 'bieu-ii06a.xlsx']) {
    const { report, assumed } = await readReport(await readFile(join(first, name)), name.endsWith('csv') ? 'csv' : 'xlsx');
    t.strictSame([checkReport(report).contradictions, assumed], [[], []], name);
    t.match(report.nodes[0], { name: 'Tổng cộng', parent: null, figures: { received: levels.total.received, openingReceived: levels.total.openingReceived, overdue: levels.total.overdue } }, name);
  }
  const csv = await readFile(join(first, 'bieu-ii06a-theo-cap.csv'), 'utf8');
  const changed = await readReport(Buffer.from(csv.replace(/(?<=^total,,Tổng cộng,)\d+/m, (number) => String(Number(number) + 9))), 'csv');
  t.ok(checkReport(changed.report).contradictions.length > 0);
  t.match(changed.assumed, [{ detail: /cột \(3\) là \d+ mà \(4\) \+ \(5\) \+ \(6\) là/ }]);
});

test('in an office\'s form the identities of the columns hold, and what it has no column for makes up the rest', async (t) => {
  const { parts } = JSON.parse(await readFile(join(first, 'bieu-ii06a.json'), 'utf8'));
  for (const [, sheet] of TABLES) {
    const cellsIn = (name: string): readonly Readonly<Record<string, number>>[] => parts.find((part: { readonly name?: string }) => part.name === name).rows.map(({ cells }: { readonly cells: object }) => cells);
    for (const { c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0 } of cellsIn(sheet)) {
      t.strictSame([c3, c7, c11], [c4 + c5 + c6, c8 + c9 + c10, c12 + c13], sheet);
    }
    for (const row of cellsIn(`${sheet}, ngoài biểu`)) {
      const of = (name: string) => row[name] ?? Number.NaN;
      t.equal(of('c3'), of('c7') + of('c11') + of('resolvedUndated') + of('withdrawnAfterReception') + of('terminatedAfterReception') + of('transferredOut') - of('transferredIn') - of('reopened'), `(F) ${sheet}`);
    }
  }
});

test('every cell of every form is the same in the workbook, in Word, on the page, in CSV and in JSON', async (t) => {
  for (const form of ['bieu-ii06a', 'phu-luc', 'chi-so', 'so-sanh', 'phat-hien']) {
    const tables = await tablesInFiles(first, form);
    t.ok(tables.length > 0);
    for (const { name, forms: { json, ...others } } of tables) {
      const written = json.map((row) => row.map((cell) => cell === '' ? null : cell));
      for (const [file, rows] of Object.entries(others)) t.strictSame(rows, written, `${form}, ${name}: ${file}`);
    }
  }
});

test('every indicator of the pack is the one that the ledger answers as of the edition, in all and level by level', async (t) => {
  const answered = (await books.get(`/v1/indicators?scope=H57&period=2024-Q1&by=level&asOf=${closed.asOf.position}`)).body;
  const labels = new Map(answered.definitions.map(({ label, id: name }: { readonly label: string; readonly id: string }) => [label, name]));
  const { parts } = JSON.parse(await readFile(join(first, 'chi-so.json'), 'utf8'));
  let compared = 0;
  for (const { rows } of parts) {
    let of = answered.total;
    for (const { cells, emphasis } of rows) {
      if (emphasis === 'subtotal') {
        of = answered.rows.find((row: RowHead) => rowLabel(row) === cells.indicator) ?? answered.total;
        continue;
      }
      const cell = of.indicators[String(labels.get(cells.indicator))];
      t.strictSame([cells.numerator, cells.denominator, cells.rate, cells.points ?? null, cells.target, cells.distance], [cell.numerator, cell.denominator, cell.ratePercent, cell.points, cell.target?.percent ?? null, cell.target?.differencePoints ?? null], cells.number);
      compared += 1;
    }
  }
  t.equal(compared, indicatorDefinitions.length * (1 + answered.rows.length));
});

test('a table of an edition has every rate beside its target, and a row that of its own authority', async (t) => {
  for (const by of ['level', 'authority']) {
    const { targets, rows, total, distances } = (await books.get(`/v1/editions/${id}/tables?by=${by}`)).body;
    t.match(targets, [{ rate: 'onlineRatePercent', indicator: 'onlineShare', percent: 60, scope: 'H57', validTo: '2025-12-31', source: /Kế hoạch/ }, { rate: 'onTimeRatePercent', percent: 100 }]);
    t.equal(targets.length, 2);
    for (const row of [...rows, { ...total, distances }]) {
      const from = (rate: string, target: number) => ({ targetPercent: target, differencePoints: row[rate] === null ? null : Math.round((row[rate] - target) * 100) / 100 });
      t.match(row.distances, { onlineRatePercent: from('onlineRatePercent', 60), onTimeRatePercent: from('onTimeRatePercent', 100), resolvedRatePercent: null, onTimeDuePercent: null });
    }
  }
  t.match((await books.get(`/v1/editions/${id}/tables?rule=portal-766`)).body, { distances: { onTimeReceivedPortalPercent: { targetPercent: 100 } } });
});

test('the annex computes what follows from events, and shares that are one whole make up all of it', async (t) => {
  const { parts } = JSON.parse(await readFile(join(first, 'phu-luc.json'), 'utf8'));
  const value = (code: string) => parts[0].rows.find(({ cells }: { readonly cells: { readonly code: string } }) => cells.code === code)?.cells.value;
  for (const [index, level] of ['province', 'district', 'commune'].entries()) {
    t.equal(value(`3.5.${index + 1}`), levels.rows.find((row: RowHead) => row.level === level)?.onTimeRatePercent ?? null, level);
  }
  const { facts } = (await books.get(`/v1/indicators?scope=H57&period=2024-Q1&asOf=${closed.asOf.position}`)).body.total;
  t.strictSame([value('3.5.6'), value('3.6.5')], [`${facts.slipsSigned}/${facts.slipsOwed}`, facts.digitizedThroughout]);
  t.ok(facts.slipsOwed > 0 && value('7.8.1') > 0 && value('7.8.2') > 0 && value('3.6.3') >= 0);
  t.ok(value('7.8.3') > 0 && value('7.8.4') > 0);
  t.equal(Math.round((value('7.8.3') + value('7.8.4')) * 100), 10_000);
  const { rows } = (await books.get(`/v1/editions/${id}/tables?by=field`)).body;
  t.equal(value('3.5.4'), rows.find(({ name }: RowHead) => name === 'Đất đai')?.onTimeRatePercent ?? null);
});

test('the manifest names every file with its hash, and from what they were made', async (t) => {
  const manifest = JSON.parse(await readFile(join(first, 'manifest.json'), 'utf8'));
  t.match(manifest, { format: 1, edition: id, isDraft: false, sha256: closed.sha256, position: closed.asOf.position, chainRoot: /^[0-9a-f]{64}$/, scope: 'H57', period: { scheme: 'vpcp-15-14', id: '2024-Q1', from: '2023-12-15', to: '2024-03-14' } });
  t.ok(manifest.versions.definitions.received >= 1 && manifest.versions.rules.nd61 >= 1);
  const names = (await readdir(first)).filter((name) => name !== 'manifest.json').toSorted();
  t.strictSame(manifest.files.map(({ name }: { readonly name: string }) => name), names);
  for (const { name, sha256: told, bytes } of manifest.files) {
    const content = await readFile(join(first, name));
    t.strictSame([sha256Of(content), content.length], [told, bytes], name);
  }
});

test('a period is compared with the one before and the same one a year before, from the editions there were', async (t) => {
  const { parts } = JSON.parse(await readFile(join(first, 'so-sanh.json'), 'utf8'));
  const [table, none] = parts;
  t.match(table, { name: 'Kỳ trước', caption: 'Kỳ trước: Quý IV năm 2023 (ấn bản vpcp-15-14-H57-2023-Q4-1)' });
  t.match(none, { type: 'paragraphs', texts: [/Chưa có ấn bản của cùng kỳ năm trước \(Quý I năm 2023\) khi chốt kỳ này/] });
  const total = async (edited: string) => (await books.get(`/v1/editions/${edited}/tables?by=level`)).body.total;
  const [was, is] = [await total(before.id), await total(id)];
  const last = table.rows.slice(table.rows.findLastIndex(({ emphasis }: { readonly emphasis: string }) => emphasis === 'subtotal') + 1).map(({ cells }: { readonly cells: Readonly<Record<string, unknown>> }) => [cells['line'], cells['before'], cells['after'], cells['difference']]);
  for (const [label, line] of [['Tiếp nhận trong kỳ', 'received'], ['Đã giải quyết', 'resolved'], ['Đang giải quyết cuối kỳ', 'closingReceived'], ['Tỷ lệ nộp trực tuyến', 'onlineRatePercent']] as const) {
    const row = last.find(([name]: readonly unknown[]) => name === label);
    t.strictSame(row?.slice(1, 3), [was[line], is[line]], label);
    if (!line.endsWith('Percent')) t.equal(row?.[3], is[line] - was[line], label);
  }
  for (const [label, rate, target] of [['Tỷ lệ nộp trực tuyến', 'onlineRatePercent', 60], ['Tỷ lệ trước hạn và đúng hạn', 'onTimeRatePercent', 100]] as const) {
    const at = last.findIndex(([name]: readonly unknown[]) => name === label);
    const distances = [was, is].map((totals) => totals[rate] === null ? null : Math.round((totals[rate] - target) * 100) / 100);
    t.strictSame(last[at + 1], [`So với chỉ tiêu ${target},00%`, ...distances, null], label);
  }
});

test('findings stand in the pack as the edition counted them, each in the list', async (t) => {
  const { findings } = closed;
  const { parts } = JSON.parse(await readFile(join(first, 'phat-hien.json'), 'utf8'));
  t.ok(findings.length > 0);
  t.strictSame(parts[0].rows.slice(0, -1).map(({ cells }: { readonly cells: Readonly<Record<string, unknown>> }) => [cells['open'], cells['settled']]), findings.map(({ open, settled }: { readonly open: number; readonly settled: number }) => [open, settled]));
  const lines = (await readFile(join(first, 'danh-sach-phat-hien.csv'), 'utf8')).trimEnd().split('\r\n').slice(1);
  t.equal(lines.length, findings.reduce((sum: number, { open, settled }: { readonly open: number; readonly settled: number }) => sum + open + settled, 0));
  t.ok(lines.some((line) => /Cơ quan chưa được khai báo.*H57\.01-240111-9001.*mã: H57\.99; vào ngày: 10\/01\/2024/.test(line)), 'in words that an official reads');
});

test('the list of overdue dossiers is what column (13) counts, authority by authority, each with its delay at the period\'s end', async (t) => {
  const rows = await listIn('qua-han');
  const byAuthority = Map.groupBy(rows, (row) => row['authority'] ?? '');
  const { rows: printed, total } = (await books.get(`/v1/editions/${id}/tables?by=authority`)).body;
  t.ok(total.overdue > 4);
  t.equal(rows.length, total.overdue);
  for (const row of printed) t.equal(byAuthority.get(rowLabel(row))?.length ?? 0, row.overdue, rowLabel(row));
  for (const row of rows.slice(0, 8)) {
    const story = (await books.get(`/v1/dossiers/${row['dossier']}/due-date?at=2024-03-14T23:59:59.999%2B07:00`)).body;
    t.strictSame([Number(row['lateMinutes']), row['dueAt'], row['receivedAt']], [story.exceeded.minutes, story.missedDueAt, story.receivedAt], String(row['dossier']));
  }
  t.match(rows.find(({ dossier }) => dossier === 'H57.31-240110-9001'), { cause: 'xác minh', offices: 'H57.31 UBND thành phố Huế', letters: '12/PXL', letterAt: '2024-02-01T03:00:00.000Z' });
  const sheet = (await readXlsxFile(join(first, 'qua-han.xlsx')))[0]?.data ?? [];
  t.strictSame(sheet.slice(-rows.length).map(([order, dossier]) => [order, dossier]), rows.map((row) => [Number(row['order']), row['dossier']]), 'the workbook has the same rows');
});

test('the list of missing apologies is of the duties that were not met at the period\'s end', async (t) => {
  t.ok(owed.length > 2);
  const rows = await listIn('thieu-phieu-xin-loi');
  const key = (row: Readonly<Record<string, unknown>>) => `${String(row['dossier'])} ${String(row['openedAt'])} ${String(row['letterDueAt'])}`;
  t.strictSame(rows.map(key).toSorted(), owed.map(key).toSorted());
  t.ok(rows.every(({ ground, authority }) => ground !== '' && /^H57/.test(authority ?? '')));
});

test('every one-stop unit has a tracking book, and in them is every dossier of column (3), with where it stood at the period\'s end', async (t) => {
  const rows = await listIn('so-theo-doi');
  const { total } = levels;
  const countOf = (part: string) => rows.filter(({ from }) => from === part).reduce((sum, { times }) => sum + Number(times), 0);
  t.strictSame([countOf('Kỳ trước'), countOf('Trong kỳ')], [total.openingReceived, total.received]);
  t.equal(rows.filter(({ state }) => state === 'Đang giải quyết, quá hạn').length, total.overdue);
  t.match(rows.find(({ dossier }) => dossier === 'H57.31-240110-9001'), { unit: /^H57\.31 /, receivedAt: '2024-01-10T01:00:00.000Z', resolvedAt: '', channel: 'Trực tuyến', from: 'Trong kỳ' });
  const units = Map.groupBy(rows, ({ unit }) => unit?.split(' ')[0]);
  t.ok(units.size > 3);
  t.strictSame((await readdir(first)).filter((name) => /^so-theo-doi-/.test(name)).toSorted(), [...units.keys()].map((unit) => `so-theo-doi-${unit}.xlsx`).toSorted());
  for (const [unit, inCsv] of units) {
    const sheet = (await readXlsxFile(join(first, `so-theo-doi-${unit}.xlsx`)))[0]?.data ?? [];
    t.strictSame(sheet.slice(-inCsv.length).map(([order, dossier]) => [order, dossier]), inCsv.map(({ dossier }, index) => [index + 1, dossier]), `its workbook has the rows of ${unit}`);
    t.ok(sheet.flat().some((cell) => String(cell).startsWith(`Bộ phận một cửa: ${unit} `)), 'under its own heading');
  }
});

test('charts show the edition\'s own numbers, as pictures in print and as charts of Word, that need no colours', async (t) => {
  const { parts } = JSON.parse(await readFile(join(first, 'bieu-do.json'), 'utf8'));
  const [byDay, byLevel, overTime, byCause] = parts;
  const sums = byDay.series.map(({ values }: { readonly values: readonly number[] }) => values.reduce((sum, value) => sum + value, 0));
  t.strictSame(sums, [levels.total.received, levels.total.resolved]);
  t.notOk(byDay.categories.includes('13/02/2024'), 'a day of Tết is left out');
  t.strictSame(byLevel.series[0].values, [...levels.rows, levels.total].map(({ onTimeRatePercent }) => onTimeRatePercent));
  const was = (await books.get(`/v1/editions/${before.id}/tables?by=level`)).body.total.onTimeRatePercent;
  t.strictSame([overTime.categories.slice(-2), overTime.series[0].values], [['Quý IV năm 2023', 'Quý I năm 2024'], [null, null, null, null, null, null, was, levels.total.onTimeRatePercent]]);
  t.equal(byCause.series[0].values.reduce((sum: number, value: number) => sum + value, 0), levels.total.resolvedLate + levels.total.overdue);
  const page = await readFile(join(first, 'bieu-do.html'), 'utf8');
  t.equal(page.split('<svg').length - 1, 4);
  for (const { title } of parts) t.ok(page.includes(title), title);
  t.strictSame([byDay, byLevel, overTime, byCause].map(({ target }) => target?.value), [undefined, 100, 100, undefined], 'rates stand under their target');
  const word = Object.keys(unzipSync(new Uint8Array(await readFile(join(first, 'bieu-do.docx')))));
  t.equal(word.filter((name) => /^word\/charts\/chart[^/]*\.xml$/.test(name)).length, 4);
});

test('the section of the report says every figure of the edition, in all and level by level, and what was late by cause', async (t) => {
  const text = linesOf(await readFile(join(first, 'ket-qua-giai-quyet.docx')));
  const { rows, total } = levels;
  const rate = (value: number | null) => value === null ? '–' : `${value.toFixed(2).replace('.', ',')}%`;
  const beside = (value: number | null, target: number) => value === null ? '' : `, ${value > target ? 'vượt' : value < target ? 'thấp hơn' : 'bằng'} chỉ tiêu ${rate(target)}${value === target ? '' : ` là ${Math.abs(value - target).toFixed(2).replace('.', ',')} điểm phần trăm`}`;
  t.match(text, `tiếp nhận mới ${total.received} hồ sơ thủ tục hành chính, trong đó ${total.receivedOnline} hồ sơ nộp trực tuyến, đạt ${rate(total.onlineRatePercent)}; số hồ sơ từ kỳ trước chuyển sang là ${total.openingReceived}.`);
  t.match(text, `Số hồ sơ đã giải quyết là ${total.resolved}, gồm ${total.resolvedOnTime} hồ sơ trước hạn và đúng hạn (đạt ${rate(total.onTimeRatePercent)}), ${total.resolvedLate} hồ sơ quá hạn và ${total.resolvedUndated} hồ sơ không có hạn trả. Ngoài ra, ${total.closedAfterReception + total.closedBeforeReception + total.refused} hồ sơ`);
  t.match(text, `Đến cuối kỳ còn ${total.inProgress} hồ sơ đang giải quyết, trong đó ${total.overdue} hồ sơ đã quá hạn và ${total.awaitingReception} hồ sơ chờ tiếp nhận.`);
  for (const row of rows) {
    t.match(text, `- ${rowLabel(row)}: tiếp nhận mới ${row.received} hồ sơ (trực tuyến ${row.receivedOnline}, đạt ${rate(row.onlineRatePercent)}${beside(row.onlineRatePercent, 60)}); đã giải quyết ${row.resolved} hồ sơ, trong đó trước hạn và đúng hạn `
      + `${row.resolvedOnTime} (đạt ${rate(row.onTimeRatePercent)}${beside(row.onTimeRatePercent, 100)}), quá hạn ${row.resolvedLate}; đang giải quyết ${row.inProgress} hồ sơ, trong đó quá hạn ${row.overdue}, chờ tiếp nhận ${row.awaitingReception}.`);
  }
  const causes = [...text.matchAll(/^- [^:]*: (\d+) hồ sơ \([\d,]+%\)\.$/gm)].map(([, count]) => Number(count));
  t.equal(causes.reduce((sum, count) => sum + count, 0), total.resolvedLate + total.overdue);
  t.match(text, /^So với kỳ trước \(Quý IV năm 2023\), số hồ sơ tiếp nhận tăng/m);
  const missing = (100 - total.onTimeRatePercent).toFixed(2).replace('.', ',');
  t.match(text, `Tỷ lệ trước hạn và đúng hạn trên đã giải quyết là ${rate(total.onTimeRatePercent)}, thấp hơn chỉ tiêu 100,00% là ${missing} điểm phần trăm.`);
  t.match(text, `Ấn bản: ${id}; SHA-256: ${closed.sha256}.`);
});

test('the pack of an edition never changes, whatever is recorded or closed since, and wherever it is made', async (t) => {
  await books.tell('H57.01-240110-9001', 'DossierReceived', '2024-01-10 08:00', { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.999999', channel: 'in_person', dueAt: '2024-01-20' });
  // One of the overdue is told to have been resolved within the period, another to have been withdrawn.
  const [one, other] = await listIn('qua-han');
  await books.tell(one?.['dossier'] ?? '', 'DossierResolved', '2024-03-14 16:00', {});
  await books.tell(other?.['dossier'] ?? '', 'DossierWithdrawn', '2024-03-14 16:00', {});
  await closeQuarter(books, '2023-Q1');
  const early = await books.get(`/v1/editions/${id}/pack.zip`, { prefer: 'wait=0' });
  t.match([early.status, early.headers.get('retry-after'), early.body], [503, '5', { code: 'PACK_BEING_MADE', detail: /waits for others|\d+ of \d+/ }], 'a job is told how far it is, and when to come back');
  t.strictSame(await zipped(), await contentsOf(first));
});

test('a job pulls the whole pack or one file, and again only what it does not have', async (t) => {
  const path = `/v1/editions/${id}`;
  const told = await contentsOf(first);
  const whole = await books.get(`${path}/pack.zip`, { 'if-none-match': `"${sha256Of(await bytesOf(`${path}/pack.zip`))}"` });
  t.strictSame([whole.status, whole.text], [304, '']);
  for (const name of ['bieu-ii06a.xlsx', 'qua-han.csv', 'manifest.json']) {
    const file = await books.get(`${path}/files/${name}`);
    t.strictSame([file.status, file.headers.get('etag'), file.headers.get('content-disposition')], [200, `"${told[name]}"`, `attachment; filename="${id}-${name}"`]);
    t.equal(sha256Of(await bytesOf(`${path}/files/${name}`)), told[name]);
    t.equal((await books.get(`${path}/files/${name}`, { 'if-none-match': `"x", W/"${told[name]}"` })).status, 304);
    t.equal((await books.get(`${path}/files/${name}`, { 'if-none-match': '"x"' })).status, 200);
  }
  t.match(await books.get(`${path}/files/..%2Fmanifest.json`), { status: 404 });
  t.match(await books.get(`${path}/files/none.xlsx`), { status: 404, body: { code: 'NOT_FOUND', detail: /manifest\.json names/ } });
  t.match(await books.get('/v1/editions/vpcp-15-14-H57-2024-Q1-9/pack.zip'), { status: 404, body: { code: 'EDITION_UNKNOWN' } });
});

if (process.env['PACK_PRINTED'] !== undefined) test('an office opens every file, and prints the edition\'s numbers', { skip: NO_OFFICE }, async (t) => {
  const names = (await readdir(first)).filter((name) => /\.(docx|xlsx)$/.test(name));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(first, name))] as const));
  // Two files of one name would become one paper.
  const pages = await printedPages(t.testdir({}), Object.fromEntries(files.map(([name, content]) => [name.replace('.docx', '-word.docx'), content])));
  const { parts } = JSON.parse(await readFile(join(first, 'bieu-ii06a.json'), 'utf8'));
  for (const name of ['bieu-ii06a-word.docx', 'bieu-ii06a.xlsx']) {
    const lines = (pages[name]?.join('\n') ?? '').split('\n');
    for (const [, sheet] of TABLES) for (const { cells } of parts.find((part: { readonly name?: string }) => part.name === sheet).rows) {
      const numbers = Array.from({ length: 11 }, (_, index) => cells[`c${index + 3}`].toLocaleString('de-DE')).join(' ');
      t.ok(lines.some((line) => line.replaceAll(/\s+/g, ' ').endsWith(numbers)), `${name}, ${sheet}: ${cells.c2}`);
    }
  }
  for (const { dossier } of await listIn('qua-han')) t.ok(pages['qua-han.xlsx']?.some((page) => page.includes(dossier ?? '?')), String(dossier));
  t.equal(Object.values(pages).filter((printed) => printed.length > 0).length, names.length);
});

type Row = Readonly<Record<string, number>> & Pick<RowHead, 'level'>;

function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The paragraphs of a docx. */
function linesOf(docx: Uint8Array): string {
  return [...fileOf(docx, 'word/document.xml').matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) => plain(paragraph)).join('\n');
}

async function listIn(name: string): Promise<readonly Readonly<Record<string, string>>[]> {
  return parse(await readFile(join(first, `${name}.csv`)), { bom: true, columns: true });
}

/** Columns (3) to (13) as the form explains them, from the figures of an edition's table. */
function cellsOf({ received = 0, openingReceived = 0, receivedOnline = 0, resolvedEarly = 0, resolvedOnDueDate = 0, resolvedLate = 0, closingReceived = 0, overdue = 0 }: Row): readonly number[] {
  return [
    received + openingReceived, receivedOnline, received - receivedOnline, openingReceived, resolvedEarly + resolvedOnDueDate + resolvedLate, resolvedEarly, resolvedOnDueDate, resolvedLate,
    closingReceived, closingReceived - overdue, overdue,
  ];
}

/** Asks again as long as the service says that the pack is being made. */
async function bytesOf(path: string): Promise<Uint8Array> {
  const answer = await fetch(`${books.ledger.url}${path}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status !== 503) return bytes;
  await sleep(Number(answer.headers.get('retry-after')) * 1_000);
  return bytesOf(path);
}

/** As {@link contentsOf}, of the whole pack as the service gives it. */
async function zipped(): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(unzipSync(await bytesOf(`/v1/editions/${id}/pack.zip`))).map(([name, content]) => [name, sha256Of(content)]));
}
