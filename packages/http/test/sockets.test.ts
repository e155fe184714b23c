import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { test } from 'tap';
import type { Test } from 'tap';
import { createHttpServer, listen } from '../src/index.ts';
import type { HttpServer, ListeningAt } from '../src/index.ts';

type Running = { readonly server: HttpServer; readonly at: ListeningAt; readonly entered: Promise<void>; readonly begun: Promise<void>; readonly vanished: Promise<void>; readonly release: () => void };

async function running(t: Test): Promise<Running> {
  const server = await createHttpServer({ log: pino({ level: 'silent' }), title: 'Test', version: '1', registry: new Registry() });
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  server.get('/slow', async () => {
    entered.resolve();
    await released.promise;
    return { done: true };
  });
  const begun = Promise.withResolvers<void>();
  const vanished = Promise.withResolvers<void>();
  server.addContentTypeParser('text/plain', (_request, payload, done) => done(null, payload));
  const follow = (raw: IncomingMessage): void => {
    raw.once('data', () => begun.resolve());
    raw.once('close', () => {
      if (!raw.complete) vanished.resolve();
    });
    raw.resume();
  };
  server.post('/reading', async ({ raw }) => {
    follow(raw);
    await once(raw, 'end');
    return { done: true };
  });
  server.post('/early', async ({ raw }, reply) => {
    follow(raw);
    const answer = new PassThrough();
    answer.write('first part;');
    return reply.send(answer);
  });
  const at = await listen(server, { host: '127.0.0.1', port: 0 });
  t.teardown(() => server.close());
  return { server, at, entered: entered.promise, begun: begun.promise, vanished: vanished.promise, release: () => released.resolve() };
}

/** Writes bytes to the server and gives back everything that it answers until it ends. */
function talk(at: ListeningAt, text: string, { halfClose = false } = {}): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = '';
  const socket = connect({ port: at.port, host: at.host, allowHalfOpen: halfClose }, () => (halfClose ? socket.end(text) : socket.write(text)));
  socket.setEncoding('utf8').on('data', (part: string) => void (answer += part)).once('end', () => resolve(answer)).once('error', reject);
  return promise;
}

test('answers bytes that are not HTTP with a problem', async (t) => {
  const { at } = await running(t);
  const answer = await talk(at, 'NONSENSE\r\n\r\n');
  t.match(answer, /^HTTP\/1\.1 400 /);
  t.match(answer, /application\/problem\+json[\s\S]*REQUEST_INVALID/);
});

test('lets the request in flight finish when it closes, and takes no other', async (t) => {
  const { server, at, entered, release } = await running(t);
  const slow = fetch(`${at.url}/slow`);
  await entered;
  const closing = server.close();
  await t.rejects(fetch(`${at.url}/health`));
  release();
  t.match(await (await slow).json(), { done: true });
  await closing;
});

test('ends an open connection with its answer while it closes', async (t) => {
  const { server, at, entered, release } = await running(t);
  const answer = talk(at, 'GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await entered;
  const closing = server.close();
  release();
  t.match(await answer, /"done":true/);
  await closing;
});

const post = (path: string): string => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n`;

test('answers a sender that closes its side behind a complete request', async (t) => {
  const { at, entered, release } = await running(t);
  const slow = talk(at, 'GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n', { halfClose: true });
  await entered;
  release();
  t.match(await slow, /^HTTP\/1\.1 200 [\s\S]*"done":true/);
  t.match(await talk(at, `${post('/reading')}Content-Length: 3\r\n\r\nabc`, { halfClose: true }), /"done":true/);
  t.match(await talk(at, `${post('/reading')}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, { halfClose: true }), /"done":true/);
});

test('tells a sender that closes its side in the middle of a request', async (t) => {
  const { at, vanished } = await running(t);
  for (const part of ['GET /slow HT', `${post('/reading')}Content-Length: 30\r\n\r\nabc`, `${post('/reading')}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`]) {
    t.match(await talk(at, part, { halfClose: true }), /^HTTP\/1\.1 400 [\s\S]*REQUEST_INVALID/, part);
  }
  await vanished;
});

test('notices a sender that vanishes in the middle of a body, before and behind the beginning of the answer', async (t) => {
  for (const path of ['/reading', '/early']) {
    const { at, begun, vanished } = await running(t);
    const socket = connect(at.port, at.host, () => socket.write(`${post(path)}Content-Length: 30\r\n\r\nabc`));
    await begun;
    socket.destroy();
    await vanished;
    t.equal((await fetch(`${at.url}/health`)).status, 200);
  }
});

test('ends an answer that has begun when the request breaks, without another head in it', async (t) => {
  const { at, vanished } = await running(t);
  const socket = connect(at.port, at.host, () => socket.write(`${post('/early')}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`));
  let answer = '';
  socket.setEncoding('utf8').on('error', () => undefined).on('data', (part: string) => {
    answer += part;
    if (answer.includes('first part;')) socket.write('no size\r\n');
  });
  await once(socket, 'close');
  t.match(answer, /^HTTP\/1\.1 200 [\s\S]*first part;/);
  t.equal(answer.split('HTTP/1.1').length, 2);
  t.notMatch(answer, /\r\n0\r\n\r\n$/, 'nobody takes it for complete');
  await vanished;
});

test('finishes the answer to a whole request although nonsense stands behind it', async (t) => {
  const { at, entered, release } = await running(t);
  const answer = talk(at, 'GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n\u0001nonsense');
  await entered;
  release();
  t.match(await answer, /^HTTP\/1\.1 200 [\s\S]*"done":true/);
  t.equal((await answer).split('HTTP/1.1').length, 2);
});

test('wants exactly one Host header and no unusual expectation', async (t) => {
  const { at } = await running(t);
  for (const head of ['', 'Host: localhost\r\nHost: example.org\r\n', 'Host: example.org\r\nHOST: localhost\r\n', 'Host: localhost\r\nhost: localhost\r\n', 'Host: localhost\r\nExpect: a miracle\r\n']) {
    const answer = await talk(at, `GET /health HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);
    t.match(answer, /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*REQUEST_INVALID/, head);
  }
  t.match(await talk(at, 'GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: 100-Continue\r\nConnection: close\r\n\r\n'), /HTTP\/1\.1 200 /);
});
