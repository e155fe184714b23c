import { AppError, isCivilDate, parseInstant } from '@motcua/kernel';
import { z } from 'zod';

/** Where a page ended, as an opaque text for the next request. */
export function cursorOf(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws AppError `PARAMETER_INVALID` for anything that no answer of this list gave out. */
export function readCursor<Key>(cursor: string, key: z.ZodType<Key>): Key {
  const parsed = key.safeParse(jsonOf(cursor));
  if (!parsed.success) {
    throw new AppError('PARAMETER_INVALID', 'Give as `after` what an answer called `next`, unchanged.', { errors: [{ pointer: '/after', detail: 'not a cursor' }] });
  }
  return parsed.data;
}

/** Parts of keys; PostgreSQL does not even take a NUL. */
export const keyText = z.string().max(200).regex(/^\P{Cc}*$/u);
export const keyDate = z.string().refine(isCivilDate);
export const keyInstant = z.string().max(40).transform((text, context) => {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  context.issues.push({ code: 'custom', message: 'not an instant', input: text });
  return z.NEVER;
});

/** The parameter `after` of a list. */
export const afterParameter = z.string().max(400).optional().meta({ description: 'The `next` of the page before' });

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
