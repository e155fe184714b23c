import { z } from 'zod';

/**
 * A text for people, of at most `max` characters (code points): composed (NFC) and without spaces around it.
 *
 * Composing comes before measuring, because it can lengthen a text (U+0958 becomes two characters): so whatever is accepted and
 * written is accepted again by whoever reads it, and stays as it is.
 */
export function plainText(max: number): z.ZodString {
  return z.string().normalize('NFC').trim().min(1).max(max).regex(/^\P{Cs}*$/u, 'holds half a character');
}

/** {@link plainText} on one line: without line breaks and other control characters. */
export function plainLine(max: number): z.ZodString {
  return plainText(max).regex(/^\P{Cc}*$/u, 'not one line of text: it holds a control character');
}
