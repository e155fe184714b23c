import canonicalize from 'canonicalize';

/**
 * The one text of a JSON value (RFC 8785: sorted keys, no white space), so that equal contents have equal bytes.
 *
 * @throws TypeError when the value is not JSON (a function, a bigint, a symbol, undefined, NaN, an infinity).
 */
export function canonicalJson(value: unknown): string {
  const text = written(value);
  if (text === undefined) throw new TypeError('The value has no JSON form');
  return text;
}

function written(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (cause) {
    throw new TypeError('The value has no JSON form', { cause });
  }
}
