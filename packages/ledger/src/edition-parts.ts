import { AppError } from '@motcua/kernel';
import type { EditionContent } from './edition-content.ts';
import { textHash } from './edition-content.ts';

/** The JSON of the data of one `EditionPart` is at most so long in UTF-8. */
export const EDITION_PART_BYTES_MAX = 512 * 1_024;

/** For the other fields of the data. */
const ENVELOPE_BYTES = 1_024;

/** Cuts the text of a content into stretches of which each fits an event, in order; together they are the text. */
export function cutIntoParts(text: string, bytesMax = EDITION_PART_BYTES_MAX): readonly string[] {
  const room = bytesMax - ENVELOPE_BYTES;
  const parts: string[] = [];
  let [from, used] = [0, 0];
  let at = 0;
  for (const character of text) {
    const bytes = bytesInJson(character);
    if (used + bytes > room) {
      parts.push(text.slice(from, at));
      [from, used] = [at, 0];
    }
    used += bytes;
    at += character.length;
  }
  return [...parts, text.slice(from)];
}

/**
 * The content of an edition from the texts of its parts.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when together they are not what the edition says that it holds.
 */
export function readEdition(texts: readonly string[], sha256: string): EditionContent {
  const text = texts.join('');
  if (textHash(text) !== sha256) throw new AppError('HISTORY_IMPOSSIBLE', `The parts of the edition do not have the hash ${sha256} that closed it.`);
  // The hash says that the program itself wrote it.
  return JSON.parse(text) as EditionContent;
}

/** Canonical JSON has no control characters outside escapes; quotes and backslashes are escaped once more. */
function bytesInJson(character: string): number {
  if (character === '"' || character === '\\') return 2;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
