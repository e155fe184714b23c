import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportCheckAnswer } from '@motcua/statistics';
import { t as file, test } from 'tap';
import { motcua } from './program.ts';

const folder = await mkdtemp(join(tmpdir(), 'motcua-check-'));
file.teardown(() => rm(folder, { recursive: true }));
const published = fileURLToPath(new URL('../../../packages/ledger/data/published/thua-thien-hue-2024-q1.json', import.meta.url));

test('a report that contradicts itself ends with status 2, in a text for officials or in JSON, and needs no ledger', async (t) => {
  const told = await checked(t, published);
  t.equal(told.code, 2);
  t.match(told.output, /BÁO CÁO TỰ MÂU THUẪN Ở 5 CHỖ \(4 chỗ chắc chắn, 1 chỗ chưa xác định\)/);
  const json = await checked(t, published, '--json');
  t.equal(json.code, 2);
  t.match(reportCheckAnswer.parse(JSON.parse(json.output)), { consistent: false, contradictions: { length: 5 } });
});

test('a report that agrees with itself ends with status 0, and nobody says that it is right', async (t) => {
  const { code, output } = await checked(t, await written('đúng.csv', 'Đơn vị;Tiếp nhận\nTổng cộng;5\nA;2\nB;3\n'));
  t.equal(code, 0);
  t.match(output, /không tự mâu thuẫn ở chỗ nào kiểm tra được.*chưa chứng minh chúng đúng/);
});

test('a file or an option that cannot be read ends with status 1 and says what to do', async (t) => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[join(folder, 'không có.csv')], /Không mở được tệp/], [[await written('a.txt', 'x')], /phải kết thúc bằng/],
    [[await written('b.csv', 'Đơn vị;Tiếp nhận\nA;x\n')], /dòng 2, cột 2: "x" không dùng được/], [[published, '--period', '2024-Q1'], /--period ở đây: chúng đi với --scope/],
  ];
  for (const [words, message] of cases) {
    const { code, output } = await checked(t, ...words);
    t.equal(code, 1);
    t.match(output, message);
  }
});

test('the help tells the statuses', async (t) => {
  t.match((await checked(t, '--help')).output, /0 đã làm xong; 1 không làm được [^]*2 đã làm và câu trả lời là không \(không khớp, có mâu thuẫn/);
});

async function written(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

async function checked(t: Parameters<typeof motcua>[0], ...words: readonly string[]) {
  const run = motcua(t, { MOTCUA_HOME: join(folder, 'nothing here') }, 'check-report', ...words);
  return { code: await run.ended, output: run.text() };
}
