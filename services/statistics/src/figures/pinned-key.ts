import { z } from 'zod';
import type { AsOfQuestion } from './as-of.ts';

/** Where a page ended, and as of which position the list is: further pages are of that moment, whatever was recorded since. */
export type PinnedKey<Key> = { readonly position: number; readonly key: Key };

/** What {@link pin} has written, read back. */
export function pinnedKey<Key>(key: z.ZodType<Key>): z.ZodType<PinnedKey<Key>> {
  return z.tuple([z.int().min(0)], z.unknown()).transform(([position, ...rest], context): PinnedKey<Key> => {
    const parsed = key.safeParse(rest);
    if (parsed.success) return { position, key: parsed.data };
    context.issues.push({ code: 'custom', message: 'not a key', input: rest });
    return z.NEVER;
  });
}

/** The key of a page's last item, and as of which position it was read. */
export function pin(position: number, key: readonly (string | number)[]): readonly (string | number)[] {
  return [position, ...key];
}

/** As of when a list goes on. */
export function begunAsOf(begun: PinnedKey<unknown> | undefined): AsOfQuestion | undefined {
  return begun === undefined ? undefined : { kind: 'position', position: begun.position };
}
