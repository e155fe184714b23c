import { once } from 'node:events';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/**
 * Sends rows by `COPY … FROM STDIN (FORMAT binary)`, all at once.
 *
 * @param rows - The values of the statement's columns in the binary forms of their types; null as null.
 * @throws pg's error when the server refuses one; then it takes none.
 */
export async function copyIn(client: Client, statement: string, rows: readonly (readonly (Buffer | null)[])[]): Promise<void> {
  const stream = client.query(copyFrom(statement));
  stream.end(encodeRows(rows));
  // 'finish' comes when the server has said that it took them; an error rejects.
  await once(stream, 'finish');
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** After the signature: flags, and the length of an extension. */
const HEAD_BYTES = SIGNATURE.length + 8;
const END = -1;

function encodeRows(rows: readonly (readonly (Buffer | null)[])[]): Buffer {
  const size = rows.reduce((sum, row) => sum + row.reduce((all, field) => all + 4 + (field?.length ?? 0), 2), HEAD_BYTES + 2);
  const bytes = Buffer.allocUnsafe(size);
  bytes.fill(0, SIGNATURE.copy(bytes), HEAD_BYTES);
  let at = HEAD_BYTES;
  for (const row of rows) {
    at = bytes.writeInt16BE(row.length, at);
    for (const field of row) {
      at = bytes.writeInt32BE(field?.length ?? -1, at);
      at += field?.copy(bytes, at) ?? 0;
    }
  }
  bytes.writeInt16BE(END, at);
  return bytes;
}
