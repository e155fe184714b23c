import { test } from 'tap';
import { BATCH, CODE, LINES, lines, readLines, received, resolved } from './events.ts';
import { intakeFor, NOW } from './intake.ts';

test('stops looking at the items of an address after too many refusals, and lets it come back after a minute', async (t) => {
  let now = NOW;
  const intake = await intakeFor(t, { limits: { refusalsPerMinute: 3 }, clock: () => now });
  const answers = readLines((await intake.post(lines('x', 'x', received(), 'x', resolved(), 'x'), LINES)).body);
  t.strictSame(answers.map(({ status, code }) => code ?? status), ['JSON_MALFORMED', 'JSON_MALFORMED', 'accepted', 'JSON_MALFORMED', 'TOO_MANY_REFUSALS', 'TOO_MANY_REFUSALS']);
  t.equal(answers[4]?.['status'], 'failed', 'it was not judged and may be sent again');

  now += 20_000;
  const next = await intake.post(JSON.stringify(resolved()));
  t.equal(next.statusCode, 429);
  t.equal(next.json().code, 'TOO_MANY_REFUSALS');
  t.equal(next.headers['retry-after'], '40');
  now += 40_000;
  t.equal((await intake.post(JSON.stringify(resolved()))).statusCode, 201);

  await intake.post(lines('x', 'x', 'x'), LINES);
  t.equal((await intake.post(JSON.stringify(resolved()))).statusCode, 429);
  now -= 3_600_000;
  t.equal((await intake.post(JSON.stringify(resolved()))).statusCode, 200, 'a clock that is set back keeps nobody out for longer');
});

test('counts what the law of the dossier refuses like malformed input', async (t) => {
  const intake = await intakeFor(t, { limits: { refusalsPerMinute: 2 } });
  await intake.post(lines(resolved(CODE, { id: 'a' }), resolved(CODE, { id: 'b' })), LINES);
  t.equal((await intake.post(JSON.stringify(received()))).statusCode, 429);
});

test('duplicates are no refusals', async (t) => {
  const intake = await intakeFor(t, { limits: { refusalsPerMinute: 1 } });
  await intake.post(lines(received(), received(), received()), LINES);
  t.equal((await intake.post(JSON.stringify(resolved()))).statusCode, 201);
});

test('with return=minimal answers only what was not taken, and counts the rest', async (t) => {
  const intake = await intakeFor(t);
  const prefer = { prefer: 'respond-async, return=minimal' };
  const stream = await intake.post(lines(received(), 'x', resolved(), received()), LINES, prefer);
  t.equal(stream.headers['preference-applied'], 'return=minimal');
  t.match(readLines(stream.body), [{ index: 1, status: 'refused' }, { summary: { accepted: 2, duplicate: 1, refused: 1, failed: 0 } }]);
  t.equal(readLines(stream.body).length, 2);
  const batch = await intake.post(`[${JSON.stringify(received())},{}]`, BATCH, prefer);
  t.match(batch.json(), [{ index: 1, code: 'EVENT_INVALID' }, { summary: { accepted: 0, duplicate: 1, refused: 1, failed: 0 } }]);
  for (const [payload, type] of [[JSON.stringify(received()), 'application/json'], ['[]', BATCH], ['', LINES]] as const) {
    t.equal((await intake.post(payload, type, prefer)).headers['preference-applied'], undefined, 'nothing was left out');
  }
  const whole = await intake.post(lines(received()), LINES, { prefer: 'return=representation' });
  t.equal(readLines(whole.body).length, 1);
});

test('counts what became of the items for Prometheus', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(lines(received(), received(), 'x', resolved()), LINES);
  const { body } = await intake.server.inject('/metrics');
  t.match(body, /motcua_intake_items_total\{outcome="accepted",code=""\} 2/);
  t.match(body, /motcua_intake_items_total\{outcome="duplicate",code=""\} 1/);
  t.match(body, /motcua_intake_items_total\{outcome="refused",code="JSON_MALFORMED"\} 1/);
  t.match(body, /motcua_intake_append_seconds_count [1-9]/);
});

test('describes its addresses, media types and limits from the schemas that validate', async (t) => {
  const intake = await intakeFor(t);
  const description = (await intake.server.inject('/openapi.json')).json();
  const post = description.paths['/v1/dossier-events'].post;
  t.strictSame(Object.keys(post.requestBody.content).toSorted(), ['application/cloudevents+json', BATCH, 'application/json', LINES].toSorted());
  t.match(post.description, /256 KiB[\s\S]*16 MiB[\s\S]*10000/);
  const types = post.requestBody.content['application/json'].schema.anyOf.map((one: { properties: { type: { enum: readonly string[] } } }) => one.properties.type.enum[0]);
  t.ok(types.includes('DossierReceived') && types.includes('DossierCorrected'));
  t.ok(description.paths['/v1/reference-events'].post);
  t.strictSame(description.paths['/v1/rejections'].get.parameters.map((one: { name: string }) => one.name).toSorted(), ['after', 'code', 'limit', 'source']);
});
