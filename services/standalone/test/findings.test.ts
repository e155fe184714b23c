import { openBlockingFindings } from '@motcua/database';
import { test } from 'tap';
import type { Test } from 'tap';
import { runFindings } from '../src/commands/findings.ts';
import { openedLedger } from './opened-ledger.ts';

type Sent = { readonly id: string; readonly source: string };
type Listed = Readonly<Record<'kind' | 'subject' | 'status' | 'source' | 'authority' | 'origin', string>> & { readonly position: number; readonly links: { readonly dossier: string | null } };
type Counted = Readonly<Record<'kind' | 'severity' | 'source' | 'authority' | 'whatToDo', string>> & { readonly open: number; readonly settled: number; readonly count: number; readonly links: Readonly<Record<'count' | 'open' | 'settled', string | null>> };
type Summary = { readonly rows: readonly Counted[]; readonly total: Counted & { readonly blockingOpen: number } };

const [ONE, TWO] = ['urn:counter:one', 'urn:counter:two'];
const known = { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.000001', field: 'G01', channel: 'in_person', dueAt: '2024-03-20' } as const;
const code = (number: number): string => `H57.31-240311-${String(number).padStart(4, '0')}`;

test('each kind of finding comes from its events, is counted under source and authority, opens to its dossier, and is settled when put right', async (t) => {
  const { post, list, summary, only } = await opened(t);
  await post(authority('H57'), authority('H57.31', { parent: 'H57' }), procedure('1.000001'));
  const cases: readonly Case[] = [
    { kind: 'end_before_reception', wrong: [received(code(1)), event('DossierResolved', code(1), {}, '2024-03-08T09:00')], right: [event('DossierResolved', code(1), {}, '2024-03-13T09:00')] },
    { kind: 'finished_without_end', wrong: [received(code(2)), event('ResultReturned', code(2), {}, '2024-03-13T10:00')],
      right: [event('DossierResolved', code(2), {}, '2024-03-13T09:00'), event('ResultReturned', code(2), {}, '2024-03-13T10:30')] },
    { kind: 'impossible_jump', wrong: [received(code(3)), event('ProcessingResumed', code(3), {}, '2024-03-12T09:00')], right: [event('ProcessingSuspended', code(3), { reason: 'other' }, '2024-03-12T08:00')] },
    { kind: 'unknown_authority', wrong: [received(code(4), { authority: 'H57.77' })], right: [authority('H57.77', { parent: 'H57' })], authority: 'H57.77' },
    { kind: 'unknown_procedure', wrong: [received(code(5), { procedure: '1.000077' })], right: [correction(code(5), 'procedure', '1.000077', '1.000001')] },
    { kind: 'unknown_field', wrong: [received(code(6), { field: 'G77' })], right: [procedure('1.000078', { field: 'G77' })] },
    { kind: 'no_due_date', wrong: [received(code(7), { dueAt: undefined }), event('DossierResolved', code(7), {}, '2024-03-13T09:00')], right: [correction(code(7), 'dueAt', null, '2024-03-20')] },
    { kind: 'code_date_differs', wrong: [received(code(8), {}, '2024-03-13T09:00')], right: [correction(code(8), 'receivedAt', '2024-03-13T09:00:00+07:00', '2024-03-11T09:00:00+07:00')] },
    { kind: 'claimed_outcome_differs', wrong: [received(code(9)), event('DossierResolved', code(9), { claimedOutcome: 'late' }, '2024-03-13T09:00')],
      right: [correction(code(9), 'resolvedAt', '2024-03-13T09:00:00+07:00', '2024-03-22T09:00:00+07:00')] },
    { kind: 'authority_cycle', wrong: [authority('H57.40', { parent: 'H57.41' }), authority('H57.41', { parent: 'H57.40' })], right: [authority('H57.40', { parent: 'H57' })], authority: 'H57.41', subject: 'H57.41' },
    { kind: 'second_reappointment', wrong: [received(code(10)), apology('2024-03-25', '2024-03-18T09:00'), apology('2024-03-28', '2024-03-21T09:00')], right: [] },
  ];
  for (const { kind, wrong, right, authority: place = 'H57.31', subject = wrong[0]?.subject ?? '' } of cases) {
    await post(...wrong.map((one) => ({ ...one, source: TWO })));
    const [finding, ...others] = (await list(`kind=${kind}`)).filter(({ source }) => source === TWO);
    t.match(finding, { subject, status: 'open', source: TWO, authority: place }, kind);
    t.strictSame(others, [], `${kind} once`);
    t.match(only(await summary('by=source'), kind, { source: TWO }), { open: 1, whatToDo: /\p{Lu}.*\.$/u }, `${kind} by source`);
    t.match(only(await summary('by=authority'), kind, { authority: place }), { open: 1 }, `${kind} by authority`);
    if (subject.includes('-')) t.equal(finding?.links.dossier, `/v1/dossiers/${subject}`);
    await post(...right);
    t.equal((await list(`kind=${kind}&source=${TWO}`))[0]?.status, right.length === 0 ? 'open' : 'settled', `${kind} afterwards`);
  }
});

test('what was open at a position stays open as of it, and movements and rows tell the same status', async (t) => {
  const { ledger, ask, post, list } = await opened(t);
  await post(authority('H57'), authority('H57.31', { parent: 'H57' }), received(code(1)), received(code(2), { dueAt: undefined }), event('DossierResolved', code(2), {}, '2024-03-13T09:00'));
  const before = (await ledger.store.head()).position;
  const { next } = await ask('/v1/findings?limit=1') as { readonly next: string };
  await post(correction(code(2), 'dueAt', null, '2024-03-20'), procedure('1.000001'));
  const after = (await ledger.store.head()).position;
  const statuses = async (query: string) => (await list(query)).map(({ kind, subject, status }) => `${kind} ${subject} ${status}`);
  t.strictSame([...new Set((await list(`asOf=${before}`)).map(({ status }) => status))], ['open']);
  t.match(await ask(`/v1/findings?after=${next}`), { asOf: { position: before }, findings: [{ status: 'open' }, {}, {}, { status: 'open' }] }, 'a list that began then goes on as of then');
  const now = await statuses('');
  t.strictSame(now, await statuses(`asOf=${after}`));
  t.ok(now.every((one) => one.endsWith(' settled')) && now.length === 5, now.join(', '));
  await post(authority('H58'));
  t.strictSame(await statuses(`asOf=${after}`), now, 'the end of the log is further now');
});

test('every count of a summary is the length of the list that it opens, whatever it is filtered by', async (t) => {
  const { ledger, ask, pages, post } = await opened(t);
  await post(authority('H57'), procedure('1.000001'));
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const late = new Date(Date.now() + 72 * 3_600_000).toISOString();
  await post(...[1, 2, 3, 4, 5, 6].flatMap((number) => [
    { ...received(code(number), { ...(number % 2 === 0 ? { authority: 'H57.99' } : {}), ...(number % 3 === 0 ? { field: undefined } : {}) }), source: number < 4 ? ONE : TWO },
    { ...event('ResultReady', code(number), {}, '2024-03-12T09:00'), source: number < 3 ? TWO : ONE },
    { ...event('SupplementReceived', code(number), {}, '2024-03-12T10:00'), source: ONE },
    { ...event('FeePaid', code(number), {}, number < 4 ? soon : late), source: TWO },
  ]), authority('H57.31', { parent: 'H57' }), authority('H57.40', { parent: 'H57.40x' }), authority('H57.40x', { parent: 'H57.40' }));
  // Tables by this and by that open many of the same lists.
  const lengths = new Map<string, number>();
  const lengthOf = async (link: string) => {
    const length = lengths.get(link) ?? (await pages(link)).length;
    lengths.set(link, length);
    return length;
  };
  const filters = ['', '&status=open', '&status=settled', `&source=${ONE}`, '&authority=H57.31', '&kind=occurred_in_future'];
  for (const scope of ['VN', 'H57', 'H57.31']) {
    for (const filter of scope === 'VN' ? filters : ['']) {
      for (const by of ['kind', 'source', 'authority']) {
        const { rows, total } = await ask(`/v1/findings/summary?scope=${scope}&by=${by}${filter}`) as Summary;
        t.equal(rows.reduce((sum, { count }) => sum + count, 0), total.count);
        for (const counts of [...rows, total]) {
          for (const which of ['count', 'open', 'settled'] as const) {
            const link = counts.links[which];
            if (link !== null) t.equal(await lengthOf(link), counts[which], link);
          }
        }
      }
    }
  }
  const all = await ask('/v1/findings/summary?by=source') as Summary;
  const whole = async (format: string) => (await (await fetch(`${ledger.url}/v1/findings?format=${format}`)).text()).trim().split(/\r?\n/);
  t.strictSame([(await whole('csv')).length - 1, (await whole('ndjson')).length], [all.total.count, all.total.count]);
  t.ok(all.total.count > 20 && all.total.settled > 0 && all.total.open > 0, JSON.stringify(all.total));
});

test('blocking findings are named for those who close a period, and one without a place is in every scope', async (t) => {
  const { ledger, post } = await opened(t);
  await post(authority('H57'), authority('H58'), authority('H58.1', { parent: 'H58.2' }), authority('H58.2', { parent: 'H58.1' }), received(code(1)));
  const { position } = await ledger.store.head();
  const blocking = (scope: string, upTo?: number) => openBlockingFindings(ledger.database.db, { scope, upTo, on: '2024-03-31' });
  t.strictSame(await blocking('VN'), [{ kind: 'authority_cycle', subject: 'H58.2', position: 4, authority: 'H58.2', id: 'authority_cycle:H58.2:4' }]);
  t.strictSame((await blocking('H57')).map(({ id }) => id), ['authority_cycle:H58.2:4'], 'whoever stands above itself belongs nowhere');
  t.strictSame(await blocking('VN', 3), [], 'not known then');
  await post(authority('H58.1', { parent: 'H58' }));
  t.strictSame(await blocking('VN'), []);
  t.equal((await blocking('VN', position)).length, 1, 'open as of the time before');
  const subjects = async () => (await blocking('VN')).map(({ subject }) => subject);
  await post(authority('H59', { parent: 'H59.1' }));
  t.strictSame(await subjects(), ['H59'], 'H59.1, which nobody declared, stands under H59');
  await post(authority('H59.1', { parent: 'H58', validTo: '2024-06-30' }));
  t.strictSame(await subjects(), ['H59', 'H59.1'], 'and does again from July on');
  await post(authority('H59.1', { parent: 'H58' }));
  t.strictSame(await subjects(), []);
});

test('an authority that has ended over open dossiers is found like everything else, in its scope, on the day and as of the position asked for', async (t) => {
  const { ledger, ask, post, list, pages, summary } = await opened(t);
  await post(authority('H57'), authority('H58'), authority('H57.31', { parent: 'H57' }), procedure('1.000001'), received(code(1)), authority('H57.31', { parent: 'H57', validTo: '2024-03-15' }));
  const { position } = await ledger.store.head();
  const name = `authority_without_successor:H57.31:${position}`;
  const [KIND, severe] = ['kind=authority_without_successor', 'severity=blocking&status=open'];
  t.match(await list(KIND), [{ kind: 'authority_without_successor', name, severity: 'blocking', status: 'open', subject: 'H57.31', authority: 'H57.31', day: '2024-03-15', detail: { lastOn: '2024-03-15', open: 1 } }]);
  const { total, rows } = await summary('scope=H57&by=authority&severity=blocking');
  t.match({ total, rows }, { total: { count: 1, blockingOpen: 1 }, rows: [{ authority: 'H57.31', open: 1 }] });
  t.equal((await pages(total.links.open ?? '')).length, 1);
  t.equal((await list(severe)).length, 1);
  t.equal((await list('')).filter(({ kind }) => kind === 'authority_without_successor').length, 1, 'once, however many pages there are');
  for (const none of [`scope=H58&${KIND}`, `on=2024-03-15&${KIND}`, `asOf=${position - 1}&${KIND}`, `${KIND}&severity=warning`, `${KIND}&status=settled`, `${KIND}&source=${ONE}`]) t.strictSame(await list(none), [], none);
  t.equal((await list(`on=2024-03-16&${KIND}`)).length, 1);
  t.match(await fetch(`${ledger.url}/v1/findings?on=2024-02-30`), { status: 400 });
  const blocking = (on: string) => openBlockingFindings(ledger.database.db, { scope: 'H57', on });
  t.strictSame([await blocking('2024-03-15'), (await blocking('2024-03-31')).map(({ id }) => id)], [[], [name]]);
  let text = '';
  await runFindings({ database: ledger.database, args: { list: true, severity: 'blocking' }, out: { write: (more) => { text += more; } } });
  t.ok(text.replace(/\s+/g, ' ').includes(`tên để chấp nhận khi chốt kỳ: ${name}`), text);
  await post(event('DossierResolved', code(1), {}, '2024-03-18T09:00'));
  t.strictSame(await list(KIND), [], 'nothing is open there any more');
  t.equal((await list(`on=2024-03-17&${KIND}`)).length, 1, 'it was open until then');
  t.match(await ask(`/v1/findings?asOf=${position}&${KIND}`), { findings: [{ name }] });
});

test('the command prints counts and what to do within 120 columns, and the list as the interface has it', async (t) => {
  const { ledger, post, list } = await opened(t);
  await post(authority('H57'), { ...received(code(1), { authority: 'H57.99' }), source: TWO }, event('ResultReady', code(1), {}, '2024-03-12T09:00'));
  const run = async (args: Parameters<typeof runFindings>[0]['args']) => {
    const written: string[] = [];
    await runFindings({ database: ledger.database, args, out: { write: (text) => written.push(text) } });
    return written.join('');
  };
  for (const by of ['kind', 'source', 'authority']) {
    const text = await run({ by });
    t.match(text, /Báo có kết quả mà chưa giải quyết xong +Cảnh báo +1 +0 +1\n/);
    t.match(text, /VIỆC CẦN LÀM\n- /);
    t.ok(text.split('\n').every((line) => [...line].length <= 120), text);
  }
  t.match(await run({ list: true, source: TWO }), new RegExp(`${code(1)} · Cơ quan chưa được khai báo`));
  t.notMatch(await run({ list: true }), /tên để chấp nhận/, 'warnings have no name');
  t.match(JSON.parse(await run({ list: true, json: true })), { findings: await list('') });
  await t.rejects(run({ kind: 'nonsense' }), { code: 'PARAMETER_INVALID', message: /--kind phải là một trong/ });
});

type Case = { readonly kind: string; readonly wrong: readonly Told[]; readonly right: readonly Told[]; readonly authority?: string; readonly subject?: string };
type Told = Sent & { readonly type: string; readonly subject: string };

async function opened(t: Test) {
  const { ledger } = await openedLedger(t);
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${ledger.url}${path}`);
    t.equal(answer.status, 200, path);
    return answer.json();
  };
  const send = async (one: Told): Promise<void> => {
    const path = one.type.endsWith('Declared') ? '/v1/reference-events' : '/v1/dossier-events';
    await (await fetch(`${ledger.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(one) })).text();
  };
  const pages = async (link: string): Promise<readonly Listed[]> => {
    const found: Listed[] = [];
    for (let after = ''; ;) {
      const page = await ask(`${link}&limit=5${after}`) as { readonly findings: readonly Listed[]; readonly next: string | null };
      found.push(...page.findings);
      if (page.next === null) return found;
      after = `&after=${page.next}`;
    }
  };
  return {
    ledger, ask, pages,
    /** One after the other; what was refused is written down before it returns. */
    post: async (...events: readonly Told[]) => {
      for (const one of events) await send(one);
      await ledger.projector.waitFor((await ledger.store.head()).position, 60_000);
      await ask('/v1/rejections');
    },
    list: (query: string) => pages(`/v1/findings?${query}`),
    summary: async (query: string) => await ask(`/v1/findings/summary?${query}`) as Summary,
    only: ({ rows }: Summary, kind: string, node: Partial<Counted>) => rows.find((row) => row.kind === kind && Object.entries(node).every(([name, value]) => row[name as keyof Counted] === value)),
  };
}

let events = 0;

function event(type: string, subject: string, data: object, time: string) {
  events += 1;
  return { specversion: '1.0', id: `${events}`, source: ONE, type, subject, time: time.length === 16 ? `${time}:00+07:00` : time, data };
}

function received(subject: string, changes: object = {}, time = '2024-03-11T09:00') {
  return event('DossierReceived', subject, { ...known, ...changes }, time);
}

function correction(subject: string, field: string, old: string | null, now: string) {
  return event('DossierCorrected', subject, { field, old, new: now, reason: 'typing_error' }, '2024-03-22T09:00');
}

function apology(newDueAt: string, time: string) {
  return event('ApologyIssued', code(10), { letterNumber: '12/PXL', cause: 'verification', unitAtFault: 'H57.31', newDueAt, signed: true }, time);
}

function authority(subject: string, changes: object = {}) {
  return event('AuthorityDeclared', subject, { name: `Cơ quan ${subject}`, level: 'province', parent: null, validFrom: '2020-01-01', ...changes }, '2024-01-02T09:00');
}

function procedure(subject: string, changes: object = {}) {
  return event('ProcedureDeclared', subject, { name: 'Cấp phép', field: 'G01', fieldName: 'Xây dựng', level: 'province', validFrom: '2020-01-01', ...changes }, '2024-01-02T09:00');
}
