import { createHttpServer, listen } from '@motcua/http';
import { definitions } from '@motcua/ledger';
import { openWholeList, statisticsPlugin } from '@motcua/statistics';
import { fellOverdue, happened, until, vietnamTime } from '@motcua/testkit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { t as file, test } from 'tap';
import { listText } from '../src/lists/list-text.ts';
import { openLedger } from './ledger-fixture.ts';
import type { Arrival } from './ledger-fixture.ts';
import { served } from './served.ts';

const placed = { authority: 'H57.31', procedure: '1.001234', field: 'G03-HT01', receivingUnit: 'H57.31', channel: 'online' } as const;
const LATE_NEWS = 'H57.31-231220-0001';
const arrivals: readonly Arrival[] = [
  { dossier: LATE_NEWS, event: happened('DossierReceived', '2023-12-21 08:00', { ...placed, dueAt: '2024-01-05' }) },
  { dossier: LATE_NEWS, event: fellOverdue(LATE_NEWS, vietnamTime('2024-01-05 17:00')) },
  { dossier: 'H57.31-240102-0001', event: happened('DossierReceived', '2024-01-02 08:00', { ...placed, dueAt: '2024-02-09' }) },
  { dossier: LATE_NEWS, event: happened('DossierResolved', '2024-01-04 10:00', {}) },
];
const { get, ledger } = await served(file, arrivals, '2024-02-01 08:00');
const QUESTION = 'scope=H57&period=2024-Q1&by=level';

test('what is recorded later changes nothing as of an earlier position, whatever its date', async (t) => {
  const before = await served(t, arrivals.slice(0, 3), '2024-02-01 08:00');
  const [then, now] = [await before.get(`/v1/figures?${QUESTION}`), await get(`/v1/figures?${QUESTION}&asOf=3`)];
  t.match(then.body, { asOf: { position: 3 }, total: { overdue: 1, resolved: 0, inProgress: 2 } });
  t.strictSame({ ...now.body, asOf: undefined }, { ...then.body, asOf: undefined }, 'the links are pinned to the same position');
  t.match((await get(`/v1/figures?${QUESTION}`)).body.total, { overdue: 0, fellOverdue: 0, resolved: 1, resolvedEarly: 1, inProgress: 1 });
  t.match((await get(`/v1/figures/overdue/dossiers?${QUESTION}&asOf=3`)).body, { asOf: { position: 3 }, figure: 'overdue', version: 1, dossiers: [{ dossier: LATE_NEWS, amount: 1 }], next: null });
});

test('the events behind a figure are those that count there, with what is known of them', async (t) => {
  const { events } = (await get(`/v1/figures/overdue/events?${QUESTION}&asOf=3`)).body;
  t.match(events, [{
    dossier: LATE_NEWS, amount: 1, effectiveOn: '2024-01-05', type: 'DossierFellOverdue', typeLabel: 'Quá hạn trả kết quả', occurredAt: '2024-01-05T10:00:00.000Z',
    class: 'overdue', classLabel: 'Đang giải quyết, quá hạn', side: 'to', cause: 'overdue', causeLabel: 'Quá hạn', inverted: false, position: 2, recordedAt: /Z$/,
  }]);
  t.equal(events.length, 1);
  t.strictSame((await get(`/v1/figures/overdue/events?${QUESTION}`)).body.events, [], 'taken back since');
  const { body: { events: received } } = await get(`/v1/figures/closingReceived/events?${QUESTION}&asOf=3`);
  t.strictSame(received.map(({ type, side, amount }: Readonly<Record<string, unknown>>) => [type, side, amount]),
    [['DossierReceived', 'to', 1], ['DossierFellOverdue', 'from', -1], ['DossierFellOverdue', 'to', 1], ['DossierReceived', 'to', 1]]);
});

test('an instant stands for all that the log held then', async (t) => {
  const recorded = await ledger.store.readAll(0, 10);
  for (const { recordedAt } of recorded) {
    const position = recorded.filter((other) => other.recordedAt <= recordedAt).length;
    const { body } = await get(`/v1/figures?${QUESTION}&asOf=${encodeURIComponent(recordedAt)}`);
    t.strictSame(body.asOf, { position, recordedAt });
    const local = new Date(Date.parse(recordedAt) + 7 * 3_600_000).toISOString().replace('Z', '+07:00');
    t.strictSame((await get(`/v1/figures?${QUESTION}&asOf=${encodeURIComponent(local)}`)).body, body, 'in another offset');
  }
  const before = (await get(`/v1/figures?${QUESTION}&asOf=2020-01-01T00:00:00Z`)).body;
  t.match(before, { asOf: { position: 0, recordedAt: null }, total: { received: 0, inProgress: 0 } });
  t.strictSame(before.rows, []);
  t.match((await get(`/v1/figures?${QUESTION}&asOf=0`)).body, { asOf: { position: 0, recordedAt: null } });
});

test('a period is cut at the end of a day', async (t) => {
  const { body } = await get(`/v1/figures?${QUESTION}&until=2023-12-31`);
  t.match(body, { period: { to: '2024-03-14' }, until: '2023-12-31', total: { received: 1, inProgress: 1, resolved: 0 } });
  t.match(body.total.links, { dossiers: `/v1/figures/{figure}/dossiers?scope=H57&period=2024-Q1&scheme=vpcp-15-14&by=level&rule=nd61&until=2023-12-31&asOf=4` });
  const byDay = (await get('/v1/figures?scope=H57&period=2024-Q1&by=day&until=2024-01-04')).body;
  t.match([byDay.rows.length, byDay.rows.at(-1)], [21, { day: '2024-01-04', resolved: 1, links: { events: /&row=2024-01-04&asOf=4$/ } }]);
});

test('the tag of an answer depends on what it is as of, however that was asked for, and on the day of the cut', async (t) => {
  const tag = async (more: string) => String((await get(`/v1/figures?${QUESTION}${more}`)).headers['etag']);
  const recordedAt = (await ledger.store.readAll(2, 1))[0]?.recordedAt ?? '';
  const tags = [await tag(''), await tag('&asOf=3'), await tag('&asOf=3&until=2024-01-31'), await tag('&until=2024-01-31')];
  t.equal(new Set(tags).size, 4);
  t.equal(await tag('&asOf=4'), tags[0], 'all that is posted');
  if ((await ledger.store.readAll(3, 1))[0]?.recordedAt !== recordedAt) t.equal(await tag(`&asOf=${recordedAt}`), tags[1]);
});

test('a rate as of an earlier position opens to its numerator and denominator', async (t) => {
  const { body } = await get(`/v1/rates?${QUESTION}&rate=onTimeRatePercent&asOf=3`);
  t.match(body, { asOf: { position: 3 }, total: { numerator: 0, denominator: 0, percent: null, links: { dossiers: /\{figure\}.*asOf=3$/ } } });
  t.match((await get(`/v1/rates?${QUESTION}`)).body.total, { numerator: 1, denominator: 1, percent: 100 });
});

test('what cannot be asked gets a problem that says why', async (t) => {
  const figures = `/v1/figures?${QUESTION}`;
  const list = `/v1/figures/received/events?${QUESTION}`;
  const cases: readonly (readonly [string, number, string, RegExp])[] = [
    [`${figures}&asOf=5`, 409, 'AS_OF_AHEAD', /posted up to position 4, not yet to position 5/], [`${list}&asOf=99`, 409, 'AS_OF_AHEAD', /position 4/], [`${list}&asOf=99&format=csv`, 409, 'AS_OF_AHEAD', /position 4/],
    [`${figures}&asOf=yesterday`, 400, 'PARAMETER_INVALID', /position of the log/], [`${figures}&asOf=2024-01-01`, 400, 'PARAMETER_INVALID', /instant/], [`${figures}&asOf=-1`, 400, 'PARAMETER_INVALID', /position/],
    [`${figures}&until=2024-03-15`, 400, 'PARAMETER_INVALID', /day of the period/], [`${figures}&until=2024-02-30`, 400, 'PARAMETER_INVALID', /day of the period/],
    [`${list}&format=csv&limit=5`, 400, 'PARAMETER_INVALID', /given whole/], [`${list}&format=xml`, 400, 'PARAMETER_INVALID', /./], [`${list}&after=abc`, 400, 'PARAMETER_INVALID', /next/],
    [`${list}&after=${Buffer.from('["a\\u0000",1,1,1,"2024-01-01",0]').toString('base64url')}`, 400, 'PARAMETER_INVALID', /next/],
    ['/v1/figures/received/events?scope=H99&period=2024-Q1&format=ndjson', 404, 'SCOPE_UNKNOWN', /H99/], ['/v1/figures/nothing/events?scope=H57&period=2024-Q1', 400, 'PARAMETER_INVALID', /./],
    ['/v1/figures/received/dossiers?scope=H57&period=2024-Q1&by=day&row=2024-03-15', 400, 'PARAMETER_INVALID', /row of a table by day/],
    ['/v1/figures/nothing/dossiers?scope=H57&period=2024-Q1', 400, 'PARAMETER_INVALID', /one of openingReceived, received, /],
    ...(['dossiers', 'events'] as const).flatMap((kind) => [
      [`/v1/figures/received/${kind}?scope=H57&period=2024-Q1&by=level&row=ward`, 400, 'PARAMETER_INVALID', /no level "ward": .* province, district, commune, unknown;/] as const,
      [`/v1/figures/received/${kind}?scope=H57&period=2024-Q1&by=field&row=%3F`, 400, 'PARAMETER_INVALID', /\/row is no row of any table: .* codes such as H57\.31, G03-GD06/] as const,
      [`/v1/figures/received/${kind}?scope=H57&period=2024-Q1&by=channel&row=fax&format=csv`, 400, 'PARAMETER_INVALID', /no channel "fax": .* online, in_person, postal, unknown;/] as const,
    ]),
    [`${figures}&asOf=2099-01-01T00:00:00Z`, 409, 'AS_OF_AHEAD', /2099-01-01T00:00:00.000Z lies ahead: .*has passed/], [`${list}&asOf=2099-01-01T00:00:00Z`, 409, 'AS_OF_AHEAD', /lies ahead/],
  ];
  for (const [url, status, code, detail] of cases) t.match(await get(url), { status, body: { code, detail }, headers: { 'content-type': /^application\/problem\+json/ } }, url);
  t.equal(ledger.database.pool.totalCount, ledger.database.pool.idleCount, 'and no connection is kept');
});

test('a row that is a code may be one that nobody has declared', async (t) => {
  for (const by of ['authority', 'field', 'procedure']) {
    const { status, body } = await get(`/v1/figures/received/dossiers?scope=H57&period=2024-Q1&by=${by}&row=H57.99`);
    t.strictSame([status, body.dossiers, body.next], [200, [], null], by);
  }
});

test('a page of another question is refused, and one of another size is the same question', async (t) => {
  const lists = ['dossiers', 'events'].map((kind) => `/v1/figures/received/${kind}?${QUESTION}`);
  for (const url of lists) {
    const { next } = (await get(`${url}&limit=1`)).body;
    t.match(await get(`${url}&limit=5&after=${next}`), { status: 200, body: { next: null } });
    const others = [url.replace('received', 'closingReceived'), `${url}&row=commune`, `${url}&asOf=3`, url.replace('2024-Q1', '2024'), url.replace('by=level', 'by=channel'), ...lists.filter((other) => other !== url)];
    for (const other of others) t.match(await get(`${other}&after=${next}`), { status: 400, body: { code: 'PARAMETER_INVALID', detail: /of another question/, errors: [{ pointer: '/after' }] } }, other);
  }
});

test('a whole list is a file that says what it is as of, and each row by which definition it counts', async (t) => {
  const csv = await get(`/v1/figures/received/events?${QUESTION}&format=csv`);
  t.match(csv.headers, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="events-received-H57-2024-Q1-as-of-4.csv"' });
  t.strictSame([...csv.bytes.subarray(0, 3)], [0xEF, 0xBB, 0xBF]);
  t.match(csv.bytes.toString('utf8'), /^.dossier,amount,effectiveOn,type,typeLabel,occurredAt,class,classLabel,side,cause,causeLabel,inverted,position,recordedAt,eventId,followsType,followsTypeLabel,followsOccurredAt,followsEventId,definition\r\nH57\.31-231220-0001,1,2023-12-21,DossierReceived,Tiếp nhận hồ sơ,/);
  const ndjson = await get(`/v1/figures/received/dossiers?${QUESTION}&format=ndjson`);
  t.equal(ndjson.bytes.toString('utf8'), `{"dossier":"${LATE_NEWS}","amount":1,"definition":"received@1"}\n{"dossier":"H57.31-240102-0001","amount":1,"definition":"received@1"}\n`);
  for (const { headers } of [csv, ndjson]) t.equal(headers['link'], '</v1/definitions>; rel="describedby"; type="application/json"');
});

test('what a spreadsheet would run is text in the CSV, and numbers stay numbers', async (t) => {
  const rows = (async function* () {
    yield [{ a: '=HYPERLINK("x")', b: -1, c: null }, { a: '@cmd', b: 2, c: 'đủ, dấu "phẩy"' }];
  })();
  let text = '';
  for await (const part of listText('csv', ['a', 'b', 'c'], rows)) text += part;
  t.equal(text, '\uFEFFa,b,c\r\n"\'=HYPERLINK(""x"")",-1,\r\n\'@cmd,2,"đủ, dấu ""phẩy"""\r\n');
});

test('a list that nobody reads to its end gives its connection back', async (t) => {
  const { database } = await openLedger(t);
  const endless = async () => ({
    asOf: { position: 1, recordedAt: null },
    batches: (async function* () {
      for (let n = 0; ; n += 1) yield [{ n }];
    })(),
  });
  const lists = [await openWholeList(database, 'csv', ['n'], endless), await openWholeList(database, 'ndjson', ['n'], endless)] as const;
  t.equal(database.pool.totalCount - database.pool.idleCount, 2);
  await lists[0].text.return?.();
  await lists[1].text.next();
  await lists[1].text.return?.();
  t.equal(database.pool.totalCount - database.pool.idleCount, 0);
  await t.rejects(openWholeList(database, 'csv', ['n'], () => Promise.reject(new TypeError('refused'))), /refused/);
  t.equal(database.pool.totalCount - database.pool.idleCount, 0);
});

test('a client that goes away ends the reading of its list', async (t) => {
  const { database, store } = await openLedger(t);
  await database.pool.query(`
    insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('H57', 'H57', '1.001', 'G01', 'online');
    insert into ledger.kind (rule, class, cause, side) values ('nd61', 'in_progress', 'received', 'to') on conflict do nothing;
    insert into ledger.journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
      select n, gen_random_uuid(), '2024-01-02', 0, place, kind, 1, false, 'H57-' || repeat('0', 150) || n from generate_series(1, 60000) n, ledger.place, ledger.kind
      where place.authority = 'H57' and class = 'in_progress' and cause = 'received' and side = 'to'`);
  const server = await createHttpServer({ log: pino({ level: 'silent' }), title: 'test', version: '1', registry: new Registry() });
  t.teardown(() => server.close());
  await server.register(statisticsPlugin({ database, store, log: pino({ level: 'silent' }) }));
  const { url } = await listen(server, { host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  const answer = await fetch(`${url}/v1/figures/received/dossiers?scope=VN&period=2024-Q1&format=ndjson`, { signal: leaving.signal });
  const reader = answer.body?.getReader();
  t.ok((await reader?.read())?.value?.length, 'it has begun');
  t.equal(database.pool.totalCount - database.pool.idleCount, 1, 'and is not at its end');
  leaving.abort();
  await until(() => database.pool.totalCount === database.pool.idleCount);
  const all = await (await fetch(`${url}/v1/figures/received/dossiers?scope=VN&period=2024-Q1&format=ndjson`)).text();
  t.equal(all.split('\n').length - 1, 60_000, 'who stays gets everything');
});

test('every figure has an id that its links take', async (t) => {
  const { total } = (await get(`/v1/figures?${QUESTION}`)).body;
  for (const { id } of definitions) {
    for (const list of ['dossiers', 'events'] as const) t.match(await get(total.links[list].replace('{figure}', id)), { status: 200, body: { figure: id, asOf: { position: 4 } } });
  }
});
