/*
 * One-dimensional arrays in PostgreSQL's binary form, which pg sends as they are. The text form would escape every
 * quotation mark of every payload on one side and undo it on the other.
 *
 * Layout, all numbers 32 bits big-endian: dimensions, has nulls, type of the elements, length, first index; then each
 * element as its length in bytes (-1 = null) and its bytes.
 */

const TEXT_OID = 25;
const INT4_OID = 23;
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;

/** A `text[]`. The texts must be well-formed Unicode. */
export function textArray(values: readonly (string | null)[]): Buffer {
  // UTF-8 takes at most three bytes for a unit of UTF-16: cheaper to allow for than to count beforehand.
  const bytes = Buffer.allocUnsafe(values.reduce((sum, value) => sum + 4 + 3 * (value?.length ?? 0), HEADER_BYTES));
  let at = writeHeader(bytes, TEXT_OID, values);
  for (const value of values) {
    const length = value === null ? NULL_LENGTH : bytes.write(value, at + 4);
    bytes.writeInt32BE(length, at);
    at += 4 + Math.max(length, 0);
  }
  return bytes.subarray(0, at);
}

/** An `integer[]`. The numbers must be whole and fit 32 bits. */
export function integerArray(values: readonly (number | null)[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + 8 * values.length);
  let at = writeHeader(bytes, INT4_OID, values);
  for (const value of values) {
    at = bytes.writeInt32BE(value === null ? NULL_LENGTH : 4, at);
    if (value !== null) at = bytes.writeInt32BE(value, at);
  }
  return bytes.subarray(0, at);
}

function writeHeader(bytes: Buffer, elementOid: number, values: readonly unknown[]): number {
  let at = 0;
  for (const number of [1, values.includes(null) ? 1 : 0, elementOid, values.length, 1]) at = bytes.writeInt32BE(number, at);
  return at;
}
