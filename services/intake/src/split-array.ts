import { AppError } from '@motcua/kernel';
import { sha256Of, trimmed } from './raw-item.ts';
import type { RawItem } from './raw-item.ts';
import { closes, endOfString, opens } from './scan-json.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Cuts a JSON array into its elements without parsing them, so that one malformed element is one refused item.
 *
 * @throws AppError `JSON_MALFORMED` when the bytes are no array as a whole, `BODY_EMPTY` for an array without elements,
 *   `TOO_MANY_ITEMS`.
 */
export function splitArray(bytes: Buffer, limits: { readonly itemsMax: number; readonly itemBytesMax: number }): readonly RawItem[] {
  const text = trimmed(bytes);
  if (text[0] !== 0x5b) throw malformed('The batch is not a JSON array: begin it with [ and end it with ].');
  const items: RawItem[] = [];
  const take = (from: number, to: number): void => {
    if (items.length >= limits.itemsMax) throw new AppError('TOO_MANY_ITEMS', `The batch holds more than ${limits.itemsMax} events: send several batches, or a stream of lines.`);
    const item = trimmed(text.subarray(from, to));
    items.push(item.length <= limits.itemBytesMax ? { kind: 'bytes', bytes: item } : { kind: 'too_long', sha256: sha256Of(item), size: item.length });
  };
  const lastStart = eachComma(text, take);
  if (items.length === 0 && trimmed(text.subarray(1, -1)).length === 0) throw new AppError('BODY_EMPTY', 'The batch holds no event.');
  take(lastStart, text.length - 1);
  return items;
}

/** Calls `take` for every element but the last and returns where the last one starts. */
function eachComma(text: Buffer, take: (from: number, to: number) => void): number {
  let open = 0;
  let start = 1;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === QUOTE) at = endOfString(text, at);
    else if (opens(byte)) open += 1;
    else if (closes(byte)) {
      open -= 1;
      if (open === 0 && at < text.length - 1) throw malformed('Something stands behind the end of the array.');
    } else if (byte === COMMA && open === 1) {
      take(start, at);
      start = at + 1;
    }
  }
  if (open !== 0 || text.at(-1) !== 0x5d) throw malformed('The array does not end: a bracket or a quote is missing.');
  return start;
}

function malformed(detail: string): AppError {
  return new AppError('JSON_MALFORMED', detail);
}
