import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { migrateDatabase, openDatabase } from '@motcua/database';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { migrateIntake } from '@motcua/intake';
import { AppError } from '@motcua/kernel';
import { startProcess, testDatabase, until } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { runImport } from '../src/commands/import.ts';
import type { ImportArgs } from '../src/commands/import.ts';

const MOTCUA = fileURLToPath(new URL('../src/motcua.ts', import.meta.url));
const NOW = Date.parse('2024-03-20T08:00:00+07:00');

test('a file of lines is decided line by line, and what is refused is told with its line, code and place', async (t) => {
  const { run, dir, store } = await ledger(t);
  const file = join(dir, 'lich-su.ndjson');
  const bytes = [
    Buffer.from(`${received(1)}\n\n${resolved(1)}\n`), Buffer.from('{"type":"\xd0"}\n', 'latin1'), Buffer.from(`${'x'.repeat(300_000)}\n`),
    Buffer.from(`${resolved(2)}\n${received(3)}\n`),
  ];
  await writeFile(file, Buffer.concat(bytes));
  const answers = join(dir, 'answers.ndjson');
  const { status, json, log } = await run([file], { answers });
  t.equal(status, 2);
  t.match(json, { accepted: 3, duplicate: 0, refused: 3, failed: 0 });
  t.match(await linesOf(answers), [
    { file, line: 4, index: 2, status: 'refused', code: 'TEXT_NOT_UTF8' }, { line: 5, code: 'LINE_TOO_LONG' },
    { line: 6, id: 'resolved-2', code: 'DOSSIER_UNKNOWN', detail: String },
  ]);
  t.match(log, /lich-su\.ndjson, dòng 5: LINE_TOO_LONG/);
  const again = await run([file], { answers });
  t.match(again.json, { accepted: 0, duplicate: 3, refused: 3 }, 'sent again it changes nothing');
  t.equal((await store.head()).position, 3);
});

test('a file that is cut off is taken up to there, and goes on behind it', async (t) => {
  const { run, dir, store } = await ledger(t);
  const [file, resume] = [join(dir, 'a.ndjson.gz'), join(dir, 'mark.json')];
  const whole = Array.from({ length: 400 }, (_, index) => `${received(index)}\n`).join('');
  const packed = gzipSync(whole);
  await writeFile(file, packed.subarray(0, packed.length - 200));
  await t.rejects(run([file], { resume }), { code: 'IMPORT_INVALID', message: /không đọc được tiếp sau dòng \d+ .+tệp bị cắt/ });
  const { position } = await store.head();
  t.ok(position > 300 && position < 400, 'every whole line before the cut is in the log');
  await writeFile(file, packed);
  t.match((await run([file], { resume })).json, { accepted: 400 - position, duplicate: 0, passed: position });
  await writeFile(file, gzipSync(whole.replaceAll('H57.31-', 'H57.32-')));
  await t.rejects(run([file], { resume }), { code: 'IMPORT_INVALID', message: /không phải là những sự kiện đã nhập lần trước/ });
  await writeFile(file, gzipSync(`${received(0)}\n`));
  await t.rejects(run([file], { resume }), { code: 'IMPORT_INVALID', message: /không phải là những sự kiện/ }, 'nor in one that is shorter');
  t.equal((await store.head()).position, 400);
});

test('an import that is killed goes on behind its mark, and every event is in the log exactly once', async (t) => {
  const { run, dir, store, appUrl, ownerUrl } = await ledger(t);
  const [resume, lines] = [join(dir, 'mark.json'), [] as string[]];
  const command = startProcess(t, process.execPath, [MOTCUA, 'import', '-', '--resume', resume], { PATH: process.env['PATH'] ?? '', DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl });
  const type = (count: number) => {
    const more = Array.from({ length: count }, (_, index) => `${received(lines.length + index)}\n`);
    lines.push(...more);
    command.type(more.join(''));
  };
  // A line at a time until the mark tells of some; then so many that it is killed among them.
  await until(() => {
    type(1);
    return existsSync(resume);
  });
  const before = (await store.head()).position;
  type(3_000);
  await until(async () => (await store.head()).position > before);
  command.signal('SIGKILL');
  t.equal(await command.ended, 'SIGKILL');
  lines.push(`${received(lines.length)}\n`);
  const { status, json } = await run(['-'], { resume }, { text: lines.join('') });
  t.equal(status, 0);
  const { accepted, duplicate, passed } = json as Readonly<Record<'accepted' | 'duplicate' | 'passed', number>>;
  t.comment(`${passed} were settled by the mark, ${duplicate} were in the log behind it, ${accepted} came now`);
  t.ok(passed > 0 && passed + duplicate > before && accepted > 0, 'it was killed half-way');
  const logged = (await store.readAll(0, lines.length + 1)).map(({ sourceId }) => sourceId);
  t.strictSame(logged, lines.map((_, index) => `received-${index}`), 'each exactly once, in the order of the file');
});

test('an event that cannot be judged now ends the import there, and the next run goes on with it', async (t) => {
  const { run, dir, store } = await ledger(t);
  const resume = join(dir, 'mark.json');
  let broken = true;
  const between: EventStore = { ...store, appendMany: (appends) => (broken ? Promise.reject(new AppError('DATABASE_UNAVAILABLE', 'No answer.')) : store.appendMany(appends)) };
  const text = `{}\n${received(1)}\n${received(2)}\n`;
  await t.rejects(run(['-'], { resume }, { store: between, text }), { code: 'DATABASE_UNAVAILABLE', message: /dừng ở dòng 2/ });
  broken = false;
  const { status, json } = await run(['-'], { resume }, { store: between, text });
  t.match(json, { accepted: 2, refused: 0, passed: 1, passedUntaken: 1 });
  t.equal(status, 2, 'what was refused before is still not taken');
  // A second ledger empties the folder of the test.
  const kept = await readFile(resume);
  const other = await ledger(t);
  await writeFile(resume, kept);
  await t.rejects(other.run(['-'], { resume }, { text }), { code: 'PARAMETER_INVALID', message: /một sổ khác/ });
});

test('a table is read by its headings, and a refusal names line and column', async (t) => {
  const { run, dir, store } = await ledger(t);
  const answers = join(dir, 'answers.ndjson');
  const text = '\uFEFFSTT;Mã sự kiện;Loại sự kiện;Thời điểm;Mã hồ sơ;Cơ quan;Nơi tiếp nhận;Mã thủ tục;Kênh;Hạn trả;Bản điện tử\r\n'
    + '1;r-1;DossierReceived;05/01/2024 08:12;H57.31-240105-0001;H57.01;H57.01;1.001234;trực tiếp;19/01/2024;\r\n'
    + '2;d-1;DossierResolved;2024-01-17T15:00:00+07:00;H57.31-240105-0001;;;;;;\r\n'
    + '3;y-1;ResultReady;17/1/2024 15:30:10;H57.31-240105-0001;;;;;;có\r\n'
    + '4;r-2;DossierReceived;05/01/2024 08:12;H57.31-240105-0002;H57.01;H57.01;1.001234;trực tiếp;30/02/2024;\r\n'
    + '5;"r-3;DossierReceived\r\n';
  t.match((await run(['-'], { form: 'csv', source: 'urn:igate:H57', answers }, { text })).json, { accepted: 3, refused: 2 });
  t.match(await linesOf(answers), [
    { line: 5, code: 'EVENT_INVALID', errors: [{ pointer: '/data/dueAt', column: 'Hạn trả' }] }, { line: 6, code: 'IMPORT_INVALID', detail: /quotation mark/ },
  ]);
  t.match(await store.readAll(0, 9), [
    { source: 'urn:igate:H57', occurredAt: '2024-01-05T01:12:00.000Z', data: { channel: 'in_person', dueAt: '2024-01-19T10:00:00.000Z' } },
    { type: 'DossierResolved' }, { occurredAt: '2024-01-17T08:30:10.000Z', data: { electronic: true } },
  ]);
  await t.rejects(run(['-'], { form: 'xlsx' }), { code: 'PARAMETER_INVALID' });
  await t.rejects(run(['-'], { form: 'csv' }, { text: 'Loại sự kiện,Hạn chả\n' }), { code: 'IMPORT_INVALID', message: /dòng 1: không có cột "Hạn chả"/ });
});

test('a table corrects with dates and words as people write them, and takes back only what it says so of', async (t) => {
  const { run, store } = await ledger(t);
  const text = 'Mã sự kiện,Loại sự kiện,Thời điểm,"Mã phản ánh, kiến nghị","Loại phản ánh, kiến nghị",Cơ quan,Kênh,Hạn xử lý,Mã lĩnh vực,Giá trị cũ,Giá trị mới,Lý do\n'
    + 'p-1,FeedbackReceived,05/01/2024 08:12,H57.31.PAKN-240105-0001,conduct,H57.31,trực tuyến,25/01/2024,,,,\n'
    + 'p-2,FeedbackProcessed,20/01/2024 08:12,H57.31.PAKN-240105-0001,,,,,,,,\n'
    + 'p-3,FeedbackCorrected,01/02/2024 08:00,H57.31.PAKN-240105-0001,,,,,receivedAt,05/01/2024 08:12,04/01/2024 16:30,typing_error\n'
    + 'p-4,FeedbackCorrected,01/02/2024 08:00,H57.31.PAKN-240105-0001,,,,,dueAt,25/01/2024,26/01/2024,typing_error\n'
    + 'p-5,FeedbackCorrected,01/02/2024 08:00,H57.31.PAKN-240105-0001,,,,,channel,trực tuyến,bưu chính,typing_error\n'
    + 'p-6,FeedbackCorrected,01/02/2024 08:00,H57.31.PAKN-240105-0001,,,,,procedure,,1.001234,typing_error\n'
    + 'p-7,FeedbackCorrected,01/02/2024 08:00,H57.31.PAKN-240105-0001,,,,,processedAt,20/01/2024 08:12,,typing_error\n'
    + 'p-8,FeedbackCorrected,01/02/2024 08:00,H57.31.PAKN-240105-0001,,,,,processedAt,20/01/2024 08:12,không có,typing_error\n';
  t.match((await run(['-'], { form: 'csv', source: 'urn:igate:H57', kind: 'feedback-events' }, { text })).json, { accepted: 7, refused: 1 });
  t.strictSame((await store.readAll(2, 9)).map(({ data }) => [data['old'], data['new']]), [
    ['2024-01-05T01:12:00.000Z', '2024-01-04T09:30:00.000Z'], ['2024-01-25T10:00:00.000Z', '2024-01-26T10:00:00.000Z'], ['online', 'postal'], [null, '1.001234'], ['2024-01-20T01:12:00.000Z', null],
  ]);
});

async function ledger(t: Test) {
  const { appUrl, ownerUrl } = await testDatabase(t, [migrateLog, migrateDatabase, migrateIntake]);
  const store = openPostgresStore({ connectionString: appUrl });
  const database = openDatabase(appUrl, { connections: 1, applicationName: 'import-test' });
  t.teardown(() => Promise.all([store.close(), database.close()]));
  const run = async (files: readonly string[], args: ImportArgs, { text = '', ...wishes }: { readonly store?: EventStore; readonly text?: string } = {}) => {
    const told: string[] = [];
    const log = Object.assign(new PassThrough(), { isTTY: false }) as unknown as NodeJS.WriteStream;
    const status = await runImport({
      store, database, files, args: { ...args, json: true }, clock: () => NOW, stdin: () => Readable.from([Buffer.from(text)]), log,
      out: { write: (line) => told.push(line) }, ...wishes,
    });
    return { status, json: JSON.parse(told.join('')) as unknown, log: String(log.read()) };
  };
  return { run, store, appUrl, ownerUrl, dir: t.testdir({}) };
}

async function linesOf(file: string): Promise<readonly unknown[]> {
  return (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as unknown);
}

function received(number: number): string {
  const data = { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.001234', channel: 'in_person', dueAt: '2024-01-19' };
  return event('DossierReceived', '2024-01-05T08:12:00+07:00', `received-${number}`, number, data);
}

function resolved(number: number): string {
  return event('DossierResolved', '2024-01-17T15:00:00+07:00', `resolved-${number}`, number, {});
}

function event(type: string, time: string, id: string, number: number, data: object): string {
  return JSON.stringify({ specversion: '1.0', id, source: 'urn:counter:1', type, time, subject: `H57.31-240105-${String(number).padStart(4, '0')}`, data });
}
