import { createHttpServer } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { definitions, imbalances, parentImbalances, rateDefinitions, rowRates } from '@motcua/ledger';
import { figuresAnswer, statisticsPlugin } from '@motcua/statistics';
import { fellOverdue, happened, vietnamTime } from '@motcua/testkit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { openLedger } from './ledger-fixture.ts';
import type { Arrival, Ledger } from './ledger-fixture.ts';

const LATE_NEWS = 'H57.31-231220-0001';
const UNDECLARED = 'H57.99-240102-0001';
const AT_COUNTER = 'H57.31-231201-0001';
const phuHoi = { authority: 'H57.31', procedure: '1.001234', field: 'G03-HT01' } as const;
const due = '2024-01-05 17:00';

/** One dossier of every kind that the answers tell apart; the fifth event takes the overdue mark back. */
const arrivals: readonly Arrival[] = [
  { dossier: AT_COUNTER, event: happened('DossierReceived', '2023-12-01 08:00', { ...phuHoi, receivingUnit: 'H57.31', channel: 'in_person', dueAt: '2024-04-01' }) },
  { dossier: LATE_NEWS, event: happened('DossierSubmitted', '2023-12-20 09:00', phuHoi) },
  { dossier: LATE_NEWS, event: happened('DossierReceived', '2023-12-21 08:00', { ...phuHoi, receivingUnit: 'H57.31', channel: 'online', dueAt: '2024-01-05' }) },
  { dossier: LATE_NEWS, event: fellOverdue(LATE_NEWS, vietnamTime(due)) },
  { dossier: LATE_NEWS, event: happened('DossierResolved', '2024-01-04 10:00', {}) },
  { dossier: UNDECLARED, event: happened('DossierReceived', '2024-01-02 08:00', { ...phuHoi, authority: 'H57.99', receivingUnit: 'H57.99', channel: 'postal', dueAt: '2024-01-09' }) },
];

const finding = (kind: 'unknown_authority' | 'no_due_date', position: number) =>
  ({ kind, severity: 'warning', subject: UNDECLARED, position, authority: 'H57.99', source: 'urn:test', effective_on: '2024-01-02', detail: JSON.stringify({ code: 'H57.99', on: '2024-01-02' }) }) as const;
const findings = [finding('unknown_authority', 6), finding('no_due_date', 6), finding('unknown_authority', 5)];

/** Read by every test that needs nothing else. */
const { get } = await served(file, { findings });

test('the quarter by level has every figure and rate of each level, and their total', async (t) => {
  const { status, body, headers } = await get('/v1/figures?scope=H57&period=2024-Q1&by=level');
  t.equal(status, 200);
  t.match(body, {
    scope: 'H57', period: { scheme: 'vpcp-15-14', id: '2024-Q1', from: '2023-12-15', to: '2024-03-14' }, asOf: { position: 6 }, by: 'level', rule: 'nd61',
    rows: [
      {
        level: 'commune', openingReceived: 1, submitted: 1, received: 1, receivedOnline: 1, onlineRatePercent: 100, resolved: 1, resolvedOnTime: 1, resolvedLate: 0,
        onTimeRatePercent: 100, inProgress: 1, awaitingReception: 0, overdue: 0,
      },
      { level: 'unknown', received: 1, receivedOnline: 0, resolved: 0, onTimeRatePercent: null, inProgress: 1 },
    ],
    total: { received: 2, resolved: 1, inProgress: 2 },
  });
  t.strictSame(Object.keys(body.total), [...[...definitions, ...rowRates].map(({ id }) => id), 'distances', 'links']);
  t.strictSame(body.total.distances, { onlineRatePercent: { targetPercent: 60, differencePoints: -10 }, resolvedRatePercent: null, onTimeRatePercent: { targetPercent: 100, differencePoints: 0 } });
  t.match(body.targets, [{ rate: 'onlineRatePercent', indicator: 'onlineShare', percent: 60, scope: 'H57', validFrom: '2022-01-01', validTo: '2025-12-31', source: /^Kế hoạch/ }, { rate: 'onTimeRatePercent', percent: 100 }]);
  t.match(headers['etag'], /^"6-/);
  t.match((await get('/v1/figures?scope=H57&period=2024-Q1&by=day')).body.rows[0], { day: '2023-12-15', distances: { onTimeRatePercent: { targetPercent: 100, differencePoints: null } } });
  t.strictSame((await get('/v1/figures?period=2024-Q1')).body, (await get('/v1/figures?scope=VN&period=2024-Q1')).body, 'the scope is the country unless told');
});

test('every table balances in each row, and its rows give its total', async (t) => {
  for (const by of ['level', 'authority', 'field', 'procedure', 'channel', 'day']) {
    const answer = figuresAnswer.parse((await get(`/v1/figures?scope=VN&period=2024-Q1&by=${by}`)).body);
    for (const row of [...answer.rows, answer.total]) t.strictSame(imbalances(row), [], by);
    if (by !== 'day') t.strictSame(parentImbalances(answer.total, answer.rows), [], by);
  }
});

test('rows say what they stand for, in an order that readers expect', async (t) => {
  const rows = async (by: string) => (await get(`/v1/figures?scope=H57&period=2024-Q1&by=${by}`)).body.rows;
  t.match(await rows('authority'), [{ authority: 'H57.31', name: 'UBND phường Phú Hội', level: 'commune' }, { authority: 'H57.99', name: null, level: 'unknown' }]);
  t.match(await rows('procedure'), [{ procedure: '1.001234', name: 'Đăng ký khai sinh', field: 'G03-HT01', received: 2 }]);
  t.match(await rows('field'), [{ field: 'G03-HT01', name: 'Hộ tịch', received: 2 }]);
  t.match(await rows('channel'), [{ channel: 'online', received: 1 }, { channel: 'in_person', received: 0, openingReceived: 1 }, { channel: 'postal', received: 1 }]);
});

test('each day opens with what the day before closed with', async (t) => {
  const { rows } = (await get('/v1/figures?scope=H57&period=2024-Q1&by=day')).body;
  t.equal(rows.length, 91);
  t.match(rows.at(0), { day: '2023-12-15', openingReceived: 1, inProgress: 1 });
  t.match(rows.at(-1), { day: '2024-03-14', openingReceived: 2, inProgress: 2 });
  t.match(rows.find(({ day }: { day: string }) => day === '2023-12-21'), { openingAwaiting: 1, received: 1, awaitingReception: 0, closingReceived: 2 });
  for (const [index, row] of rows.entries()) {
    if (index === 0) continue;
    t.equal(row.openingReceived, rows[index - 1].closingReceived, row.day);
    t.equal(row.openingAwaiting, rows[index - 1].awaitingReception, row.day);
  }
});

test('an answer that has not changed is not sent again', async (t) => {
  const url = '/v1/figures?scope=H57&period=2024-Q1';
  const first = await get(url);
  const etag = String(first.headers['etag']);
  t.match(await get(url, { 'if-none-match': `W/"other", ${etag}` }), { status: 304, body: undefined });
  t.match(await get(url, { 'if-none-match': '"other"' }), { status: 200 });
  t.not((await get(`${url}&by=field`)).headers['etag'], etag, 'another question has another tag');
});

test('a question that cannot be answered gets a problem that says why', async (t) => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['/v1/figures?scope=H99&period=2024-Q1', 404, 'SCOPE_UNKNOWN'],
    ['/v1/figures?scope=H57&period=2024-Q5', 400, 'PARAMETER_INVALID'],
    ['/v1/figures?scope=H57&period=2024-Q1&by=person', 400, 'PARAMETER_INVALID'],
    ['/v1/figures?scope=H57&period=2024-Q1&rule=none', 400, 'PARAMETER_INVALID'],
    ['/v1/figures?scope=H57&period=2020-01-01..2024-01-01&by=day', 400, 'PARAMETER_INVALID'],
    ['/v1/figures?scope=H57&period=2024-Q1&byy=day', 400, 'PARAMETER_INVALID'],
    ['/v1/figures?scope=H57', 400, 'PARAMETER_INVALID'],
    [`/v1/figures?scope=${encodeURIComponent("H57' or true --")}&period=2024-Q1`, 400, 'PARAMETER_INVALID'],
    ['/v1/dossiers/H57.31-240105-9999', 404, 'DOSSIER_UNKNOWN'],
    ['/v1/dossiers/nothing', 400, 'PARAMETER_INVALID'],
    ['/v1/findings?after=abc', 400, 'PARAMETER_INVALID'],
    ['/v1/findings?limit=0', 400, 'PARAMETER_INVALID'],
    ...['\u0000', 'a\u0000', '\u001f'].map((subject) =>
      [`/v1/findings?after=${Buffer.from(JSON.stringify(['unknown_authority', subject, 1, 0])).toString('base64url')}`, 400, 'PARAMETER_INVALID'] as const),
    ...['scope=%00&period=2024-Q1', 'scope=H57%00&period=2024-Q1', 'scope=H57&period=2024-Q1%00', 'scope=H57&period=%00', 'scope=H57&period=2024-Q1&scheme=%00',
      'scope=H57&period=2024-Q1&by=%00', 'scope=H57&period=2024-Q1&rule=nd61%00', 'scope=H57&period=2024-Q1&%00=1', 'scope=H57%0a&period=2024-Q1', 'scope=H57&scope=H57&period=2024-Q1',
    ].map((query) => [`/v1/figures?${query}`, 400, 'PARAMETER_INVALID'] as const),
    ...['kind=%00', 'kind=unknown_authority%00', 'limit=%00', 'limit=1%00', 'after=%00', 'after='].map((query) => [`/v1/findings?${query}`, 400, 'PARAMETER_INVALID'] as const),
    ...['%00', 'H57.31-231220-0001%00', 'H57.31-231220-0001%0a'].map((code) => [`/v1/dossiers/${code}`, 400, 'PARAMETER_INVALID'] as const),
  ];
  for (const [url, status, code] of cases) t.match(await get(url), { status, body: { code }, headers: { 'content-type': /^application\/problem\+json/ } }, url);
});

test('a dossier shows where it stands and which event moved it how, inverses included', async (t) => {
  const { body } = await get(`/v1/dossiers/${LATE_NEWS}`);
  t.match(body, {
    code: LATE_NEWS, asOf: { position: 6 },
    situation: {
      class: 'resolved_early', classLabel: 'Đã giải quyết trước hạn', authority: { code: 'H57.31', name: 'UBND phường Phú Hội' },
      procedure: { code: '1.001234', name: 'Đăng ký khai sinh' }, channel: 'online', dueAt: '2024-01-05T10:00:00.000Z', resolvedAt: '2024-01-04T03:00:00.000Z',
    },
  });
  t.strictSame(body.timeline.map(({ position, label, state }: Record<string, unknown>) => [position, label, state]), [
    [2, 'Nộp hồ sơ trực tuyến', 'posted'], [3, 'Tiếp nhận hồ sơ', 'posted'], [4, 'Quá hạn trả kết quả', 'posted'], [5, 'Đã giải quyết xong', 'posted'],
  ]);
  t.match(body.timeline[1], { occurredAt: '2023-12-21T01:00:00.000Z', facts: { authority: 'H57.31', dueAt: '2024-01-05T10:00:00.000Z' } });
  t.match(body.timeline[3].movements, [
    { cause: 'overdue', inverted: true, followsFrom: 4, effectiveOn: '2024-01-05', from: { class: 'in_progress' }, to: { class: 'overdue' } },
    { cause: 'resolved', inverted: false, followsFrom: 5, effectiveOn: '2024-01-04', from: { class: 'in_progress' }, to: { class: 'resolved_early' } },
  ]);
});

test('an event that the ledger has not come to is shown as waiting', async (t) => {
  const { get } = await served(t, { postedTo: 3 });
  const { body } = await get(`/v1/dossiers/${LATE_NEWS}`);
  t.strictSame(body.timeline.map(({ state }: Record<string, unknown>) => state), ['posted', 'posted', 'waiting', 'waiting']);
  t.equal(body.situation.class, 'in_progress');
  const undeclared = (await get(`/v1/dossiers/${UNDECLARED}`)).body;
  t.match(undeclared, { situation: null, timeline: [{ state: 'waiting' }] });
  t.strictSame(undeclared.timeline.map(({ movements }: Record<string, unknown>) => movements), [[]]);
});

test('findings are counted by kind and read page by page', async (t) => {
  t.match((await get('/v1/findings/summary')).body, {
    includesRefused: false, rows: [{ kind: 'no_due_date', count: 1 }, { kind: 'unknown_authority', label: 'Cơ quan chưa được khai báo', severity: 'warning', count: 2 }], total: { count: 3 },
  });
  const first = await get('/v1/findings?limit=2');
  t.match(first.body, {
    findings: [{ kind: 'no_due_date' }, { kind: 'unknown_authority', position: 5, detail: { code: 'H57.99' } }],
  });
  const second = await get(`/v1/findings?limit=2&after=${first.body.next}`);
  t.match(second.body, { findings: [{ kind: 'unknown_authority', position: 6 }], next: null });
  t.match((await get('/v1/findings?kind=no_due_date')).body, { findings: [{ kind: 'no_due_date' }], next: null });
});

test('the definitions and the description of the interface name every figure', async (t) => {
  const { body } = await get('/v1/definitions');
  t.strictSame(body.figures.map(({ id }: { id: string }) => id), definitions.map(({ id }) => id));
  const sum = (...figures: readonly string[]) => figures.map((figure) => ({ figure, sign: 1 }));
  t.match(body.indicators, [{
    id: 'portalOnTime', rate: 'onTimeReceivedPortalPercent', rule: 'portal-766', numerator: sum('resolvedOnTime', 'withinLimit'), denominator: sum('resolved', 'closingReceived'), maximumPoints: 20,
  }]);
  t.strictSame(body.rates.map(({ id }: { id: string }) => id), rateDefinitions.map(({ id }) => id));
  t.match(body.rates, [
    { id: 'onlineRatePercent', kind: 'online', isDefault: true, rule: null, numerator: sum('receivedOnline'), denominator: sum('received') }, { kind: 'resolved' },
    { id: 'onTimeRatePercent', kind: 'on-time', isDefault: true, rounding: 'half up to two decimals' }, { kind: 'on-time', isDefault: false },
  ]);
  const paths = (await get('/openapi.json')).body.paths;
  t.strictSame(Object.keys(paths).filter((path) => path.startsWith('/v1/')).toSorted(), [
    '/v1/apology-duties', '/v1/apology-duties/list', '/v1/comparisons', '/v1/definitions', '/v1/delays', '/v1/dossiers/{code}', '/v1/dossiers/{code}/apology-letter',
    '/v1/dossiers/{code}/due-date', '/v1/due', '/v1/editions/{id}/diff', '/v1/editions/{id}/diff/dossiers', '/v1/feedback/{code}', '/v1/figures', '/v1/figures/{figure}/dossiers',
    '/v1/figures/{figure}/events', '/v1/findings', '/v1/findings/summary', '/v1/indicators', '/v1/overdue', '/v1/periods', '/v1/rates', '/v1/report-checks',
  ]);
  t.match(JSON.stringify(paths['/v1/figures']), /Tiếp nhận trong kỳ/);
});

/** The service over a ledger that the arrivals were played into. */
async function served(t: Pick<Test, 'teardown'>, options: Parameters<Ledger['play']>[1] = {}) {
  const { database, store, play } = await openLedger(t);
  await play(arrivals, options);
  const log = pino({ level: 'silent' });
  const server: HttpServer = await createHttpServer({ log, title: 'test', version: '1', registry: new Registry() });
  await server.register(statisticsPlugin({ database, store, log }));
  t.teardown(() => server.close());
  return {
    get: async (url: string, headers: Readonly<Record<string, string>> = {}) => {
      const answer = await server.inject({ url, headers: { host: '127.0.0.1', ...headers } });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? undefined : answer.json() };
    },
  };
}
