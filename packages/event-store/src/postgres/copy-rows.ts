import { AppError } from '@motcua/kernel';
import type { BinaryRow } from '../chain.ts';

/**
 * Reads what `COPY … TO STDOUT (FORMAT binary)` sends: a head, then each row as the number of its fields and each field as
 * its length (-1 = null) and bytes. Gives the rows in pieces as they come, none of them empty.
 *
 * @throws AppError `DATABASE_UNAVAILABLE` when the text ends before its end.
 */
export async function* binaryRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly BinaryRow[]> {
  let rest: Buffer = Buffer.alloc(0);
  let at = HEAD_BYTES;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const rows: BinaryRow[] = [];
    for (let found = readRow(rest, at); found !== undefined; found = readRow(rest, at)) {
      if (found === 'end') {
        if (rows.length > 0) yield rows;
        return;
      }
      rows.push(found.row);
      at = found.next;
    }
    if (rows.length > 0) yield rows;
    const used = Math.min(at, rest.length);
    rest = rest.subarray(used);
    at -= used;
  }
  throw new AppError('DATABASE_UNAVAILABLE', 'The rows of the log broke off before their end.');
}

/** Eleven bytes of signature, flags, and the length of an extension that nobody has ever used. */
const HEAD_BYTES = 19;

/** Undefined when the row is not there to its end. */
function readRow(bytes: Buffer, from: number): { readonly row: BinaryRow; readonly next: number } | 'end' | undefined {
  if (from + 2 > bytes.length) return undefined;
  const count = bytes.readInt16BE(from);
  if (count < 0) return 'end';
  const row: (Buffer | null)[] = [];
  let at = from + 2;
  for (let field = 0; field < count; field += 1) {
    if (at + 4 > bytes.length) return undefined;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (at + length > bytes.length) return undefined;
    row.push(length < 0 ? null : bytes.subarray(at, at + length));
    at += Math.max(length, 0);
  }
  return { row, next: at };
}
