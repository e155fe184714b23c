import { cursorsOf } from '@motcua/http';
import { test } from 'tap';
import { z } from 'zod';

const key = z.tuple([z.string(), z.int()]);

test('a cursor gives back its key to the question that it is of, whatever the size of the page', (t) => {
  const cursor = cursorsOf('list', { scope: 'H57', kind: undefined, limit: 2 }).write(['H57-1', 7]);
  t.match(cursor, /^[\w-]+$/);
  t.strictSame(cursorsOf('list', { kind: undefined, limit: 9, after: cursor, format: 'json', scope: 'H57' }).read(cursor, key), ['H57-1', 7]);
  t.end();
});

test('a cursor of another question or list is refused as such', (t) => {
  const cursor = cursorsOf('list', { scope: 'H57' }).write(['H57-1', 7]);
  for (const other of [cursorsOf('list', { scope: 'H58' }), cursorsOf('list', { scope: 'H57', kind: 'x' }), cursorsOf('other', { scope: 'H57' })]) {
    t.throws(() => other.read(cursor, key), { code: 'PARAMETER_INVALID', message: /of another question/, errors: [{ pointer: '/after', detail: 'of another question' }] });
  }
  t.end();
});

test('what no answer gave out is no cursor', (t) => {
  const cursors = cursorsOf('list', {});
  const untagged = Buffer.from('["H57-1",7]').toString('base64url');
  for (const text of ['', 'abc', untagged, cursors.write(['H57-1']), cursors.write([7, 'H57-1']), Buffer.from('{"0":"x"}').toString('base64url')]) {
    t.throws(() => cursors.read(text, key), { code: 'PARAMETER_INVALID', errors: [{ pointer: '/after', detail: 'not a cursor' }] }, text);
  }
  t.end();
});
