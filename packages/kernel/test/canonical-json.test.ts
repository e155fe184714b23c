import { canonicalJson } from '@motcua/kernel';
import fc from 'fast-check';
import { test } from 'tap';

test('sorts keys at every depth and writes no white space', async (t) => {
  t.equal(canonicalJson({ b: [{ d: 1, c: 2 }], a: 'ế' }), '{"a":"ế","b":[{"c":2,"d":1}]}');
});

test('writes numbers in one way only', async (t) => {
  t.equal(canonicalJson([1.0, -0, 1e21, 0.1]), '[1,0,1e+21,0.1]');
});

test('keeps the order of a list', async (t) => {
  t.not(canonicalJson([1, 2]), canonicalJson([2, 1]));
});

test('leaves members without a value out', async (t) => {
  t.equal(canonicalJson({ b: undefined, a: null }), '{"a":null}');
});

test('the order in which an object was built changes nothing', async () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (value) =>
    canonicalJson(value) === canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))));
});

test('what is written is read back as the same value, and written the same again', async (t) => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = canonicalJson(value);
    return canonicalJson(JSON.parse(text)) === text;
  }));
  t.same(JSON.parse(canonicalJson({ a: [null, true, { b: 'c' }] })), { a: [null, true, { b: 'c' }] });
});

test('throws for what has no JSON form', async (t) => {
  for (const value of [undefined, () => 1, Symbol('s'), 1n, Number.NaN, Number.POSITIVE_INFINITY]) t.throws(() => canonicalJson(value), TypeError, String(value));
});
