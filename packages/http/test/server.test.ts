import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { AppError } from '@motcua/kernel';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { test } from 'tap';
import type { Test } from 'tap';
import { z } from 'zod';
import { assertLoopback, createHttpServer, listen } from '../src/index.ts';
import type { HttpServer, Probe } from '../src/index.ts';

type Lines = { readonly server: HttpServer; readonly lines: readonly string[] };

async function serverFor(t: Test, probes: readonly Probe[] = []): Promise<Lines> {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const server = await createHttpServer({ log, title: 'Test', version: '1', registry: new Registry(), probes });
  server.get('/boom', async () => {
    throw new Error('secret of the inside');
  });
  server.get('/closed', async () => {
    throw new AppError('DOSSIER_CLOSED', 'It is closed.', { errors: [{ pointer: '/type', detail: 'too late' }] });
  });
  server.post('/things/:id', {
    schema: { summary: 'A thing', params: z.object({ id: z.coerce.number() }), querystring: z.object({ n: z.coerce.number().optional() }), body: z.strictObject({ name: z.string() }) },
  }, async (request) => ({ id: request.params.id, name: request.body.name }));
  t.teardown(() => server.close());
  return { server, lines };
}

test('answers every failure as a problem with a stable code', async (t) => {
  const { server } = await serverFor(t);
  const json = { 'content-type': 'application/json' };
  const table = [
    ['an unknown address', { method: 'GET', url: '/nowhere' }, 404, 'NOT_FOUND'],
    ['another method', { method: 'DELETE', url: '/closed' }, 404, 'NOT_FOUND'],
    ['an AppError', { method: 'GET', url: '/closed' }, 409, 'DOSSIER_CLOSED'],
    ['a parameter of the path', { method: 'POST', url: '/things/x', payload: '{"name":"a"}', headers: json }, 400, 'PARAMETER_INVALID'],
    ['a parameter of the query', { method: 'POST', url: '/things/1?n=x', payload: '{"name":"a"}', headers: json }, 400, 'PARAMETER_INVALID'],
    ['a wrong body', { method: 'POST', url: '/things/1', payload: '{"name":1}', headers: json }, 400, 'REQUEST_INVALID'],
    ['malformed JSON', { method: 'POST', url: '/things/1', payload: '{"name":', headers: json }, 400, 'JSON_MALFORMED'],
    ['an empty body', { method: 'POST', url: '/things/1', payload: '', headers: json }, 400, 'BODY_EMPTY'],
    ['another media type', { method: 'POST', url: '/things/1', payload: '<a/>', headers: { 'content-type': 'text/xml' } }, 415, 'MEDIA_TYPE_UNSUPPORTED', /Send application\/json, and say so/],
    ['JSON that is said to be text', { method: 'POST', url: '/things/1', payload: '{"count":1}', headers: { 'content-type': 'text/plain' } }, 415, 'MEDIA_TYPE_UNSUPPORTED', /Send application\/json, and say so/],
    ['a path that is no text', { method: 'GET', url: '/%ff' }, 400, 'REQUEST_INVALID'],
    ['a large body', { method: 'POST', url: '/things/1', payload: `{"name":"${'a'.repeat(2_000_000)}"}`, headers: json }, 413, 'BODY_TOO_LARGE'],
  ] as const;
  for (const [what, request, status, code] of table) {
    const answer = await server.inject(request);
    t.equal(answer.statusCode, status, what);
    t.match(answer.headers['content-type'], /^application\/problem\+json/, what);
    t.match(answer.json(), { code, status, type: `urn:motcua:problem:${code}` }, what);
  }
});

test('names the wrong place of a request by a JSON pointer', async (t) => {
  const { server } = await serverFor(t);
  const answer = await server.inject({ method: 'POST', url: '/things/1', payload: { name: 1 } });
  t.equal(answer.json().errors[0].pointer, '/name');
  t.match((await server.inject('/closed')).json().errors, [{ pointer: '/type', detail: 'too late' }]);
});

test('says in plain English what is wrong with a parameter or a field', async (t) => {
  const { server } = await serverFor(t);
  server.get('/questions', { schema: { querystring: z.strictObject({
    scope: z.string().max(5), by: z.enum(['level', 'day']).optional(), limit: z.coerce.number().int().min(1).max(9).optional(), code: z.string().regex(/^[A-Z]+$/, 'not a code').optional(), id: z.uuid().optional(),
  }) } }, async () => ({}));
  const table = [
    ['', '/scope', 'is missing'], ['scope=a&scope=b', '/scope', 'must be text, not an array'], ['scope=abcdef', '/scope', 'is longer than 5 characters'],
    ['scope=a&by=x', '/by', 'must be one of level, day'], ['scope=a&limit=x', '/limit', 'must be a number'], ['scope=a&limit=1.5', '/limit', 'must be a whole number'],
    ['scope=a&limit=10', '/limit', 'is larger than 9'], ['scope=a&code=1', '/code', 'is not a code'], ['scope=a&id=1', '/id', 'does not have the form that it must have'],
    ['scope=a&hoTen=x', '/hoTen', 'is not a parameter of this address'], ['scope=a&a%2Fb=x', '/a~1b', 'is not a parameter of this address'],
  ] as const;
  for (const [query, pointer, detail] of table) {
    const answer = await server.inject(`/questions?${query}`);
    t.match(answer.json(), { code: 'PARAMETER_INVALID', detail: `The query is not valid: ${pointer} ${detail}.` }, query);
    t.strictSame(answer.json().errors, [{ pointer, detail }], query);
  }
  const posted = async (payload: object) => (await server.inject({ method: 'POST', url: '/things/1', payload })).json().errors;
  t.strictSame(await posted({ name: 1, age: 2 }), [{ pointer: '/name', detail: 'must be text, not a number' }, { pointer: '/age', detail: 'is not a field of this request' }]);
  t.strictSame(await posted({}), [{ pointer: '/name', detail: 'is missing' }]);
});

test('logs a fault of its own as an error, but not that it stops', async (t) => {
  const { server, lines } = await serverFor(t);
  server.get('/stopping', async () => {
    throw new AppError('STOPPING', 'Come back.');
  });
  t.equal((await server.inject('/stopping')).statusCode, 503);
  t.equal(lines.filter((line) => /"level":50/.test(line)).length, 0);
  await server.inject('/boom');
  t.equal(lines.filter((line) => /"level":50/.test(line)).length, 1);
});

test('tells nothing of an unexpected fault but logs it', async (t) => {
  const { server, lines } = await serverFor(t);
  const answer = await server.inject('/boom');
  t.equal(answer.statusCode, 500);
  t.equal(answer.json().code, 'INTERNAL');
  t.notMatch(answer.body, /secret/);
  t.match(lines.join(''), /secret of the inside/);
});

test('logs the route of a request and nothing of its content', async (t) => {
  const { server, lines } = await serverFor(t);
  await server.inject({ method: 'POST', url: '/things/7?n=3', payload: { name: 'Nguyễn Văn A' }, headers: { authorization: 'geheim' } });
  const line = lines.find((one) => one.includes('request answered'));
  t.match(JSON.parse(line ?? '{}'), { route: '/things/:id', status: 200, method: 'POST' });
  t.notMatch(lines.join(''), /Nguyễn|geheim|n=3|things\/7/);
});

test('answers only to the names of this machine', async (t) => {
  const { server } = await serverFor(t);
  for (const host of ['127.0.0.1', '127.0.0.1:8080', 'localhost', 'LOCALHOST:1', '[::1]', '[::1]:80']) {
    t.equal((await server.inject({ url: '/health', headers: { host } })).statusCode, 200, host);
  }
  for (const host of ['example.org', '127.0.0.1.example.org', 'localhost:80@example.org', '10.0.0.1', '[::2]', ' ']) {
    const answer = await server.inject({ url: '/health', headers: { host } });
    t.equal(answer.statusCode, 421, host);
    t.equal(answer.json().code, 'HOST_NOT_ALLOWED', host);
  }
});

test('refuses to listen where another machine could reach it', async (t) => {
  const { server } = await serverFor(t);
  for (const host of ['127.0.0.1', '::1', 'localhost']) t.doesNotThrow(() => assertLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '192.168.1.4', 'example.org', '']) {
    t.throws(() => assertLoopback(host), { code: 'CONFIG_INVALID', message: /this machine only/ }, host);
  }
  await t.rejects(listen(server, { host: '0.0.0.0', port: 0 }), { code: 'CONFIG_INVALID' });
});

test('takes a free port when the wanted one is taken', async (t) => {
  const { server } = await serverFor(t);
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  t.teardown(() => other.close());
  const taken = (other.address() as AddressInfo).port;
  const at = await listen(server, { host: '127.0.0.1', port: taken });
  t.not(at.port, taken);
  t.equal((await fetch(`${at.url}/health`)).status, 200);
});

test('describes its routes as OpenAPI 3.1 and shows them without the network', async (t) => {
  const { server } = await serverFor(t);
  const description = (await server.inject('/openapi.json')).json();
  t.equal(description.openapi, '3.1.0');
  t.ok(description.paths['/things/{id}'].post);
  const page = await server.inject('/docs/');
  t.equal(page.statusCode, 200);
  const addresses = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  t.ok(addresses.length > 3);
  t.equal(addresses.filter((address) => /^(https?:)?\/\//.test(address)).length, 0);
  const policy = String(page.headers['content-security-policy']);
  t.match(policy, /default-src 'self';[\s\S]*img-src 'self' data:;/);
  t.notMatch(policy, /swagger\.io|https:|upgrade-insecure-requests/);
});

test('is ready only while no part fails, and says in its health which one does', async (t) => {
  let broken = false;
  const { server } = await serverFor(t, [
    { name: 'log', check: () => ({ status: 'ok', position: 7 }) },
    { name: 'projection', check: () => {
      if (broken) throw new Error('stands still at position 3');
      return { status: 'ok' };
    } },
  ]);
  t.match((await server.inject('/ready')).json(), { status: 'ok', components: { log: { status: 'ok', position: 7 } } });
  broken = true;
  const ready = await server.inject('/ready');
  t.equal(ready.statusCode, 503);
  t.match(ready.json().components.projection, { status: 'failing', detail: 'stands still at position 3' });
  t.equal((await server.inject('/health')).statusCode, 200);
});

test('does not wait for a part that does not answer', async (t) => {
  const { server } = await serverFor(t, [
    { name: 'silent', check: () => new Promise(() => undefined) }, { name: 'database', check: () => ({ status: 'ok' }) },
  ]);
  const ready = await server.inject('/ready');
  t.equal(ready.statusCode, 503);
  t.match(ready.json(), { components: { silent: { status: 'failing', detail: /No answer/ }, database: { status: 'ok' } } });
});

test('counts requests by route for Prometheus', async (t) => {
  const { server } = await serverFor(t);
  await server.inject('/closed');
  const answer = await server.inject('/metrics');
  t.match(answer.headers['content-type'], /^text\/plain/);
  t.match(answer.body, /motcua_http_request_seconds_count\{method="GET",route="\/closed",status="409"\} 1/);
});
