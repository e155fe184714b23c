import { isUtf8 } from 'node:buffer';
import { refusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { isWellFormedText, membersOf, shapeOf } from './scan-json.ts';

export type ReadItem = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'unreadable'; readonly refusal: Refusal };

/** The JSON value of one item's bytes, or why there is none. Never throws. */
export function readItem(bytes: Buffer, depthMax: number): ReadItem {
  if (!isUtf8(bytes)) return unreadable('TEXT_NOT_UTF8', 'The bytes are not UTF-8: write the text as UTF-8, not in a code page such as TCVN3 or Windows-1258.');
  const shape = shapeOf(bytes);
  if (shape.depth > depthMax) return unreadable('NESTING_TOO_DEEP', `Arrays and objects are nested more than ${depthMax} deep: no event is.`);
  const text = bytes.toString('utf8');
  const value = parse(text);
  if (value === undefined) return unreadable('JSON_MALFORMED', 'The text is not well-formed JSON: check quotes, commas, brackets and control characters.');
  if (membersOf(value) !== shape.members) return unreadable('JSON_MALFORMED', 'A name stands twice in one object: only one of the values can be meant.');
  if (text.includes('\\u') && !isWellFormedText(value)) return unreadable('JSON_MALFORMED', 'An escape such as \\ud800 stands for half a character: write the whole one.');
  return { kind: 'value', value };
}

/** The text that JSON.parse refuses is in its message, which must go nowhere. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unreadable(code: 'TEXT_NOT_UTF8' | 'NESTING_TOO_DEEP' | 'JSON_MALFORMED', detail: string): ReadItem {
  return { kind: 'unreadable', refusal: refusal(code, detail) };
}
