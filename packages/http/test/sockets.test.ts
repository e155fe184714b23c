import { connect } from 'node:net';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { test } from 'tap';
import type { Test } from 'tap';
import { createHttpServer, listen } from '../src/index.ts';
import type { HttpServer, ListeningAt } from '../src/index.ts';

type Running = { readonly server: HttpServer; readonly at: ListeningAt; readonly entered: Promise<void>; readonly release: () => void };

async function running(t: Test): Promise<Running> {
  const server = await createHttpServer({ log: pino({ level: 'silent' }), title: 'Test', version: '1', registry: new Registry() });
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  server.get('/slow', async () => {
    entered.resolve();
    await released.promise;
    return { done: true };
  });
  const at = await listen(server, { host: '127.0.0.1', port: 0 });
  t.teardown(() => server.close());
  return { server, at, entered: entered.promise, release: () => released.resolve() };
}

/** Writes bytes to the server and gives back everything that it answers until it ends. */
function talk(at: ListeningAt, text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = '';
  const socket = connect(at.port, at.host, () => socket.write(text));
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
