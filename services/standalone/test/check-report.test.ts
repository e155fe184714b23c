import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportCheckAnswer } from '@motcua/statistics';
import { t as file, test } from 'tap';
import { runCheckReport } from '../src/commands/check-report.ts';
import type { CheckReportArgs } from '../src/commands/check-report.ts';
import { tellFailure } from '../src/commands/refusal.ts';
import { motcua } from './said.ts';

const folder = await mkdtemp(join(tmpdir(), 'motcua-check-'));
file.teardown(() => rm(folder, { recursive: true }));
const published = fileURLToPath(new URL('../../../packages/ledger/data/published/thua-thien-hue-2024-q1.json', import.meta.url));

test('a report that contradicts itself ends with status 2, in a text for officials or in JSON, and needs no ledger', async (t) => {
  const told = await ended(published);
  t.equal(told.code, 2);
  t.match(told.output, /BÁO CÁO TỰ MÂU THUẪN Ở 5 CHỖ \(4 chỗ chắc chắn, 1 chỗ chưa xác định\)/);
  const json = await checked(published, { json: true });
  t.equal(json.code, 2);
  t.match(reportCheckAnswer.parse(JSON.parse(json.output)), { consistent: false, contradictions: { length: 5 } });
});

test('a report that agrees with itself ends with status 0, and nobody says that it is right', async (t) => {
  const { code, output } = await checked(await written('đúng.csv', 'Đơn vị;Tiếp nhận\nTổng cộng;5\nA;2\nB;3\n'));
  t.equal(code, 0);
  t.match(output, /không tự mâu thuẫn ở chỗ nào kiểm tra được.*chưa chứng minh chúng đúng/);
});

test('a file or an option that cannot be read ends with status 1 and says what to do', async (t) => {
  const cases: readonly (readonly [string, CheckReportArgs, RegExp])[] = [
    [join(folder, 'không có.csv'), {}, /Không mở được tệp/], [await written('a.txt', 'x'), {}, /phải kết thúc bằng/],
    [await written('b.csv', 'Đơn vị;Tiếp nhận\nA;x\n'), {}, /dòng 2, cột 2: "x" không dùng được/], [published, { period: '2024-Q1' }, /--period ở đây: chúng đi với --scope/],
    [published, { scope: 'H57', scheme: 'calendar' }, /--scheme ở đây: kỳ là hai ngày/],
  ];
  for (const [path, args, message] of cases) t.match(await checked(path, args), { code: 1, output: message });
  t.match(await ended(published, '--period', '2024-Q1'), { code: 1, output: /--period ở đây/ });
});

test('the help tells the statuses', async (t) => {
  t.match((await ended('--help')).output, /0 đã làm xong; 1 không làm được [^]*2 đã làm và câu trả lời là không \(không khớp, có mâu thuẫn/);
});

async function written(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

async function checked(path: string, args: CheckReportArgs = {}) {
  let output = '';
  const out = { write: (text: string) => { output += text; } };
  const atLedger = () => Promise.reject(new Error('no ledger is needed'));
  const code = await runCheckReport({ file: path, args, out, atLedger }).catch((error: unknown) => tellFailure(error, { json: false }, { out, log: out }));
  return { code, output };
}

/** The same with the words of the program. */
async function ended(...words: readonly string[]) {
  const { status, text } = await motcua({ MOTCUA_HOME: join(folder, 'nothing here') }, 'check-report', ...words);
  return { code: status, output: text };
}
