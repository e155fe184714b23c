import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { trimmed, withoutByteOrderMark } from './raw-item.ts';
import type { RawItem } from './raw-item.ts';

const NEWLINE = 0x0a;

/** `line`: its number, from 1; blank ones count too. */
export type Line = RawItem & { readonly line: number };

export type LineSplitter = {
  /** The lines that these bytes complete; blank ones are left out. */
  readonly push: (bytes: Buffer) => readonly Line[];
  /** The last line when it has no newline. */
  readonly end: () => readonly Line[];
};

/**
 * Cuts a stream of bytes into lines. What is longer than `lineBytesMax` is hashed and measured but never held,
 * so memory is bounded by one line whatever comes.
 */
export function splitLines(lineBytesMax: number): LineSplitter {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let skipping: { readonly hash: Hash; size: number } | undefined;
  let line = 1;

  const hold = (part: Buffer): void => {
    if (skipping !== undefined) {
      skipping.hash.update(part);
      skipping.size += part.length;
    } else if (heldBytes + part.length > lineBytesMax) {
      const hash = createHash('sha256');
      for (const one of [...held, part]) hash.update(one);
      skipping = { hash, size: heldBytes + part.length };
      held = [];
    } else if (part.length > 0) {
      held.push(part);
      heldBytes += part.length;
    }
  };
  const finish = (into: Line[]): void => {
    if (skipping !== undefined) into.push({ kind: 'too_long', sha256: skipping.hash.digest('hex'), size: skipping.size, line });
    else {
      const whole = held.length === 1 ? held[0] ?? Buffer.alloc(0) : Buffer.concat(held);
      const bytes = trimmed(line === 1 ? withoutByteOrderMark(whole) : whole);
      if (bytes.length > 0) into.push({ kind: 'bytes', bytes, line });
    }
    [held, heldBytes, skipping, line] = [[], 0, undefined, line + 1];
  };

  return {
    push: (bytes) => {
      const items: Line[] = [];
      let start = 0;
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
        hold(bytes.subarray(start, at));
        finish(items);
        start = at + 1;
      }
      hold(bytes.subarray(start));
      return items;
    },
    end: () => {
      const items: Line[] = [];
      finish(items);
      return items;
    },
  };
}
