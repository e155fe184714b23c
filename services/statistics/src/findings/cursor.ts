import type { FindingKey, FindingKind } from '@motcua/database';
import { AppError } from '@motcua/kernel';
import { z } from 'zod';
import { findingLabels } from '../labels.ts';

/** Every kind of finding. */
export const FINDING_KINDS = Object.keys(findingLabels) as [FindingKind, ...FindingKind[]];

/** A subject is a code or the name of a stream; PostgreSQL does not even take a NUL. */
const key = z.tuple([z.enum(FINDING_KINDS), z.string().max(200).regex(/^\P{Cc}*$/u), z.int().min(0)]);

/** Where a page ended, as an opaque text for the next request. */
export function cursorOf({ kind, subject, position }: FindingKey): string {
  return Buffer.from(JSON.stringify([kind, subject, position])).toString('base64url');
}

/** @throws AppError `PARAMETER_INVALID` for anything that no answer gave out. */
export function readCursor(cursor: string): FindingKey {
  const parsed = key.safeParse(jsonOf(cursor));
  if (!parsed.success) {
    throw new AppError('PARAMETER_INVALID', 'Give as `after` what an answer called `next`, unchanged.', { errors: [{ pointer: '/after', detail: 'not a cursor' }] });
  }
  const [kind, subject, position] = parsed.data;
  return { kind, subject, position };
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
