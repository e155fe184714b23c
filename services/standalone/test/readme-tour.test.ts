import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { imbalances } from '@motcua/ledger';
import { removeData, memoryHome } from '@motcua/postgres-server';
import { figuresAnswer } from '@motcua/statistics';
import { startProcess, until } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { ADDRESS, startProgram } from './program.ts';
import { motcua } from './said.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const USUAL_ADDRESS = 'http://127.0.0.1:8080';
const DOSSIER = 'H57.31-240105-0001';

const home = memoryHome(`readme tour ${process.pid} ${randomBytes(6).toString('hex')}`);
const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', HOST: '127.0.0.1', PORT: '0', MOTCUA_HOME: home };
file.teardown(() => removeData(home));

test('every command of the tour in the README does what is said about it', async (t) => {
  const commands = await tourCommands();
  t.match(commands, [/reference-events/, /dossier-events/, /by=level/, /\/v1\/dossiers\//, /^npm run -s motcua -- figures/, /^npm run -s motcua -- explain/, /resolved\/events/, /DossierReopened/, /by=channel/, /\/due-date$/, /^npm run -s motcua -- due/, /\/v1\/apology-duties/, /2024-02-30/, /\/v1\/rejections/, / close /, / editions/, / diff /, / verify/, / rebuild/]);
  t.equal(commands.length, 19, 'this test knows every one of them');
  const [declare = '', receive = '', ask = '', open = '', askFromTerminal = '', openFromTerminal = '', events = '', reopen = '', askAgain = '', explain = '', explainFromTerminal = '', duties = '', wrong = '', list = '', close = '', editions = '', diff = '', verify = '', rebuild = ''] = commands;

  const ledger = startProgram(file, env, '--empty');
  const address = await ledger.says(ADDRESS);
  const run = (command: string): Promise<string> => done(t, command.replaceAll(USUAL_ADDRESS, address));
  const tell = async (command: string): Promise<readonly Answer[]> => {
    const answers = answersIn(await run(command));
    // A reader takes longer than the projection.
    await until(async () => await projectedAt(address) >= Math.max(0, ...answers.map(({ position = 0 }) => position)));
    return answers;
  };
  const figures = async (command: string) => figuresAnswer.parse(JSON.parse(await run(command)));

  t.match(await tell(declare), [{ status: 'accepted', position: 1 }]);
  t.match(await tell(receive), [{ status: 'accepted', position: 2 }, { status: 'accepted', position: 3 }]);
  t.match(await tell(receive), [{ status: 'duplicate', position: 2 }, { status: 'duplicate', position: 3 }], 'sent again');

  const counted = { received: 1, resolved: 1, resolvedOnTime: 1, resolvedEarly: 1, inProgress: 0 };
  t.match(await figures(ask), { asOf: { position: 3 }, rows: [{ level: 'district', ...counted }], total: counted });
  t.match(JSON.parse(await run(open)), { code: DOSSIER, situation: { class: 'resolved_early' }, timeline: [{ position: 2 }, { position: 3 }] });
  t.match(await run(askFromTerminal), /\nCấp huyện +1 +0 +0,00 +−60,00 +1 +1 +100,00 +0,00 +0 +0 +0\n/);
  t.match(await run(openFromTerminal), /^ĐÃ GIẢI QUYẾT: 1\n[\s\S]*\nH57\.31-240105-0001 {2}19\/01\/2024 {2}Đã giải quyết xong → Đã giải quyết trước hạn\n/);
  t.match(JSON.parse(await run(events)), { figure: 'resolved', events: [{ dossier: DOSSIER, position: 3, type: 'DossierResolved', amount: 1 }], next: null });

  t.match(await tell(reopen), [{ status: 'accepted', position: 4 }]);
  const { rows, total } = await figures(askAgain);
  t.match(total, { received: 1, resolved: 1, resolvedOnTime: 1, reopened: 1, inProgress: 1 });
  t.strictSame([...rows, total].flatMap((row) => imbalances(row)), [], 'both books balance');

  // The clock takes a moment to mark the due date.
  await until(async () => (JSON.parse(await run(duties)) as { readonly total: { readonly opened: number } }).total.opened === 1);
  t.match(JSON.parse(await run(explain)), { code: DOSSIER, class: 'overdue', dueAt: '2024-02-05T10:00:00.000Z', entries: [{ cause: 'told' }, { cause: 'ended' }, { cause: 'reopened' }, { cause: 'mark' }] });
  t.match(await run(explainFromTerminal), /^HẠN TRẢ KẾT QUẢ CỦA HỒ SƠ H57\.31-240105-0001\n[\s\S]*quá hạn \d+ ngày/);
  t.match(JSON.parse(await run(duties)), { rows: [{ row: 'district', opened: 1, notMet: 1 }], total: { links: { notMet: /^\/v1\/apology-duties\/list\?/ } } });

  t.match(answersIn(await run(wrong)), [{ code: 'EVENT_INVALID', errors: [{ pointer: '/time', detail: /./ }] }]);
  const rejections = await run(list);
  t.match(JSON.parse(rejections), { rejections: [{ code: 'EVENT_INVALID' }] });
  t.notMatch(rejections, /2024-02-30/, 'without the value');

  t.match(await run(close), /^ĐÃ CHỐT: ấn bản vpcp-15-14-H57\.31-2024-Q1-1$/m);
  t.match(await run(editions), /^vpcp-15-14-H57\.31-2024-Q1-1 {2}chốt /m);
  t.match(await run(diff), /^Cả \d+ số liệu đều như trong ấn bản\.$/m);
  await run(verify);
  t.match(await run(rebuild), /\nKhớp hết: [^]*Đã thay ở vị trí/);
  ledger.signal('SIGINT');
  t.equal(await ledger.ended, 0);
});

test('the commands about calendar and catalogue do what is said about them, without a running ledger too', async (t) => {
  const run = (command: string): Promise<string> => done(t, command);
  const [count = '', catalogue = '', preview = '', apply = '', ...others] = await tourCommands('Calendar and catalogue');
  t.strictSame(others, []);
  t.match(await run(count), /^59$/m);
  t.match(await run(catalogue), /đã thêm 2 phiên bản; 0 đã có/);
  t.match(await run(preview), /Lịch H57\.31, công bố ngày 15\/04\/2024\nĐã xem 1 hồ sơ còn hạn trả: 0 hạn khác đi/);
  t.match(await run(apply), /Đã thêm 2 bản công bố lịch/);
  t.match(await run(catalogue), /đã thêm 0 phiên bản; 2 đã có/);
});

let isFound = false;

/** What a command says, run as written in the clone. That npm finds the program `motcua`, which takes a while, is shown once; then its words are enough. */
async function done(t: Test, command: string): Promise<string> {
  const words = /^npm run -s motcua -- (.*)$/s.exec(command)?.[1];
  const { status, text } = words !== undefined && isFound ? await motcua(env, ...wordsOf(words)) : await inShell(t, command);
  isFound ||= words !== undefined;
  t.equal(status, 0, status === 0 ? command.split('\n', 1).join('') : `${command}\n${text}`);
  return text;
}

async function inShell(t: Test, command: string): Promise<{ readonly status: string | number; readonly text: string }> {
  const shell = startProcess(t, 'bash', ['-c', `cd "$0" && ${command}`, ROOT], env);
  shell.hangUp();
  return { status: await shell.ended, text: shell.text() };
}

/** As a shell would take them apart; files lie in the clone. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? (plain.startsWith('docs/') ? `${ROOT}${plain}` : plain));
}

/** The commands in the `sh` blocks of the section, each from its program's name to the next one's. */
async function tourCommands(section = 'A tour'): Promise<readonly string[]> {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, tour = ''] = new RegExp(`^## ${section}$(.*?)^## `, 'ms').exec(readme) ?? [];
  return [...tour.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.split(/^(?=curl |npm )/m)).map((command) => command.trim());
}

type Answer = { readonly status?: string; readonly position?: number; readonly code?: string };

function answersIn(text: string): readonly Answer[] {
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Answer);
}

async function projectedAt(address: string): Promise<number> {
  const { components } = await (await fetch(`${address}/health`)).json() as { readonly components: { readonly projector: { readonly position: number } } };
  return components.projector.position;
}
