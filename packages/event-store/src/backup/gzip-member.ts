import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

/** Of every member: gzip, deflate, no flags, no time, no system. */
const HEAD: Buffer = Buffer.from('1f8b08000000000000ff', 'hex');

const STORED_BYTES_MAX = 65_535;

/** A text as one member of a gzip file (RFC 1952); members stand one after the other, and `zcat` reads them all. */
export async function compressedMember(text: Buffer): Promise<Buffer> {
  return Buffer.concat([HEAD, await deflate(text, { level: 6 }), tailOf(text)]);
}

/**
 * The same without compressing: of one text there is one such member, so that no byte of it can be another one.
 *
 * @param text - At most 65,535 bytes.
 */
export function storedMember(text: Buffer): Buffer {
  if (text.length > STORED_BYTES_MAX) throw new RangeError('The text is too long for one block');
  const block = Buffer.from([1, 0, 0, 0, 0]);
  block.writeUInt16LE(text.length, 1);
  block.writeUInt16LE(STORED_BYTES_MAX - text.length, 3);
  return Buffer.concat([HEAD, block, text, tailOf(text)]);
}

function tailOf(text: Buffer): Buffer {
  const tail = Buffer.allocUnsafe(8);
  tail.writeUInt32LE(crc32(text));
  tail.writeUInt32LE(text.length % 2 ** 32, 4);
  return tail;
}

const deflate: (text: Buffer, options: { readonly level: number }) => Promise<Buffer> = promisify(deflateRaw);
