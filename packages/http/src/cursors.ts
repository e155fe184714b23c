import { createHash } from 'node:crypto';
import { AppError, canonicalJson } from '@motcua/kernel';
import type { z } from 'zod';

/** Where the pages of one question end, as opaque texts for `after`: those of another question are refused. */
export type Cursors = {
  /** The text for the key of a page's last item. */
  readonly write: (key: readonly (string | number)[]) => string;
  /** @throws AppError `PARAMETER_INVALID` for what no answer gave out, and for what the answer to another question gave out. */
  readonly read: <Key>(cursor: string, key: z.ZodType<Key>) => Key;
};

/**
 * The cursors of a question: a page of another one, shown behind this one's, would leave out members and show others twice.
 *
 * @param list - The name of the list.
 * @param question - What was asked, by parameter; the size of a page may change on the way, so `limit` and `after` do not count.
 */
export function cursorsOf(list: string, question: Readonly<Record<string, unknown>>): Cursors {
  const asked = Object.entries(question).filter(([name, value]) => value !== undefined && !['after', 'limit', 'format'].includes(name));
  const tag = createHash('sha256').update(canonicalJson([list, Object.fromEntries(asked)])).digest('base64url').slice(0, TAG_LENGTH);
  return {
    write: (key) => Buffer.from(JSON.stringify([tag, ...key])).toString('base64url'),
    read: (cursor, key) => {
      const given = jsonOf(cursor);
      const [of, ...rest] = Array.isArray(given) ? given as readonly unknown[] : [];
      if (typeof of !== 'string' || of.length !== TAG_LENGTH) throw refused('Give as `after` what an answer called `next`, unchanged.', 'not a cursor');
      if (of !== tag) {
        throw refused('This `after` is of another question: give `next` of the answer before together with the parameters of that answer (only `limit` may change), or leave `after` out to begin at the first page.', 'of another question');
      }
      const parsed = key.safeParse(rest);
      if (!parsed.success) throw refused('Give as `after` what an answer called `next`, unchanged.', 'not a cursor');
      return parsed.data;
    },
  };
}

/** 72 bits: two questions of one reader never share them by chance; it is no secret. */
const TAG_LENGTH = 12;

function refused(detail: string, short: string): AppError {
  return new AppError('PARAMETER_INVALID', detail, { errors: [{ pointer: '/after', detail: short }] });
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
