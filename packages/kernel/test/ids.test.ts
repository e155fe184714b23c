import { v5 } from 'uuid';
import { eventKey, overdueMarkId, uuidV5 } from '@motcua/kernel';
import fc from 'fast-check';
import { test } from 'tap';

test('ids are the same in every version and on every machine', async (t) => {
  t.equal(uuidV5('a', 'bc'), 'a2f388ac-12e3-5e03-a837-da1505812db6');
  t.equal(eventKey('urn:counter:h57.31', 'e-1'), 'cf13bbf4-7833-5eec-ab0d-07660d02a038');
  t.equal(overdueMarkId('H57.31-240105-0012', 'nd61', '2024-01-12T10:00:00.000Z'), 'f0b9d58e-da12-531b-9073-c3b35fc55b0e');
});

test('ids are UUIDs of version 5', async (t) => {
  t.match(uuidV5('x'), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('lists of parts that join to the same text have different ids', async (t) => {
  const lists = [['a', 'bc'], ['ab', 'c'], ['abc'], ['abc', ''], ['', 'abc'], ['1:a', '2:bc'], ['1:a2:bc'], ['a2:bc'], []];
  t.equal(new Set(lists.map((parts) => uuidV5(...parts))).size, lists.length);
});

test('different parts have different ids', async () => {
  const parts = fc.array(fc.string({ unit: fc.constantFrom('0', '1', ':', 'a', 'ế'), maxLength: 4 }), { maxLength: 4 });
  fc.assert(fc.property(parts, parts, (a, b) => (uuidV5(...a) === uuidV5(...b)) === (JSON.stringify(a) === JSON.stringify(b))), { numRuns: 500 });
});

test('an event, a mark and a plain list never share an id', async (t) => {
  t.not(eventKey('a', 'b'), uuidV5('a', 'b'));
  t.not(overdueMarkId('a', 'b', 'c'), eventKey('a', 'b'));
  t.not(overdueMarkId('H57.31-240105-0012', 'nd61', '2024-01-12T10:00:00.000Z'), overdueMarkId('H57.31-240105-0012', 'nd61', '2024-01-12T10:01:00.000Z'));
});

test('gives the ids that the library gives', async (t) => {
  const namespace = v5('motcua.vn', v5.DNS);
  fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), (parts) =>
    uuidV5(...parts) === v5(parts.map((part) => `${part.length}:${part}`).join(''), namespace)));
  t.equal(uuidV5('Sổ', 'Một Cửa'), v5('2:Sổ7:Một Cửa', namespace));
});
