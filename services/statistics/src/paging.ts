import type { Cursors } from '@motcua/http';
import { isCivilDate, parseInstant } from '@motcua/kernel';
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
 * @param cursors - Of the question, by which the next request reads the key back.
 * @param keyOf - What the list is in order of.
 */
export function pageOf<Item>(
  found: readonly Item[], limit: number, cursors: Pick<Cursors, 'write'>, keyOf: (item: Item) => readonly (string | number)[],
): { readonly page: readonly Item[]; readonly next: string | null } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: found.length > limit && last !== undefined ? cursors.write(keyOf(last)) : null };
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
