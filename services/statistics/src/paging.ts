import { AppError, isCivilDate, parseInstant } from '@motcua/kernel';
import { z } from 'zod';

/** The parameters of a list that is read page by page. */
export const pageParameters = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: z.string().max(400).optional().meta({ description: 'The `next` of the page before' }),
} as const;

/** `next` in the answer of such a list. */
export const nextSchema = z.string().nullable().meta({ description: 'For the parameter `after`; null on the last page' });

/**
 * The page to show of what was found: who asks the read model for one more than `limit` learns whether there is another page.
 *
 * @param keyOf - What the list is in order of, read back by {@link readCursor}.
 */
export function pageOf<Item>(found: readonly Item[], limit: number, keyOf: (item: Item) => readonly (string | number)[]): { readonly page: readonly Item[]; readonly next: string | null } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: found.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null };
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

/** Where a page ended, as an opaque text for the next request. */
function cursorOf(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
