import { AppError, databaseFault, errorCatalogue, isAppError, toProblem } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';
import { test } from 'tap';

const codes = Object.keys(errorCatalogue) as readonly ErrorCode[];

test('every code has a failure status and a title that is one phrase', async (t) => {
  for (const code of codes) {
    const { status, title } = errorCatalogue[code];
    t.match(code, /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/, code);
    t.ok(status >= 400 && status < 600, `${code} ${status}`);
    t.match(title, /^[A-Z].*[^.]$/, code);
  }
});

test('two codes never share a title', async (t) => {
  t.equal(new Set(codes.map((code) => errorCatalogue[code].title)).size, codes.length);
});

test('an error carries code, status, detail, places and cause', async (t) => {
  const cause = new Error('below');
  const error = new AppError('EVENT_INVALID', 'The time is missing.', { errors: [{ pointer: '/time', detail: 'required' }], cause });
  t.ok(isAppError(error) && error instanceof Error);
  t.match(error, { name: 'AppError', code: 'EVENT_INVALID', message: 'The time is missing.', cause, errors: [{ pointer: '/time', detail: 'required' }] });
  t.equal(error.status, 422);
  t.notOk(isAppError(cause));
  t.notOk(isAppError({ code: 'EVENT_INVALID' }));
});

test('a problem has the members of RFC 9457 and keeps the cause to itself', async (t) => {
  const problem = toProblem(new AppError('DATABASE_UNAVAILABLE', 'Try again later.', { cause: new Error('password=secret') }));
  t.strictSame(problem, {
    type: 'urn:motcua:problem:DATABASE_UNAVAILABLE', title: 'The database cannot be reached', status: 503, detail: 'Try again later.', code: 'DATABASE_UNAVAILABLE',
  });
  t.notMatch(JSON.stringify(problem), /secret/);
});

test('a problem lists the wrong places of an input', async (t) => {
  const errors = [{ pointer: '/data/dueAt', detail: 'not an instant' }];
  t.strictSame(toProblem(new AppError('EVENT_INVALID', 'x', { errors })).errors, errors);
});

test('a problem of every code can be written as JSON', async (t) => {
  for (const code of codes) t.equal(JSON.parse(JSON.stringify(toProblem(new AppError(code, 'd')))).code, code);
});

test('a database that cannot answer now is told from one that refuses what was asked', async (t) => {
  const ofServer = (code: string) => Object.assign(new Error('of the server'), { severity: 'FATAL', code });
  const ofSystem = (code: string) => Object.assign(new Error(''), { code });
  for (const passing of [ofServer('57P01'), ofServer('53300'), ofSystem('ECONNREFUSED'), ofSystem('EAI_AGAIN'), new Error('Client has encountered a connection error and is not queryable')]) {
    t.match(databaseFault(passing), { code: 'DATABASE_UNAVAILABLE', cause: passing });
  }
  t.match(databaseFault(ofServer('57014')), { code: 'TOOK_TOO_LONG' });
  for (const other of [ofServer('22P02'), ofSystem('ENOENT'), new TypeError('a fault of our own'), new AppError('NOT_FOUND', 'x'), 'text']) t.equal(databaseFault(other), undefined);
});
