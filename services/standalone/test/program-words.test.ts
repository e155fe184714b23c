import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@motcua/kernel';
import { t as file, test } from 'tap';
import { wantsJson } from '../src/commands/program-words.ts';
import { tellFailure } from '../src/commands/refusal.ts';
import { npm } from './program.ts';
import { motcua, startToItsEnd } from './said.ts';
import type { Said } from './said.ts';

const home = await mkdtemp(join(tmpdir(), 'motcua-words-'));
file.teardown(() => rm(home, { recursive: true }));

const ENGLISH = /\b(?:usage|options|commands|arguments|default|display|help for|choices|error|required|unknown option)\b/i;

test('every help is in Vietnamese, fits a terminal and tells the statuses', async (t) => {
  const helps = await Promise.all([['--help'], ['help', 'close'], ['calendar', '--help'], ['calendar', 'apply', '--help'], ['diff', '--help'], ['data', 'remove', '--help']].map((words) => ended(...words)));
  for (const { status, text } of helps) {
    t.equal(status, 0);
    t.match(text, /^Cách dùng: motcua [^]*Tùy chọn:[^]*Mã kết thúc: 0 [^;]+; 1 [^;]+;\n2 /);
    // Names of options, and of what is measured, are as they are written.
    t.notMatch(text.replaceAll(/--?[\w-]+/g, ''), ENGLISH);
    for (const line of text.split('\n')) t.ok([...line].length <= 120, line);
  }
  const groups = [...helps[0]?.text.matchAll(/^(\S.*):$/gm) ?? []].map(([, group]) => group);
  t.strictSame(groups, ['Tùy chọn', 'Xem số liệu', 'Chốt kỳ', 'Kiểm tra', 'Danh mục', 'Vận hành']);
  t.match(helps[4]?.text, /Lý do rule .* không mở được ra hồ sơ:/, 'and why');
});

test('npm start tells in Vietnamese what it can be told', async (t) => {
  const program = await startToItsEnd({ MOTCUA_HOME: home }, '--help');
  t.equal(program.status, 0);
  t.match(program.text, /^Cách dùng: npm start -- [^]*--empty [^]*STATEMENT_TIMEOUT_SECONDS/);
});

test('behind npm it is a process that ends with the status of its command, and what that says stands last', async (t) => {
  const program = npm(t, { MOTCUA_HOME: home }, 'run', '-s', 'motcua', '--', 'periods', '--scheme', 'lunar');
  t.equal(await program.ended, 1, program.text());
  t.ok(program.text().endsWith((await ended('periods', '--scheme', 'lunar')).err), program.text());
});

test('words that make no command are refused in Vietnamese with status 1, and with --json as one problem document', async (t) => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['frobnicate'], /Không có lệnh "frobnicate"/], [['figures', '--scoep', 'H57'], /Không có tùy chọn --scoep\. Có phải là --scope\?/], [['diff'], /Còn thiếu <ấn bản>/],
    [['figures', '--period'], /Tùy chọn --period <kỳ> còn thiếu giá trị/], [['quarantine', '5'], /Còn thiếu tùy chọn --reason/],
  ];
  await Promise.all(cases.map(async ([words, message]) => {
    const { status, text } = await ended(...words);
    t.equal(status, 1, words.join(' '));
    t.match(text, message);
    t.notMatch(text.replaceAll(/--?[\w-]+/g, ''), ENGLISH);
  }));
  const told = await ended('periods', '--scheme', 'lunar', '--json');
  t.equal(told.status, 1);
  t.match(JSON.parse(told.text), { status: 400, code: 'PARAMETER_INVALID', detail: /--scheme phải là một trong: vpcp-15-14, calendar/ }, 'and nothing else');
});

test('a report that cannot be read is told once', async (t) => {
  const report = join(home, 'b.csv');
  await writeFile(report, 'Đơn vị;Tiếp nhận\nA;x\nB;y\n');
  const [people, program] = await Promise.all([ended('check-report', report), ended('check-report', report, '--json')]);
  t.strictSame([people.status, program.status], [1, 1]);
  for (const cell of ['"x"', '"y"']) t.equal(people.text.split(`${cell} không dùng được`).length, 2, cell);
  t.match(JSON.parse(program.text), { code: 'REPORT_UNREADABLE', errors: { length: 2 } });
});

test('a refusal is an answer with status 2, everything else that fails ends with 1, and the unforeseen hides no trace', (t) => {
  const cases = [
    [new AppError('CLOSE_REFUSED', 'Chưa chốt được.', { errors: [{ pointer: '/period', detail: 'chưa hết' }] }), 2, 'CLOSE_REFUSED'], [new AppError('SCOPE_UNKNOWN', 'Không có.'), 1, 'SCOPE_UNKNOWN'],
    [new AppError('DATABASE_UNAVAILABLE', 'Không trả lời.'), 1, 'DATABASE_UNAVAILABLE'], [new TypeError('a fault'), 1, 'INTERNAL'],
  ] as const;
  for (const [error, status, code] of cases) {
    for (const json of [false, true]) {
      let [out, log] = ['', ''];
      t.equal(tellFailure(error, { json }, { out: { write: (text) => { out += text; } }, log: { write: (text) => { log += text; } } }), status);
      if (json) t.match(JSON.parse(out), { code });
      else t.match([out, log], ['', error instanceof AppError ? code : /TypeError: a fault\n.* at /]);
    }
  }
  t.end();
});

test('a long sentence goes on in a next line, and what has no gap stays whole', (t) => {
  let log = '';
  tellFailure(new AppError('PARAMETER_INVALID', `${'mã '.repeat(100)}${'x'.repeat(200)}`), { json: false }, { out: { write: () => undefined }, log: { write: (text) => { log += text; } } });
  for (const line of log.trimEnd().split('\n')) t.ok([...line].length <= 120 || line.trim() === 'x'.repeat(200), line);
  t.end();
});

test('--json behind the end of the options is a word', (t) => {
  t.strictSame([wantsJson(['figures', '--json']), wantsJson(['definitions', '--', '--json']), wantsJson([])], [true, false, false]);
  t.end();
});

/** What a command says when its words are read; nothing is asked of any ledger. */
function ended(...words: readonly string[]): Promise<Said> {
  return motcua({ MOTCUA_HOME: join(home, 'nothing') }, ...words);
}
