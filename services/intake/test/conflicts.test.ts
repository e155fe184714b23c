import { QUARANTINED } from '@motcua/dossier';
import type { EventStore, JsonObject } from '@motcua/event-store';
import { openPostgresStore, streams } from '@motcua/event-store';
import { uuidV5 } from '@motcua/kernel';
import { test } from 'tap';
import { BATCH, code, CODE, event, LINES, lines, readLines, received, resolved } from './events.ts';
import type { Line } from './events.ts';
import { intakeFor, prepare } from './intake.ts';

test('of two counters that write one dossier at once one wins, and the other hears why', async (t) => {
  const database = await prepare(t);
  const [one, other] = [await intakeFor(t, {}, database), await intakeFor(t, {}, database)];
  const codes = Array.from({ length: 30 }, (_, index) => code(index));
  await one.post(lines(...codes.map((subject) => received(subject))), LINES);
  // Both remember the dossiers as they are now.
  await other.post(lines(...codes.map((subject) => event('ApologyIssued', '2024-01-08T09:00:00+07:00', { letterNumber: '1/XL', cause: 'objective', unitAtFault: 'H57.01', signed: true }, { subject }))), LINES);
  const ends = (name: string) => lines(...codes.map((subject) => resolved(subject, { id: `${name}.${subject}` })));
  const [first, second] = (await Promise.all([one.post(ends('a'), LINES), other.post(ends('b'), LINES)])).map((answer) => readLines(answer.body));
  const results = codes.map((_, index) => [first?.[index], second?.[index]].map((line) => line?.['code'] ?? line?.['status']).toSorted());
  t.strictSame(results, codes.map(() => ['DOSSIER_CLOSED', 'accepted']));
  t.equal((await one.log()).filter(({ type }) => type === 'DossierResolved').length, 30);
});

test('what both may say is decided again and accepted from both', async (t) => {
  const database = await prepare(t);
  const [one, other] = [await intakeFor(t, {}, database), await intakeFor(t, {}, database)];
  await one.post(lines(received()), LINES);
  const letter = (id: string) => JSON.stringify([event('ApologyIssued', '2024-01-22T09:00:00+07:00', { letterNumber: `${id}/XL`, cause: 'objective', unitAtFault: 'H57.01', signed: true }, { id: `letter-${id}` })]);
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? one : other).post(letter(String(index)), BATCH)));
  t.strictSame(answers.map((answer) => answer.json()[0].status), Array<string>(12).fill('accepted'));
  t.strictSame((await one.log()).map(({ revision }) => revision), Array.from({ length: 13 }, (_, index) => index));
});

test('the same batch from two counters at once is written once', async (t) => {
  const database = await prepare(t);
  const [one, other] = [await intakeFor(t, {}, database), await intakeFor(t, {}, database)];
  const batch = lines(...Array.from({ length: 50 }, (_, index) => [received(code(index)), resolved(code(index))]).flat());
  const answers = (await Promise.all([one.post(batch, LINES), other.post(batch, LINES)])).map((answer) => readLines(answer.body));
  const byItem = (answers[0] ?? []).map((line, index) => [line, answers[1]?.[index]] as const);
  t.ok(byItem.every(([a, b]) => a['position'] === b?.['position']));
  t.strictSame(byItem.map(([a, b]) => [a['status'], b?.['status']].toSorted()), byItem.map(() => ['accepted', 'duplicate']));
  t.equal((await one.log()).length, 100);
});

test('gives up with WRITE_CONFLICT when somebody always writes first', async (t) => {
  let writes = 0;
  const intruder = (store: EventStore): EventStore => ({
    ...store,
    appendMany: async (appends) => {
      writes += 1;
      await store.append({ stream: `dossier-${CODE}`, expect: { kind: 'any' }, events: [{
        id: uuidV5('intruder', String(writes)), type: 'ApologyIssued', source: 'urn:intruder', sourceId: String(writes), subject: CODE,
        occurredAt: '2024-01-08T02:00:00.000Z', schemaVersion: 1, data: { letterNumber: '1/XL', cause: 'objective', unitAtFault: 'H57.01', signed: true },
      }] });
      return store.appendMany(appends);
    },
  });
  const database = await prepare(t);
  await (await intakeFor(t, {}, database)).post(JSON.stringify(received()));
  const intake = await intakeFor(t, { between: intruder }, database);
  const answer = await intake.post(JSON.stringify(resolved()));
  t.equal(answer.statusCode, 409);
  t.equal(answer.json().code, 'WRITE_CONFLICT');
  t.ok(writes > 5);
  t.equal((await intake.log()).filter(({ type }) => type === 'DossierResolved').length, 0);
});

test('without its database every item fails and may be sent again', async (t) => {
  const unreachable = openPostgresStore({ connectionString: 'postgres://nobody@127.0.0.1:1/none', retryMsMax: 50 });
  t.teardown(() => unreachable.close());
  let isDown = true;
  const intake = await intakeFor(t, { between: (store) => new Proxy(store, { get: (target, name) => Reflect.get(isDown ? unreachable : target, name) as unknown }) });
  const single = await intake.post(JSON.stringify(received()));
  t.equal(single.statusCode, 503);
  t.ok(single.headers['retry-after']);
  t.equal(single.json().code, 'DATABASE_UNAVAILABLE');
  const stream = await intake.post(lines(received(), 'nonsense', received(code(2))), LINES);
  const expected: readonly Partial<Line>[] = [{ status: 'failed', code: 'DATABASE_UNAVAILABLE' }, { status: 'refused', code: 'JSON_MALFORMED' }, { status: 'failed', code: 'DATABASE_UNAVAILABLE' }];
  t.match(readLines(stream.body), expected);
  isDown = false;
  t.equal((await intake.post(JSON.stringify(received()))).statusCode, 201);
});

test('a dossier goes on once the impossible event in its stream is set aside', async (t) => {
  const database = await prepare(t);
  const { post, store } = await intakeFor(t, {}, database);
  const put = (stream: string, type: string, data: JsonObject) => store.append({ stream, expect: { kind: 'any' }, events: [{
    id: uuidV5(stream, type), type, source: 'urn:test', sourceId: type, subject: CODE, occurredAt: '2024-01-03T02:00:00.000Z', schemaVersion: 1, data,
  }] });
  const poison = await put(`dossier-${CODE}`, 'ResultReturned', {});
  t.match((await post(lines(received()), LINES)).body, /HISTORY_IMPOSSIBLE/);
  await put(streams.quarantine, QUARANTINED, { position: poison.kind === 'appended' ? poison.positions[0] : 0, reason: 'written by hand' });
  t.equal(readLines((await post(lines(received()), LINES)).body)[0]?.['status'], 'accepted');
  t.equal(readLines((await post(lines(received()), LINES)).body)[0]?.['status'], 'duplicate');
});
