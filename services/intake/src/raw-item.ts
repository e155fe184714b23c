import { hash } from 'node:crypto';
import type { Refusal } from './refusal.ts';

/**
 * One item as it came: its bytes, or only their measure when there were more than one event may have.
 * `wrong`: why no event can be made of them, where they had to be read to know.
 */
export type RawItem =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly wrong?: Refusal | undefined }
  | { readonly kind: 'too_long'; readonly sha256: string; readonly size: number };

export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** The bytes in short; lower-case hex. */
export function fingerprintOf(raw: RawItem): { readonly sha256: string; readonly size: number } {
  return raw.kind === 'bytes' ? { sha256: sha256Of(raw.bytes), size: raw.bytes.length } : { sha256: raw.sha256, size: raw.size };
}

/** Without white space around it (JSON's own, which is all ASCII). */
export function trimmed(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length];
  while (start < end && isSpace(bytes[start])) start += 1;
  while (end > start && isSpace(bytes[end - 1])) end -= 1;
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
}

export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
