import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@motcua/database';
import { streams } from '@motcua/event-store';
import { createHttpServer, listen } from '@motcua/http';
import { startProjector } from '@motcua/projector';
import { openShelf, readSchedules, reporterPlugin, startJobs } from '@motcua/reporter';
import type { Jobs, JobsOptions } from '@motcua/reporter';
import { migrate, runClientReport } from '@motcua/standalone';
import { testDatabase, until, vietnamTime } from '@motcua/testkit';
import { unzipSync } from 'fflate';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { isGenuine } from '../docs/examples/verify-webhook.ts';
import { openClosedBooks } from './support/closed-books.ts';
import { contentsOf } from './support/packed.ts';
import { openReceiver } from './support/receiver.ts';

const SECRETS = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
const ENV = { REPORT_SECRET: SECRETS.join(' ') };
/** The suite kills nothing: what a process that ends forgets is forgotten by schedules that are started anew. */
const KILLS = Number(process.env['REPORT_KILLS'] ?? 0);
const log = pino({ level: 'silent' });
const PULLED = '/v1/periods/vpcp-15-14/2024-Q1/pack.zip?scope=H57';
const Q1 = 'vpcp-15-14-H57-2024-Q1-1';

const books = await openClosedBooks(file, 12);
const { store, database } = books.ledger;
const shelf = openShelf({ store, database });
file.teardown(shelf.close);
const receiver = await openReceiver(file);
const folder = file.testdir({ in: {}, pulled: {} });
const into = join(folder, 'in');
/** The clock of the schedules, which goes on from a time that tests set. */
let since = vietnamTime('2024-03-15 07:29') - performance.now();
const clock = () => since + performance.now();
const sources = { store, database, clock };
/** The schedules that the reporter's addresses tell of. */
let running: Jobs | undefined;
const server = await createHttpServer({ log, title: 'reporter', version: '1', registry: new Registry() });
await server.register(reporterPlugin({ store, database, shelf, jobs: () => running, log }));
const { url } = await listen(server, { host: '127.0.0.1', port: 0 });
file.teardown(() => server.close());
/** A log that takes nothing. */
const powerless = {
  head: () => store.head(), readAll: (after: number, limit: number) => store.readAll(after, limit), readStream: (stream: string, from?: object) => store.readStream(stream, from),
  chainAt: (at: number) => store.chainAt(at), readStreams: (names: readonly string[]) => store.readStreams(names), append: () => Promise.reject(new Error('the power is gone')),
};
const itIs = (time: string) => { since = vietnamTime(time) - performance.now(); };

test('at its hour a schedule closes the period, and delivers the pack to a folder and to a receiver that can tell that it is genuine', async (t) => {
  const jobs = started(t, both('quarter'));
  await until(async () => jobs.health().kind === 'running');
  t.strictSame([await jobs.deliveries(), receiver.pushed.length, await readdir(into)], [[], 0, []], 'not before');
  const early = await fetch(`${url}${PULLED}`);
  t.match(await early.json(), { code: 'PERIOD_NOT_CLOSED', detail: /its schedule closes it at 2024-03-15T00:30:00\.000Z/ });
  t.ok(Number(early.headers.get('retry-after')) > 1 && Number(early.headers.get('retry-after')) <= 60, early.headers.get('retry-after') ?? '');
  itIs('2024-03-15 07:30');
  await until(async () => (await kindsOf(jobs)).join() === 'delivered,delivered');
  const [push = { headers: {}, body: Buffer.alloc(0) }] = receiver.pushed;
  t.equal(receiver.pushed.length, 1);
  for (const secret of SECRETS) t.ok(isGenuine(push.headers, push.body, secret, clock() / 1_000), 'by either secret, while they change');
  t.notOk(isGenuine(push.headers, push.body, SECRETS[0] ?? '', clock() / 1_000 + 360), 'not when it was kept back');
  t.notOk(isGenuine(push.headers, Buffer.concat([push.body, Buffer.of(0)]), SECRETS[0] ?? '', clock() / 1_000), 'not when it was changed');
  t.notOk(isGenuine({ ...push.headers, 'webhook-id': 'another' }, push.body, SECRETS[0] ?? '', clock() / 1_000), 'not under another key');
  t.match(push.headers, { 'content-type': 'application/zip', 'motcua-edition': Q1, 'content-length': String(push.body.length) });
  t.strictSame(Object.keys(unzipSync(push.body)).toSorted(), Object.keys(await contentsOf(join(into, Q1))), 'the same files in both');
  t.match((await books.get(`/v1/editions/${Q1}`)).body, { closedBy: { unit: 'Văn phòng' } });
  t.match(await (await fetch(`${url}/v1/schedules`)).json(), { schedules: [{ name: 'quarter', closes: true, deliveries: [
    { destination: 'drive', state: 'delivered' }, { destination: 'office', key: push.headers['webhook-id'], edition: Q1, beginAt: '2024-03-15T00:30:00.000Z', deadlineAt: '2024-03-19T09:00:00.000Z', isLate: false },
  ] }] });
});

test('what was delivered is in the log, so neither another reporter nor a read model that is made again sends it a second time', async (t) => {
  const marks = await store.readStream(streams.deliveries('quarter'));
  t.strictSame(marks.map(({ data: { destination, edition } }) => [destination, edition]), [['drive', Q1], ['office', Q1]]);
  t.equal(marks[1]?.id, receiver.pushed[0]?.headers['webhook-id'], 'under the key that the receiver knows');
  const { appUrl, ownerUrl } = await testDatabase(t);
  await migrate({ databaseUrl: appUrl, ownerUrl });
  const madeAgain = openDatabase(appUrl, { connections: 3 });
  t.teardown(madeAgain.close);
  const projector = startProjector({ store, databaseUrl: appUrl, log, pollMs: 20 });
  t.teardown(projector.stop);
  const jobs = startedWith(t, both('quarter'), { ...sources, database: madeAgain }, appUrl);
  await until(async () => (await kindsOf(jobs)).join() === 'delivered,delivered');
  await until(async () => jobs.last().length === 2);
  t.equal(receiver.pushed.length, 1);
});

test('a receiver that does not take a pack is asked again, with the same key and bytes, until it does', async (t) => {
  receiver.script('broken', { status: 503, retryAfter: '0' }, 'redirect', { status: 400 }, 'taken');
  const before = receiver.pushed.length;
  const jobs = started(t, both('again'));
  await until(async () => (await kindsOf(jobs)).join() === 'delivered,delivered');
  const again = receiver.pushed.slice(before);
  t.equal(again.length, 5);
  t.equal(new Set(again.map(({ headers }) => headers['webhook-id'])).size, 1);
  t.ok(again.every(({ body }) => body.equals(again[0]?.body ?? Buffer.alloc(0))));
  t.not(again[0]?.headers['webhook-id'], receiver.pushed[0]?.headers['webhook-id'], 'another schedule\'s delivery has another key');
  t.strictSame(await readdir(into), [Q1], 'what is in the folder is left');
});

test('ended before it is noted that a pack has arrived, a delivery is made again under the same key, and what is noted is not', async (t) => {
  const before = receiver.pushed.length;
  const forgets = startedWith(t, both('ended'), { ...sources, store: powerless });
  await until(async () => receiver.pushed.length - before === 1);
  await forgets.stop();
  t.strictSame(await notedUnder('ended'), []);
  const jobs = started(t, both('ended'));
  await until(async () => (await kindsOf(jobs)).join() === 'delivered,delivered');
  const keys = receiver.pushed.slice(before).map(({ headers }) => headers['webhook-id']);
  t.strictSame([keys.length, new Set(keys).size], [2, 1]);
  t.strictSame(await notedUnder('ended'), ['drive', 'office']);
});

test('of two reporters with one schedule one delivers, and when it ends the other goes on without sending anything again', async (t) => {
  const before = receiver.pushed.length;
  const two = [started(t, both('two')), started(t, both('two'))];
  for (const jobs of two) await until(async () => (await kindsOf(jobs)).join() === 'delivered,delivered');
  await until(async () => two.map((jobs) => jobs.health().kind).toSorted().join() === 'running,standby');
  await two.find((jobs) => jobs.health().kind === 'running')?.stop();
  await until(async () => two.map((jobs) => jobs.health().kind).toSorted().join() === 'ended,running');
  t.equal(receiver.pushed.length - before, 1);
  t.strictSame(await notedUnder('two'), ['drive', 'office']);
});

test('a job that comes while its schedule closes the period is told when to come back', async (t) => {
  const jobs = startedWith(t, scheduleOf('monthly', [{ name: 'drive', folder: into }]).replace('"quarter"', '"month"'), { ...sources, store: powerless });
  await until(async () => jobs.health().kind === 'running');
  const answer = await fetch(`${url}/v1/periods/vpcp-15-14/2024-02/pack.zip?scope=H57`);
  t.match([answer.status, await answer.json()], [503, { code: 'PERIOD_CLOSING', detail: /2024-02 of H57 is being closed: ask again in \d+ seconds/ }]);
  t.ok(Number(answer.headers.get('retry-after')) >= 10, answer.headers.get('retry-after') ?? '');
});

test('packs that a killed process has left on the disk are removed when the next one starts, and no others', async (t) => {
  const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(dead, 'exit');
  const [left, kept] = await Promise.all([dead.pid, process.ppid].map((pid) => mkdtemp(join(tmpdir(), `motcua-packs-${pid}-1-`))));
  t.teardown(() => rm(kept ?? '', { recursive: true }));
  await openShelf({ store, database }).close();
  t.strictSame([existsSync(left ?? ''), existsSync(kept ?? '')], [false, true]);
});

if (KILLS > 0) test('killed as often as the long form says, while it makes, puts or sends a pack, nothing is lost, and nothing sent under another key', async (t) => {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const [name, before] = [`killed-${kill}`, receiver.pushed.length];
    const child = inProcess(t, both(name));
    const die = (answer?: ServerResponse) => setTimeout(() => { child.kill('SIGKILL'); answer?.destroy(); }, Math.random() * 20);
    // One third while it starts and makes the pack, one third while it sends, and one third while it notes what was answered.
    if (kill % 3 === 0) setTimeout(die, 1_000 + Math.random() * 4_000);
    else receiver.script((answer) => { if (kill % 3 === 1) answer.writeHead(204).end(); die(answer); });
    await once(child, 'exit');
    receiver.script();
    const noted = await notedUnder(name);
    const jobs = started(t, both(name));
    await until(async () => (await kindsOf(jobs)).join() === 'delivered,delivered');
    await jobs.stop();
    const keys = receiver.pushed.slice(before).map(({ headers }) => headers['webhook-id']);
    t.ok(keys.length >= 1 && keys.length <= 2 && new Set(keys).size === 1, `${name}: sent ${keys.length} times; noted when it was killed: ${noted.join(', ')}`);
    t.strictSame(await notedUnder(name), ['drive', 'office'], name);
  }
});

test('a folder that is not there, or holds something else under the name, keeps nothing else from being delivered, and is told', async (t) => {
  await mkdir(join(folder, 'taken', Q1), { recursive: true });
  await writeFile(join(folder, 'taken', Q1, 'manifest.json'), '{"edition":"x","sha256":"x","files":[]}');
  const jobs = started(t, scheduleOf('wrong', [{ name: 'gone', folder: join(folder, 'not-mounted') }, { name: 'taken', folder: join(folder, 'taken') }, { name: 'drive', folder: into }]));
  await until(async () => (await kindsOf(jobs)).join() === 'failing,failing,delivered');
  itIs('2024-03-19 16:01');
  const states = await jobs.deliveries();
  t.match(states, [{ state: { reason: /ENOENT/ }, isLate: true }, { state: { reason: /holds something else/ } }, { isLate: false }], 'late after the third working day');
});

test('a job pulls what stands, by the example of the documentation', async (t) => {
  const path = `${url}${PULLED}`;
  const pulled = join(folder, 'pulled', 'pack.zip');
  const example = fileURLToPath(new URL('../docs/examples/pull-report.mjs', import.meta.url));
  t.ok((await readFile(example, 'utf8')).trimEnd().split('\n').length <= 22);
  t.match(await run(example, path, pulled), /^new: \/v1\/editions\/vpcp-15-14-H57-2024-Q1-1\/pack\.zip/);
  t.match(await run(example, path, pulled), /^nothing new/);
  const whole = await readFile(pulled);
  const etag = (await fetch(path, { method: 'HEAD' })).headers.get('etag') ?? '';
  const range = async (headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(path, { headers });
    return [answer.status, answer.headers.get('content-range'), Buffer.from(await answer.arrayBuffer())] as const;
  };
  t.strictSame(await range({ range: 'bytes=10-19', 'if-range': etag }), [206, `bytes 10-19/${whole.length}`, whole.subarray(10, 20)]);
  t.strictSame(await range({ range: 'bytes=-5' }), [206, `bytes ${whole.length - 5}-${whole.length - 1}/${whole.length}`, whole.subarray(-5)]);
  t.strictSame(await range({ range: `bytes=${whole.length - 3}-` }), [206, `bytes ${whole.length - 3}-${whole.length - 1}/${whole.length}`, whole.subarray(-3)]);
  for (const headers of [{ range: 'bytes=0-1,4-5' }, { range: 'bytes=5-1' }, { range: 'bytes=0-1', 'if-range': '"another"' }]) t.equal((await range(headers))[0], 200, JSON.stringify(headers));
  const cut = new AbortController();
  const { value: part = Buffer.alloc(0) } = await (await fetch(path, { signal: cut.signal })).body?.getReader().read() ?? {};
  cut.abort();
  const [status, , rest] = await range({ range: `bytes=${part.length}-`, 'if-range': etag });
  t.strictSame([status, Buffer.concat([part, rest]).equals(whole), part.length > 0 && part.length < whole.length], [206, true, true], 'what broke off is loaded on');
  t.match(await range({ range: `bytes=${whole.length}-` }), [416, `bytes */${whole.length}`]);
});

test('the client shows what it waits for and how much it has loaded, and loads nothing twice', async (t) => {
  const out = join(folder, 'pulled', 'client.zip');
  const args = { url, scope: 'H57', period: '2024-Q1', out };
  const [told, answered]: readonly [string[], string[]] = [[], []];
  const client = () => runClientReport({ args, out: { write: (text) => answered.push(text) }, progress: { write: (text) => told.push(text) } });
  await client();
  t.ok((await readFile(out)).equals(await readFile(join(folder, 'pulled', 'pack.zip'))));
  t.match(told.at(-1), /^Đã tải 100 %/);
  await client();
  t.match(answered, [/Đã tải bộ báo cáo của ấn bản\svpcp-15-14-H57-2024-Q1-1/, /đã là bản mới nhất/]);
  await t.rejects(runClientReport({ args: { ...args, period: '2024-Q2' }, out: process.stdout, progress: process.stderr }), { code: 'PERIOD_NOT_CLOSED', message: /Kỳ 2024-Q2 của H57 chưa được chốt/ });
});

test('schedules that are wrong are refused with every wrong place, in both languages and without a secret', async (t) => {
  const example = await readFile(new URL('../docs/examples/schedules.json', import.meta.url), 'utf8');
  t.match(readSchedules(example, { REPORT_SECRET_TRUC_TINH: SECRETS[0] }), [{ name: 'quy-tinh-hue', deliver: [{ name: 'thu-muc' }, { secrets: { length: 1 } }] }]);
  const faults = (text: string, env = {}) => {
    try {
      return readSchedules(text, env).length;
    } catch (error) {
      return error;
    }
  };
  t.match(faults(example.replace('07:30', '7h30').replace('https:', 'http:').replace('"every"', '"each"')), { code: 'CONFIG_INVALID', errors: [
    { pointer: '/schedules/0/every', detail: /phải là một trong: month, quarter.*must be one of these/ }, { pointer: '/schedules/0/begin/at', detail: /phải là giờ như 07:30.*must be a time/ },
    { pointer: '/schedules/0/deliver/1/webhook', detail: /https:.*must be/ }, { pointer: '/schedules/0', detail: /không có mục each/ },
  ] });
  t.match(faults(example, { REPORT_SECRET_TRUC_TINH: 'whsec_short' }), { message: /REPORT_SECRET_TRUC_TINH phải có dạng whsec_… (?!.*short)/ });
  t.match(faults('{'), { message: /không phải là JSON/ });
});

type Wish = { readonly name: string; readonly folder: string } | { readonly name: string; readonly webhook: string; readonly secretVariable: string };

/** Closes the quarter by itself; working days end three days after it. */
function scheduleOf(name: string, deliver: readonly Wish[]): string {
  return JSON.stringify({ schedules: [{
    name, scope: 'H57', every: 'quarter', since: '2024-01-01', begin: { days: 1, at: '07:30' }, deadline: { workingDays: 3, at: '16:00' }, close: { unit: 'Văn phòng' }, deliver,
  }] });
}

function both(name: string): string {
  return scheduleOf(name, [{ name: 'drive', folder: into }, { name: 'office', webhook: receiver.url, secretVariable: 'REPORT_SECRET' }]);
}

function started(t: Pick<Test, 'teardown'>, schedules: string): Jobs {
  return startedWith(t, schedules, sources);
}

function startedWith(t: Pick<Test, 'teardown'>, schedules: string, from: JobsOptions['sources'], databaseUrl = books.appUrl): Jobs {
  const jobs = running = startJobs({ schedules: readSchedules(schedules, ENV), sources: from, shelf, databaseUrl, log, pollMs: 100, retryMs: 20 });
  t.teardown(jobs.stop);
  return jobs;
}

function inProcess(t: Pick<Test, 'teardown'>, schedules: string) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('support/report-jobs.main.ts', import.meta.url)), books.appUrl, schedules, String(clock())], { env: { ...process.env, ...ENV }, stdio: 'inherit' });
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}

async function notedUnder(schedule: string): Promise<readonly unknown[]> {
  return (await store.readStream(streams.deliveries(schedule))).map(({ data }) => data['destination']);
}

async function kindsOf(jobs: Jobs): Promise<readonly string[]> {
  return (await jobs.deliveries()).map(({ state }) => state.kind);
}

async function run(...words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const text: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (part: string) => text.push(part));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`ended with ${String(status)}`);
  return text.join('');
}
