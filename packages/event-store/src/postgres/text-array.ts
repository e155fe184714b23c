const TEXT_OID = 25;
const HEADER_BYTES = 20;

/**
 * A one-dimensional `text[]` in PostgreSQL's binary form, which pg sends as it is. The text form would escape every
 * quotation mark of every payload on one side and undo it on the other.
 *
 * Layout, all numbers 32 bits big-endian: dimensions, has nulls, type of the elements, length, first index; then each
 * element as its length in bytes (-1 = null) and its bytes.
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const total = lengths.reduce((sum, length) => sum + 4 + Math.max(length, 0), HEADER_BYTES);
  const bytes = Buffer.allocUnsafe(total);
  let at = 0;
  for (const number of [1, lengths.includes(-1) ? 1 : 0, TEXT_OID, values.length, 1]) at = bytes.writeInt32BE(number, at);
  values.forEach((value, index) => {
    at = bytes.writeInt32BE(lengths[index] ?? -1, at);
    if (value !== null) at += bytes.write(value, at);
  });
  return bytes;
}
