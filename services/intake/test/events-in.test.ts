import { eventKey, overdueMarkId } from '@motcua/kernel';
import { test } from 'tap';
import { authority, BATCH, code, CODE, event, LINES, lines, overdueMark, placement, readLines, received, resolved } from './events.ts';
import type { Sent } from './events.ts';
import { intakeFor, NOW, prepare } from './intake.ts';

test('takes one event into the log and says where it stands', async (t) => {
  const intake = await intakeFor(t);
  const sent = received(CODE, { actorunit: 'H57.01', actorrole: 'receiving_officer', commandid: 'c-1', schemaversion: 1, datacontenttype: 'application/json' });
  const answer = await intake.post(JSON.stringify(sent));
  t.equal(answer.statusCode, 201);
  t.match(answer.json(), { index: 0, id: sent['id'], status: 'accepted', position: 1 });
  const [recorded] = await intake.log();
  t.match(recorded, {
    id: eventKey('urn:counter:1', String(sent['id'])), stream: `dossier-${CODE}`, subject: CODE, type: 'DossierReceived', source: 'urn:counter:1', sourceId: sent['id'],
    occurredAt: '2024-01-05T01:12:00.000Z', commandId: 'c-1', actor: { unit: 'H57.01', role: 'receiving_officer' },
    data: { authority: 'H57.01', channel: 'in_person', dueAt: '2024-01-19T10:00:00.000Z' },
  });
});

test('takes the plain JSON media type for one event too', async (t) => {
  const intake = await intakeFor(t);
  t.equal((await intake.post(JSON.stringify(received()), 'application/json; charset=utf-8')).statusCode, 201);
});

test('answers a repeated event as a duplicate at its first position, whatever came after it', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(lines(received(), resolved()), LINES);
  const again = await intake.post(JSON.stringify(received()));
  t.equal(again.statusCode, 200);
  t.match(again.json(), { status: 'duplicate', position: 1 });
  t.equal((await intake.log()).length, 2);
});

test('a batch sent again changes nothing, also by an intake that remembers nothing', async (t) => {
  const database = await prepare(t);
  const intake = await intakeFor(t, {}, database);
  const batch = JSON.stringify([received(), resolved(), received(code(2))]);
  const first = (await intake.post(batch, BATCH)).json();
  t.strictSame(first.map((one: { status: string }) => one.status), ['accepted', 'accepted', 'accepted']);
  for (const next of [intake, await intakeFor(t, {}, database)]) {
    const second = (await next.post(batch, BATCH)).json();
    t.strictSame(second.map((one: { status: string }) => one.status), ['duplicate', 'duplicate', 'duplicate']);
    t.strictSame(second.map((one: { position: number }) => one.position), first.map((one: { position: number }) => one.position));
  }
  t.equal((await intake.log()).length, 3);
});

test('knows the same event again within one request', async (t) => {
  const intake = await intakeFor(t);
  const answers = readLines((await intake.post(lines(received(), received(), resolved(), received()), LINES)).body);
  t.strictSame(answers.map(({ status, position }) => [status, position]), [['accepted', 1], ['duplicate', 1], ['accepted', 2], ['duplicate', 1]]);
});

test('refuses an id that was used before with other content', async (t) => {
  const intake = await intakeFor(t);
  const other = { ...received(), data: { ...placement, channel: 'postal' } };
  const elsewhere = { ...received(code(9)), id: received()['id'] };
  t.equal((await intake.post(lines(received(), other), LINES)).statusCode, 200);
  for (const [what, sent] of [['in its own dossier', other], ['in another dossier', elsewhere]] as const) {
    const answer = await intake.post(JSON.stringify(sent));
    t.equal(answer.statusCode, 409, what);
    t.match(answer.json(), { code: 'EVENT_ID_REUSED', errors: [{ pointer: '/id' }] }, what);
  }
  t.equal((await intake.log()).length, 1);
});

test('a reused id among the new events of a dossier does not take the others down', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(JSON.stringify(received(code(2), { id: 'shared' })));
  const answers = readLines((await intake.post(lines(received(), event('SupplementRequested', '2024-01-08T09:00:00+07:00', {}, { id: 'shared' }), resolved()), LINES)).body);
  t.strictSame(answers.map(({ status, code: reason }) => [status, reason]), [['accepted', undefined], ['refused', 'EVENT_ID_REUSED'], ['accepted', undefined]]);
});

test('a refused item never takes its neighbours down, and later ones are decided without it', async (t) => {
  const intake = await intakeFor(t);
  const answers = (await intake.post(JSON.stringify([
    received(), resolved(code(2)), event('SupplementReceived', '2024-01-08T09:00:00+07:00', {}), { nonsense: 1 }, resolved(), received(code(3)),
  ]), BATCH)).json();
  t.strictSame(answers.map((one: { status: string; code?: string }) => one.code ?? one.status),
    ['accepted', 'DOSSIER_UNKNOWN', 'SUPPLEMENT_NOT_REQUESTED', 'EVENT_INVALID', 'accepted', 'accepted']);
  t.strictSame(answers.map((one: { index: number }) => one.index), [0, 1, 2, 3, 4, 5]);
});

test('several events of one dossier in one request are decided one after another', async (t) => {
  const intake = await intakeFor(t);
  const answers = readLines((await intake.post(lines(
    event('DossierSubmitted', '2024-01-04T20:00:00+07:00', placement), received(CODE, { data: { ...placement, channel: 'online', dueAt: '2024-01-19' } }),
    event('SupplementRequested', '2024-01-08T09:00:00+07:00', {}), event('SupplementReceived', '2024-01-10T09:00:00+07:00', { dueAt: '2024-01-25' }), resolved(),
    event('ResultReady', '2024-01-17T16:00:00+07:00', {}), event('ResultReturned', '2024-01-18T09:00:00+07:00', { method: 'counter' }), resolved(CODE, { id: 'second' }),
  ), LINES)).body);
  t.strictSame(answers.map(({ status }) => status), [...Array<string>(7).fill('accepted'), 'refused']);
  t.equal(answers[7]?.['code'], 'DOSSIER_CLOSED');
});

test('remembers dossiers without trusting its memory', async (t) => {
  const intake = await intakeFor(t, { limits: { cachedDossiers: 1 } });
  await intake.post(lines(received(code(1)), received(code(2)), received(code(3))), LINES);
  const answers = readLines((await intake.post(lines(resolved(code(1)), resolved(code(2)), resolved(code(3)), resolved(code(1), { id: 'x' })), LINES)).body);
  t.strictSame(answers.map(({ status, code: reason }) => reason ?? status), ['accepted', 'accepted', 'accepted', 'DOSSIER_CLOSED']);
});

test('takes an overdue mark only from the clock, with the id and time that follow from it', async (t) => {
  const intake = await intakeFor(t);
  const due = '2024-01-19T10:00:00.000Z';
  await intake.post(JSON.stringify(received()));
  const table = [
    [overdueMark(CODE, due, { source: 'urn:counter:1' }), '/source'],
    [overdueMark(CODE, due, { id: 'mine' }), '/id'],
    [overdueMark(CODE, due, { time: '2024-01-19T10:01:00.000Z' }), '/time'],
    [overdueMark(CODE, due, { id: overdueMarkId(CODE, 'nd99', due), data: { rule: 'nd99', dueAt: due } }), '/data/rule'],
  ] as const;
  for (const [sent, pointer] of table) {
    const answer = await intake.post(JSON.stringify(sent));
    t.equal(answer.statusCode, 422, pointer);
    t.match(answer.json(), { code: 'EVENT_INVALID', errors: [{ pointer }] });
  }
  t.equal((await intake.post(JSON.stringify(overdueMark(CODE, due)))).statusCode, 201);
  t.equal((await intake.post(JSON.stringify(overdueMark(CODE, due)))).json().status, 'duplicate');
});

test('takes nothing but marks from the clock and nothing at all in the name of the operator', async (t) => {
  const intake = await intakeFor(t);
  const due = '2024-01-19T10:00:00.000Z';
  const reserved = { code: 'EVENT_INVALID', errors: [{ pointer: '/source', detail: /reserved/ }] };
  for (const source of ['urn:motcua:clock', 'urn:motcua:operator']) {
    const dossier = await intake.post(JSON.stringify(received(CODE, { source, id: overdueMarkId(CODE, 'nd61', due) })));
    t.equal(dossier.statusCode, 422, source);
    t.match(dossier.json(), reserved, source);
    t.match((await intake.post(JSON.stringify(authority({ source })), undefined, {}, '/v1/reference-events')).json(), reserved, source);
  }
  t.match((await intake.post(JSON.stringify(overdueMark(CODE, due, { source: 'urn:motcua:operator' })))).json(), reserved);
  const answers = readLines((await intake.post(lines(received(), overdueMark(CODE, due)), LINES)).body);
  t.strictSame(answers.map(({ status }) => status), ['accepted', 'accepted'], 'nobody has taken the id of the mark');
});

test('refuses an overdue mark before its due date has passed', async (t) => {
  const { post } = await intakeFor(t);
  await post(JSON.stringify(received(CODE)));
  const dueAt = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
  const answer = await post(JSON.stringify(overdueMark(CODE, dueAt(0))));
  t.match([answer.statusCode, answer.json()], [422, { code: 'EVENT_INVALID', errors: [{ pointer: '/data/dueAt', detail: 'has not passed yet' }] }]);
  t.equal((await post(JSON.stringify(overdueMark(CODE, dueAt(-1))))).statusCode, 201);
});

test('refuses a correction to a time more than a day ahead of its clock', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(lines(event('DossierSubmitted', '2024-01-04T08:00:00+07:00', placement), received(), resolved()), LINES);
  const corrected = (field: string, old: string, value: string) =>
    JSON.stringify(event('DossierCorrected', '2024-01-18T08:00:00+07:00', { field, old, new: value, reason: 'typing_error' }, { id: `${field}-${value.slice(0, 10)}` }));
  for (const [field, old] of [['submittedAt', '2024-01-04T08:00:00+07:00'], ['receivedAt', '2024-01-05T08:12:00+07:00'], ['resolvedAt', '2024-01-17T15:00:00+07:00']] as const) {
    const answer = await intake.post(corrected(field, old, '2024-03-21T08:01:00+07:00'));
    t.equal(answer.statusCode, 422, field);
    t.match(answer.json(), { code: 'EVENT_INVALID', errors: [{ pointer: '/data/new', detail: /24 hours/ }] }, field);
  }
  t.equal((await intake.post(corrected('resolvedAt', '2024-01-17T15:00:00+07:00', '2024-03-21T08:00:00+07:00'))).statusCode, 201);
  t.equal((await intake.post(corrected('dueAt', '2024-01-19', '2024-12-02'))).statusCode, 201, 'a due date lies ahead');
});

test('refuses declarations under reserved words and of an authority under itself', async (t) => {
  const intake = await intakeFor(t);
  const declare = (sent: Sent) => intake.post(JSON.stringify(sent), undefined, {}, '/v1/reference-events');
  const procedure = (subject: string) => event('ProcedureDeclared', '2024-01-01T08:00:00+07:00',
    { name: 'Đăng ký khai sinh', field: 'G03', fieldName: 'Hộ tịch', level: 'commune', validFrom: '2020-01-01' }, { subject });
  const own = authority({ data: { name: 'Sở Tư pháp', level: 'province', parent: 'H57.01', validFrom: '2020-01-01' } });
  for (const [sent, pointer, detail] of [
    [authority({ subject: 'unknown' }), '/subject', /is a reserved word/], [authority({ subject: 'VN' }), '/subject', /is a reserved word/],
    [procedure('unknown'), '/subject', /is a reserved word/], [own, '/data/parent', /is the authority itself/],
  ] as const) {
    const answer = await declare(sent);
    t.equal(answer.statusCode, 422);
    t.match(answer.json(), { code: 'EVENT_INVALID', detail, errors: [{ pointer, detail }] });
  }
  t.equal((await declare(procedure('VN'))).statusCode, 201, 'no scope is a procedure');
});

test('refuses an event from more than a day ahead of its clock', async (t) => {
  const intake = await intakeFor(t);
  const answer = await intake.post(JSON.stringify(received(CODE, { time: '2024-03-21T08:01:00+07:00' })));
  t.equal(answer.statusCode, 422);
  t.match(answer.json(), { code: 'EVENT_INVALID', errors: [{ pointer: '/time', detail: /24 hours/ }] });
  t.equal((await intake.post(JSON.stringify(received(CODE, { time: '2024-03-21T08:00:00+07:00', data: { ...placement, channel: 'postal' } })))).statusCode, 201);
});

test('refuses what only a closing writes, at every address', async (t) => {
  const intake = await intakeFor(t);
  for (const type of ['EditionPart', 'PeriodClosed']) {
    for (const url of ['/v1/dossier-events', '/v1/reference-events']) {
      const answer = await intake.post(JSON.stringify(event(type, '2024-03-20T08:00:00+07:00', { edition: 'vpcp-15-14-H57-2023-Q4-1' }, { subject: 'vpcp-15-14-H57-2023-Q4' })), undefined, {}, url);
      t.match({ status: answer.statusCode, problem: answer.json() }, { status: 422, problem: { code: 'EVENT_TYPE_UNKNOWN', errors: [{ pointer: '/type' }] } }, `${type} at ${url}`);
    }
  }
  t.strictSame(await intake.log(), []);
});

test('takes declarations of authorities and procedures at an address of their own', async (t) => {
  const intake = await intakeFor(t);
  const procedure = event('ProcedureDeclared', '2024-01-01T08:00:00+07:00',
    { name: 'Đăng ký khai sinh', field: 'G03', fieldName: 'Hộ tịch', level: 'commune', validFrom: '2020-01-01', validTo: '2025-12-31' }, { subject: '1.001193' });
  const reference = (payload: string, type?: string) => intake.post(payload, type, {}, '/v1/reference-events');
  const answers = readLines((await reference(lines(authority(), procedure, authority(), authority({ id: 'again' })), LINES)).body);
  t.strictSame(answers.map(({ status }) => status), ['accepted', 'accepted', 'duplicate', 'accepted']);
  t.strictSame((await intake.log()).map(({ stream }) => stream).toSorted(), ['authority-H57.01', 'authority-H57.01', 'procedure-1.001193']);
  t.match((await reference(JSON.stringify(received()))).json(), { code: 'EVENT_TYPE_UNKNOWN', detail: /\/v1\/dossier-events/ });
  t.match((await intake.post(JSON.stringify(authority()))).json(), { code: 'EVENT_TYPE_UNKNOWN', detail: /\/v1\/reference-events/ });
  t.match((await reference(JSON.stringify(authority({ data: { name: 'A', level: 'province', parent: null, validFrom: '2024-02-30' } })))).json(), { code: 'EVENT_INVALID', errors: [{ pointer: '/data/validFrom' }] });
});
