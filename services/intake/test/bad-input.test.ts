import { test } from 'tap';
import { authority, BATCH, CODE, event, LINES, lines, overdueMark, placement, readLines, received } from './events.ts';
import type { Sent } from './events.ts';
import { intakeFor } from './intake.ts';

const good = JSON.stringify(received());
const withData = (changes: Sent): string => JSON.stringify(received(CODE, { data: { ...placement, channel: 'in_person', ...changes } }));
const withTime = (time: unknown): string => JSON.stringify(received(CODE, { time, id: 'x' }));
const replaced = (part: string, by: string): string => {
  if (!good.includes(part)) throw new TypeError(`${part} is not in the event`);
  return good.replace(part, by);
};

/** What is wrong, the bytes, the status and code, the pointer (undefined: none). */
const ITEMS: readonly (readonly [string, string | Buffer, number, string, string?])[] = [
  ['malformed JSON', '{"specversion":', 400, 'JSON_MALFORMED'],
  ['a bare word', 'received', 400, 'JSON_MALFORMED'],
  ['two values', `${good} ${good}`, 400, 'JSON_MALFORMED'],
  ['invalid UTF-8', Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]), 400, 'TEXT_NOT_UTF8'],
  ['UTF-16', Buffer.from(good, 'utf16le'), 400, 'JSON_MALFORMED'],
  ['a raw NUL', replaced('H57.01', 'H57\u0000.01'), 400, 'JSON_MALFORMED'],
  ['an escaped NUL', replaced('H57.01', 'H57\\u0000.01'), 422, 'EVENT_INVALID', '/data/authority'],
  ['a lone surrogate', replaced('H57.01', '\\ud800'), 400, 'JSON_MALFORMED'],
  ['a lone surrogate as a name', replaced('"data":{', '"data":{"\\udfff":1,'), 400, 'JSON_MALFORMED'],
  ['a duplicate name', replaced('"specversion"', '"subject":"A","specversion"'), 400, 'JSON_MALFORMED'],
  ['a duplicate name within', replaced('"channel"', '"channel":"postal","channel"'), 400, 'JSON_MALFORMED'],
  ['100,000 brackets', '['.repeat(100_000), 422, 'NESTING_TOO_DEEP'],
  ['100,000 closed brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422, 'NESTING_TOO_DEEP'],
  ['17 levels', `{"data":${'['.repeat(16)}${']'.repeat(16)}}`, 422, 'NESTING_TOO_DEEP'],
  ['a number', '7', 422, 'EVENT_INVALID', ''],
  ['null', 'null', 422, 'EVENT_INVALID', ''],
  ['an array', '[1]', 422, 'EVENT_INVALID', ''],
  ['an empty object', '{}', 422, 'EVENT_INVALID', '/type'],
  ['a type that is a number', replaced('"DossierReceived"', '5'), 422, 'EVENT_INVALID', '/type'],
  ['an unknown type', replaced('"DossierReceived"', '"DossierEaten"'), 422, 'EVENT_TYPE_UNKNOWN', '/type'],
  ['a type of the language', replaced('"DossierReceived"', '"constructor"'), 422, 'EVENT_TYPE_UNKNOWN', '/type'],
  ['an unknown attribute', replaced('"data"', '"hoTen":"Nguyễn Văn A","data"'), 422, 'EVENT_INVALID', '/hoTen'],
  ['an unknown field', withData({ cccd: '079123456789' }), 422, 'EVENT_INVALID', '/data/cccd'],
  ['a field with a slash', withData({ 'a/b~c': 1 }), 422, 'EVENT_INVALID', '/data/a~1b~0c'],
  ['a __proto__ key', replaced('"data":{', '"data":{"__proto__":{"authority":"H57.02"},'), 422, 'EVENT_INVALID', '/data/__proto__'],
  ['a __proto__ key outside', replaced('{"specversion"', '{"__proto__":{},"specversion"'), 422, 'EVENT_INVALID', '/__proto__'],
  ['a missing field', replaced('"authority":"H57.01",', ''), 422, 'EVENT_INVALID', '/data/authority'],
  ['data missing', JSON.stringify({ ...received(), data: undefined }), 422, 'EVENT_INVALID', '/data'],
  ['data as text', JSON.stringify({ ...received(), data: 'x' }), 422, 'EVENT_INVALID', '/data'],
  ['a number as text', withData({ limit: { amount: '10', unit: 'working_days' } }), 422, 'EVENT_INVALID', '/data/limit/amount'],
  ['a text as number', withData({ authority: 57 }), 422, 'EVENT_INVALID', '/data/authority'],
  ['a number too large for a double', replaced('"channel"', '"limit":{"amount":1e999,"unit":"hours"},"channel"'), 422, 'EVENT_INVALID', '/data/limit/amount'],
  ['a fraction', withData({ limit: { amount: 1.5, unit: 'hours' } }), 422, 'EVENT_INVALID', '/data/limit/amount'],
  ['year 9999', withTime('9999-01-05T08:12:00+07:00'), 422, 'EVENT_INVALID', '/time'],
  ['before 1990', withTime('1989-12-31T23:59:00+07:00'), 422, 'EVENT_INVALID', '/time'],
  ['30 February', withTime('2024-02-30T08:12:00+07:00'), 422, 'EVENT_INVALID', '/time'],
  ['24:61', withTime('2024-01-05T24:61:00+07:00'), 422, 'EVENT_INVALID', '/time'],
  ['no offset', withTime('2024-01-05T08:12:00'), 422, 'EVENT_INVALID', '/time'],
  ['a time as number', withTime(1_704_417_120_000), 422, 'EVENT_INVALID', '/time'],
  ['a due date of 30 February', withData({ dueAt: '2024-02-30' }), 422, 'EVENT_INVALID', '/data/dueAt'],
  ['a due date in the year 9999', withData({ dueAt: '9999-12-31' }), 422, 'EVENT_INVALID', '/data/dueAt'],
  ['a due date before the reception', withData({ dueAt: '2024-01-02' }), 409, 'DUE_BEFORE_START'],
  ['another version of CloudEvents', replaced('"1.0"', '"0.3"'), 422, 'EVENT_INVALID', '/specversion'],
  ['an empty id', replaced(String(received()['id']), ''), 422, 'EVENT_INVALID', '/id'],
  ['a long id', replaced(String(received()['id']), 'x'.repeat(129)), 422, 'EVENT_INVALID', '/id'],
  ['a source with spaces', replaced('urn:counter:1', 'urn counter'), 422, 'EVENT_INVALID', '/source'],
  ['a subject that is no dossier', JSON.stringify({ ...received(), subject: '../etc/passwd' }), 422, 'EVENT_INVALID', '/subject'],
  ['a schema version to come', JSON.stringify({ ...received(), schemaversion: 2 }), 422, 'EVENT_INVALID', '/schemaversion'],
  ['a person as the role', JSON.stringify({ ...received(), actorrole: 'Nguyễn Văn A' }), 422, 'EVENT_INVALID', '/actorrole'],
  ['an event that cannot be', JSON.stringify(received(CODE, { type: 'DossierWithdrawn', data: {} })), 404, 'DOSSIER_UNKNOWN'],
];

test('refuses what one event may get wrong with a status, a code and the place, alone and in a stream', async (t) => {
  const intake = await intakeFor(t);
  for (const [what, bytes, status, code, pointer] of ITEMS) {
    const alone = await intake.post(bytes);
    t.equal(alone.statusCode, status, what);
    t.match(alone.headers['content-type'], /^application\/problem\+json/, what);
    t.equal(alone.json().code, code, what);
    t.equal(alone.json().errors?.[0].pointer, pointer, what);
    t.match(alone.json().detail, /^[A-Z].{15,}[.:?]/, what);

    const streamed = await intake.post(bytes, LINES);
    t.equal(streamed.statusCode, status, `${what}, as a line`);
    t.match(readLines(streamed.body), [{ index: 0, status: 'refused', code }], `${what}, as a line`);
  }
  t.equal((await intake.log()).length, 0);
});

test('refuses each of them as an element of a batch without its neighbours', async (t) => {
  const intake = await intakeFor(t);
  const whole = ITEMS.filter(([what]) => !/bracket|^malformed|two values|UTF|an event that cannot be|due date before/.test(what));
  const batch = Buffer.concat([Buffer.from('['), ...whole.flatMap(([, bytes]) => [Buffer.from(bytes), Buffer.from(',')]), Buffer.from(`${good}]`)]);
  const answers = (await intake.post(batch, BATCH)).json();
  t.strictSame(answers.slice(0, -1).map((one: { code: string }) => one.code), whole.map(([, , , code]) => code));
  t.match(answers.at(-1), { index: whole.length, status: 'accepted', position: 1 });
});

test('says what is wrong without repeating what was sent', async (t) => {
  const intake = await intakeFor(t);
  const secret = 'Nguyễn Văn A';
  for (const payload of [withData({ authority: secret }), withTime(secret), JSON.stringify({ ...received(), type: secret }), `{"a":"${secret}"`, JSON.stringify({ ...received(), id: secret })]) {
    const answer = await intake.post(payload);
    t.equal(answer.statusCode >= 400 && answer.statusCode < 500, true);
    t.notMatch(answer.body, /Nguy/);
  }
  t.notMatch(intake.logged.join(''), /Nguy/);
});

test('names every wrong place of an event at once', async (t) => {
  const intake = await intakeFor(t);
  const answer = (await intake.post(withData({ authority: 5, channel: 'pigeon', extra: true, dueAt: 'soon' }))).json();
  t.strictSame(answer.errors.map((one: { pointer: string }) => one.pointer).toSorted(), ['/data/authority', '/data/channel', '/data/dueAt', '/data/extra']);
  t.match(answer.errors.find((one: { pointer: string }) => one.pointer === '/data/channel').detail, /one of online, in_person, postal/);
  const text = (await intake.post(withData({ limit: { amount: '10', unit: 'hours' } }))).json();
  t.match(text.errors[0].detail, /a number, not text|a whole number, not text/);
});

test('says what is wrong in sentences', async (t) => {
  const intake = await intakeFor(t);
  const corrected = (data: Sent) => JSON.stringify(event('DossierCorrected', '2024-01-18T08:00:00+07:00', { old: null, reason: 'other', ...data }));
  const named = JSON.stringify(authority({ data: { name: 'Sở\tTư pháp', level: 'province', parent: null, validFrom: '2020-01-01' } }));
  const table = [
    [named, '/data/name', 'is not one line of text: it holds a control character'],
    [withData({ authority: undefined }), '/data/authority', 'is missing'], [withData({ authority: 57 }), '/data/authority', 'must be text, not a number'],
    [withData({ authority: null }), '/data/authority', 'must be text, not null'], [withData({ limit: { amount: 1.5, unit: 'hours' } }), '/data/limit/amount', 'must be a whole number'],
    [JSON.stringify({ ...received(), data: 'x' }), '/data', 'must be an object, not text'], [withData({ hoTen: 1 }), '/data/hoTen', 'is not a field of this event'],
    [JSON.stringify(overdueMark(CODE, '2024-01-19T10:00:00.000Z', { data: { rule: 'ND 61', dueAt: '2024-01-19' } })), '/data/rule', 'does not have the form that it must have'],
    [corrected({ field: 'channel', new: 'pigeon' }), '/data/new', 'does not have the form that it must have'],
  ] as const;
  for (const [payload, pointer, detail] of table) {
    const answer = (await intake.post(payload, undefined, {}, payload === named ? '/v1/reference-events' : undefined)).json();
    t.match(answer, { code: 'EVENT_INVALID', errors: [{ pointer, detail }] }, detail);
    t.ok(answer.detail.includes(`: ${pointer} ${detail}`), answer.detail);
  }
});

test('refuses requests that hold no events', async (t) => {
  const intake = await intakeFor(t, { limits: { batchItems: 3, batchBytes: 20_000 } });
  const table = [
    ['an empty body', '', 'application/cloudevents+json', 400, 'BODY_EMPTY'],
    ['white space', ' \r\n ', 'application/cloudevents+json', 400, 'BODY_EMPTY'],
    ['an empty stream', '', LINES, 400, 'BODY_EMPTY'],
    ['blank lines', '\n\r\n  \n', LINES, 400, 'BODY_EMPTY'],
    ['an empty batch body', '', BATCH, 400, 'BODY_EMPTY'],
    ['an empty batch', ' [ ] ', BATCH, 400, 'BODY_EMPTY'],
    ['a batch that is an object', '{}', BATCH, 400, 'JSON_MALFORMED'],
    ['a batch without its end', `[${good}`, BATCH, 400, 'JSON_MALFORMED'],
    ['a batch with an open quote', '["', BATCH, 400, 'JSON_MALFORMED'],
    ['two arrays', `[${good}][${good}]`, BATCH, 400, 'JSON_MALFORMED'],
    ['100,000 brackets as a batch', '['.repeat(10_000), BATCH, 400, 'JSON_MALFORMED'],
    ['too many events', '[1,2,3,4]', BATCH, 413, 'TOO_MANY_ITEMS'],
    ['a large batch', `[${' '.repeat(20_000)}]`, BATCH, 413, 'BODY_TOO_LARGE'],
    ['a large event', JSON.stringify({ a: 'x'.repeat(300_000) }), 'application/json', 413, 'BODY_TOO_LARGE'],
    ['another media type', good, 'text/plain', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['a media type that is none', good, 'json', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ...['windows-1258', '"utf-16"', 'x-viet-tcvn5712', 'latin1; q=1', ''].map((charset) =>
      [`the charset ${charset}`, good, `application/json; charset=${charset}`, 415, 'MEDIA_TYPE_UNSUPPORTED'] as const),
    ['a stream of another charset', `${good}\n`, `${LINES};charset=utf-16le`, 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ] as const;
  for (const [what, payload, type, status, code] of table) {
    const answer = await intake.post(payload, type);
    t.equal(answer.statusCode, status, what);
    t.equal(answer.json().code, code, what);
  }
  for (const charset of ['utf-8', '"UTF-8"', 'utf8; x=1']) t.not((await intake.post(good, `application/json;  Charset=${charset}`)).statusCode, 415, charset);
  const compressed = await intake.post(good, 'application/json', { 'content-encoding': 'gzip' });
  t.equal(compressed.statusCode, 415);
  t.match(compressed.json(), { code: 'MEDIA_TYPE_UNSUPPORTED', detail: /Compressed/ });
  const untyped = await intake.server.inject({ method: 'POST', url: '/v1/dossier-events', payload: Buffer.from(good) });
  t.equal(untyped.statusCode, 415);
});

test('reads lines however they end, and ignores a byte order mark', async (t) => {
  const intake = await intakeFor(t);
  const [one, two, three] = [JSON.stringify(received()), JSON.stringify(received('H57.31-240105-0002')), JSON.stringify(received('H57.31-240105-0003'))];
  const answers = readLines((await intake.post(`\uFEFF${one}\r\n\r\n\n  ${two}\t\n${three}`, LINES)).body);
  t.strictSame(answers.map(({ index, status }) => [index, status]), [[0, 'accepted'], [1, 'accepted'], [2, 'accepted']]);
  t.equal((await intake.post(`\uFEFF ${one}\n`)).json().status, 'duplicate');
  t.equal((await intake.post(`\uFEFF[${one}]`, BATCH)).json()[0].status, 'duplicate');
});

test('passes over a line of 10 MB and goes on behind it', async (t) => {
  const intake = await intakeFor(t);
  const answers = readLines((await intake.post(lines(received(), `{"a":"${'x'.repeat(10_000_000)}"}`, received('H57.31-240105-0002')), LINES)).body);
  t.strictSame(answers.map(({ status, code }) => code ?? status), ['accepted', 'LINE_TOO_LONG', 'accepted']);
  const alone = await intake.post('x'.repeat(10_000_000), LINES);
  t.equal(alone.statusCode, 413);
});

test('one event more than allowed in size is refused within a batch too', async (t) => {
  const intake = await intakeFor(t);
  const answers = (await intake.post(`[${good},"${'x'.repeat(300_000)}"]`, BATCH)).json();
  t.strictSame(answers.map((one: { status: string; code?: string }) => one.code ?? one.status), ['accepted', 'LINE_TOO_LONG']);
});
