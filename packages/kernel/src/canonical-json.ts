import canonicalize from 'canonicalize';

/**
 * The one text of a JSON value (RFC 8785: sorted keys, no white space), so that equal contents have equal bytes.
 *
 * @throws TypeError when the value is not JSON (a function, a bigint, a symbol, undefined).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('The value has no JSON form');
  return text;
}
