/** The texts of a one-dimensional array in PostgreSQL's binary form; null as null. */
export function textsIn(array: unknown): readonly (string | null)[] {
  return [...elementsOf(array)].map((element) => element?.toString() ?? null);
}

/** The numbers of an `integer[]`. */
export function integersIn(array: unknown): readonly (number | null)[] {
  return [...elementsOf(array)].map((element) => element?.readInt32BE(0) ?? null);
}

const HEADER_BYTES = 20;

function* elementsOf(array: unknown): Generator<Buffer | null> {
  if (!Buffer.isBuffer(array)) throw new TypeError('no array in binary form');
  for (let at = HEADER_BYTES; at < array.length;) {
    const length = array.readInt32BE(at);
    yield length < 0 ? null : array.subarray(at + 4, at + 4 + length);
    at += 4 + Math.max(length, 0);
  }
}
