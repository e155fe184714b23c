import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { openPostgresStore } from '@motcua/event-store';
import { connectOrStart, readRunFile, removeData, memoryHome } from '@motcua/postgres-server';
import { until } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { ADDRESS, startOnTerminal, startProgram } from './program.ts';
import { motcua, motcuaTold, startToItsEnd } from './said.ts';

const home = memoryHome(`standalone test ${process.pid} ${randomBytes(6).toString('hex')}`);
const env = { MOTCUA_HOME: home };
file.teardown(() => removeData(home));

const QUARTER = ['figures', '--scope', 'H57', '--period', '2024-Q1'] as const;

test('before the first start there is nothing to ask and nothing to remove', async (t) => {
  const where = await motcua(env, 'data', 'where');
  t.strictSame([where.status, where.text], [0, `${home}\n`]);
  t.equal((await motcua(env, 'data', 'where', '--json')).text, `${JSON.stringify({ folder: home, exists: false })}\n`);
  t.match(await motcua(env, ...QUARTER), { status: 1, text: /DATA_FOLDER_UNUSABLE: .*npm start/ });
  t.match(await motcua(env, 'data', 'remove'), { status: 0, text: /Không có dữ liệu nào/ });
  t.notOk(existsSync(home), 'asking has made nothing');
});

test('killed or interrupted while it plays, the next start goes on with the same sample', async (t) => {
  const killed = startProgram(t, env, '--dossiers', '2500', '--authorities', '20', '--seed', '2');
  await killed.says(/Gửi sự kiện: 10 %/);
  killed.signal('SIGKILL');
  t.equal(await killed.ended, 'SIGKILL');
  const interrupted = startProgram(t, env);
  await interrupted.says(/Gửi sự kiện: 20 %/);
  interrupted.signal('SIGINT');
  t.equal(await interrupted.ended, 130, interrupted.text());
  await checkStopped(t);
  const last = await startToItsEnd(env, '--exit-after-report');
  t.equal(last.status, 0, last.text);
  for (const text of [interrupted.text(), last.text]) t.match(text, /Phát tiếp quý mẫu: 2500 hồ sơ của 20 đơn vị/);
  t.match(last.text, /✓ Mọi đẳng thức của hai sổ đều đúng/);
  await checkStopped(t);
});

test('figures are the same JSON whether the ledger is running or not, and a second start or a removal is told who has the data; Ctrl-C on a terminal, which reaches every process on it, lets what is under way be answered and stops the database last', async (t) => {
  const stopped = await motcua(env, ...QUARTER, '--json');
  t.equal(stopped.status, 0, stopped.text);
  const figures = JSON.parse(stopped.text);
  t.match(figures, { scope: 'H57', by: 'level', rows: [{ level: 'province' }, { level: 'district' }, { level: 'commune' }] });

  const ledger = startOnTerminal(t, env);
  const url = await ledger.says(ADDRESS);
  t.notMatch(ledger.text(), /Gửi sự kiện/, 'the second start plays nothing');
  const running = await motcua(env, ...QUARTER, '--json');
  t.equal(running.status, 0);
  t.equal(running.text, stopped.text);
  t.strictSame(await (await fetch(`${url}/v1/figures?scope=H57&period=2024-Q1`)).json(), JSON.parse(running.text), 'which is the answer of the interface too');

  const second = await startToItsEnd(env);
  t.equal(second.status, 1);
  t.match(second.text, /ALREADY_RUNNING/);
  t.ok(second.text.includes(url), second.text);
  t.match(await motcua(env, 'data', 'remove', '--yes'), { status: 1, text: /ALREADY_RUNNING/ });

  const sending = request(`${url}/v1/reference-events`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' } });
  sending.write(`${JSON.stringify({ ...declaration, subject: 'H58' })}\n`);
  const [answer] = await once(sending, 'response');
  const text: string[] = [];
  answer.setEncoding('utf8').on('data', (part: string) => { text.push(part); });
  const ended = once(answer, 'end');
  ledger.type('\x03');
  await ended;
  const lines = text.join('').trim().split('\n').map((line) => JSON.parse(line));
  t.match(lines, [{ index: 0, status: 'accepted', position: figures.asOf.position + 1 }, { index: 1, status: 'failed', code: 'STOPPING' }]);
  sending.destroy();
  t.equal(await ledger.ended, 0, ledger.text());
  t.match(ledger.text(), /Đang dừng: hoàn tất các yêu cầu dở dang/);
  await checkStopped(t);
});

test('an event that cannot be applied is set aside from the command line, and the read model rebuilt by another process: the running ledger goes on', async (t) => {
  const ledger = startProgram(t, env, '--empty');
  const url = await ledger.says(ADDRESS);
  const declared = await declare(url, declaration);
  const position = await poison();
  t.match(declared, { position: position - 1 });
  await until(async () => (await projectorOf(url)).state === 'stopped');
  t.match(await projectorOf(url), { status: 'failing', position: position - 1, stopped: { position } });
  t.match(await motcua(env, ...QUARTER), { status: 0, text: new RegExp(`Lưu ý: sổ đang dừng trước sự kiện thứ ${position} `) });

  t.match(await motcua(env, 'quarantine', String(position - 1), '--reason', 'nhầm vị trí'), { status: 2, text: /QUARANTINE_REFUSED/ });
  const right = await motcua(env, 'quarantine', String(position), '--reason', 'gửi nhầm');
  t.match(right, { status: 0, text: new RegExp(`Đã để riêng sự kiện ${position}; quyết định được ghi ở vị trí ${position + 1} `) });
  await until(async () => (await projectorOf(url)).position === position + 1);
  t.match(await projectorOf(url), { status: 'ok', state: 'running' });

  t.match(await rebuilt(t), { switched: true, differences: [], filled: { events: position + 1 } });
  t.match(await declare(url, { ...declaration, id: 'declare-2', subject: 'H58' }), { position: position + 2 });
  await until(async () => (await projectorOf(url)).position === position + 2);
  t.match(await projectorOf(url), { status: 'ok', state: 'running' }, 'the running ledger posts into the new one');
  ledger.signal('SIGTERM');
  t.equal(await ledger.ended, 0);
  t.match(ledger.text(), /Đang dừng/);
  t.match(await rebuilt(t), { switched: true, differences: [], filled: { events: position + 2 } }, 'and when none runs');
});

test('the data are removed only when the word is given', async (t) => {
  for (const typed of [['yes\n'], []]) {
    t.match(await motcuaTold(typed, env, 'data', 'remove'), { status: 1, text: /Gõ "xóa"[^]*Không xóa gì cả/ }, `answered ${JSON.stringify(typed)}`);
  }
  t.ok(existsSync(join(home, 'postgres')));
  t.match(await motcuaTold(['xóa\n'], env, 'data', 'remove'), { status: 0, text: /Gõ "xóa"[^]*Đã xóa/ });
  t.notOk(existsSync(home));
});

const declaration = {
  specversion: '1.0', id: 'declare-1', source: 'urn:test', type: 'AuthorityDeclared', time: '2024-01-01T00:00:00Z', subject: 'H57',
  data: { name: 'UBND tỉnh', level: 'province', parent: null, validFrom: '2020-01-01' },
};

async function declare(url: string, event: typeof declaration): Promise<unknown> {
  const posted = await fetch(`${url}/v1/reference-events`, { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(event) });
  return posted.json();
}

/** Puts an event into the log that no service would let through; its position. */
async function poison(): Promise<number> {
  const server = await connectOrStart(home);
  const store = openPostgresStore({ connectionString: server.appUrl('motcua') });
  try {
    const verdict = await store.append({ stream: 'dossier-H57.01-240102-0001', expect: { kind: 'none' }, events: [{
      id: '0190a0d8-0000-7000-8000-000000000002', type: 'DossierResolved', source: 'urn:test', sourceId: 'poison', subject: 'H57.01-240102-0001',
      occurredAt: '2024-01-02T00:00:00.000Z', schemaVersion: 1, data: {},
    }] });
    return verdict.kind === 'appended' ? verdict.positions[0] ?? 0 : 0;
  } finally {
    await store.close();
    server.release();
  }
}

async function rebuilt(t: Test): Promise<unknown> {
  const { status, out, text } = await motcua(env, 'rebuild', '--json');
  t.equal(status, 0, text);
  return JSON.parse(out);
}

async function projectorOf(url: string): Promise<{ readonly state: string; readonly position: number }> {
  const { components } = await (await fetch(`${url}/health`)).json() as { components: { projector: { state: string; position: number } } };
  return components.projector;
}

async function checkStopped(t: { readonly equal: (a: unknown, b: unknown) => unknown; readonly match: (a: unknown, b: RegExp) => unknown }): Promise<void> {
  t.equal(await readRunFile(home), undefined);
  t.match((await readFile(join(home, 'server.log'), 'utf8')).trimEnd().split('\n').at(-1), /database system is shut down/);
}
