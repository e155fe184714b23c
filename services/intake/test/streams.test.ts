import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { code, CODE, LINES, lines, readLines, received, resolved } from './events.ts';
import { intakeFor } from './intake.ts';
import { contentOf, openRequest } from './sockets.ts';

test('answers a sender that waits for each answer before it sends more', async (t) => {
  const intake = await intakeFor(t);
  const request = await openRequest(await intake.listening(), LINES);
  await request.write(lines(received()));
  t.match(await request.until('"index":0'), /^HTTP\/1\.1 200 [\s\S]*"accepted"/);
  await request.write(lines(resolved(), 'nonsense'));
  await request.until('"index":2');
  await request.end();
  t.strictSame(readLines(contentOf(await request.whole())).map(({ status }) => status), ['accepted', 'accepted', 'refused']);
  request.socket.destroy();
});

test('takes a line that comes in pieces of one byte', async (t) => {
  const intake = await intakeFor(t);
  const request = await openRequest(await intake.listening(), LINES);
  for (const byte of Buffer.from(lines(received()))) await request.write(Buffer.from([byte]));
  await request.end();
  t.match(readLines(contentOf(await request.whole())), [{ status: 'accepted', position: 1 }]);
  request.socket.destroy();
});

test('keeps the whole lines of a sender that hangs up, and not the half one', async (t) => {
  const intake = await intakeFor(t);
  const at = await intake.listening();
  const request = await openRequest(at, LINES);
  await request.write(lines(received(code(1)), received(code(2))) + JSON.stringify(received(code(3))));
  await request.until('"index":1');
  request.socket.destroy();
  await once(request.socket, 'close');
  const next = await fetch(`${at.url}/v1/dossier-events`, { method: 'POST', headers: { 'content-type': LINES }, body: lines(received(code(4))) });
  t.equal(next.status, 200);
  t.strictSame((await intake.log()).map(({ subject }) => subject), [code(1), code(2), code(4)]);
});

test('ends a request that stops arriving', async (t) => {
  const intake = await intakeFor(t, { limits: { idleMs: 150 } });
  const at = await intake.listening();
  const stream = await openRequest(at, LINES);
  await stream.write(lines(received()));
  t.match(readLines(contentOf(await stream.whole())), [{ status: 'accepted' }, { index: 1, status: 'failed', code: 'REQUEST_TIMEOUT' }]);
  const empty = await openRequest(at, LINES);
  t.match(await empty.until('REQUEST_TIMEOUT'), /^HTTP\/1\.1 408 /);
  const single = await openRequest(at, 'application/cloudevents+json');
  await single.write('{');
  t.match(await single.until('REQUEST_TIMEOUT'), /^HTTP\/1\.1 408 /);
  for (const { socket } of [stream, empty, single]) socket.destroy();
});

test('ends running streams when it shuts down, with an answer for all that it took', async (t) => {
  const intake = await intakeFor(t);
  const request = await openRequest(await intake.listening(), LINES);
  await request.write(lines(received()));
  await request.until('"index":0');
  const closed = intake.server.close();
  t.match(readLines(contentOf(await request.whole())), [{ status: 'accepted' }, { index: 1, status: 'failed', code: 'STOPPING', detail: /item 1 on/ }]);
  request.socket.destroy();
  await closed;
  t.equal((await intake.log()).length, 1);
});


test('answers in the order of the lines although some are refused at once and others are written', async (t) => {
  const intake = await intakeFor(t);
  const items = Array.from({ length: 5_000 }, (_, index) => (index % 3 === 0 ? 'bad' : received(code(index))));
  const request = await openRequest(await intake.listening(), LINES);
  await request.write(lines(...items));
  await request.end();
  const answers = readLines(contentOf(await request.whole()));
  t.strictSame(answers.map(({ index }) => index), items.map((_, index) => index));
  t.strictSame(answers.map(({ status }) => status), items.map((item) => (item === 'bad' ? 'refused' : 'accepted')));
  request.socket.destroy();
});

test('reads no further ahead than a portion while the store is slow, and settles all in order', async (t) => {
  const sizes: number[] = [];
  const intake = await intakeFor(t, { between: (store) => ({
    ...store,
    appendMany: async (appends) => {
      sizes.push(appends.length);
      await sleep(30);
      return store.appendMany(appends);
    },
  }) });
  const items = Array.from({ length: 4_500 }, (_, index) => received(code(index)));
  const answers = readLines((await intake.post(lines(...items), LINES)).body);
  t.strictSame(answers.map(({ index, status }) => [index, status]), items.map((_, index) => [index, 'accepted']));
  t.equal(Math.max(...sizes), 1_000);
  t.equal(sizes.reduce((sum, size) => sum + size, 0), 4_500);
});

test('a stream whose items are all refused has the status of the first one', async (t) => {
  const intake = await intakeFor(t);
  t.equal((await intake.post(lines(resolved(), 'x'), LINES)).statusCode, 404);
  t.equal((await intake.post(lines('x', resolved()), LINES)).statusCode, 400);
  t.equal((await intake.post(lines('x', received(CODE)), LINES)).statusCode, 200);
  t.equal((await intake.post(lines('x', received(CODE)), LINES)).statusCode, 200);
});

test('answers a sender that closes its side behind its last line', async (t) => {
  const intake = await intakeFor(t);
  const at = await intake.listening();
  for (const [first, body] of [[1, lines(received(code(1)), received(code(2)))], [3, JSON.stringify(received(code(3)))]] as const) {
    const request = await openRequest(at, first === 1 ? LINES : 'application/json');
    await request.write(body);
    request.socket.end('0\r\n\r\n');
    t.match(await request.until(`"position":${first}`), /^HTTP\/1\.1 20[01] /);
    await once(request.socket, 'close');
  }
  t.equal((await intake.log()).length, 3);
});

test('ends the answer without another head in it when a later piece of the stream is broken', async (t) => {
  const intake = await intakeFor(t);
  const request = await openRequest(await intake.listening(), LINES);
  await request.write(lines(received(code(1))));
  await request.until('"index":0');
  request.socket.write('no size\r\n');
  await once(request.socket, 'close');
  const answer = await request.until('"index":0');
  t.equal(answer.split('HTTP/1.1').length, 2);
  t.equal((await intake.post(lines(received(code(2))), LINES)).statusCode, 200);
});
