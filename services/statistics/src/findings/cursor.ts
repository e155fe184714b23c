import type { FindingKey, FindingKind } from '@motcua/database';
import { z } from 'zod';
import * as cursor from '../cursor.ts';
import { findingLabels } from '../labels.ts';

/** Every kind of finding. */
export const FINDING_KINDS = Object.keys(findingLabels) as [FindingKind, ...FindingKind[]];

const key = z.tuple([z.enum(FINDING_KINDS), cursor.keyText, z.int().min(0)]);

/** Where a page ended, as an opaque text for the next request. */
export function cursorOf({ kind, subject, position }: FindingKey): string {
  return cursor.cursorOf([kind, subject, position]);
}

/** @throws AppError `PARAMETER_INVALID` for anything that no answer gave out. */
export function readCursor(text: string): FindingKey {
  const [kind, subject, position] = cursor.readCursor(text, key);
  return { kind, subject, position };
}
