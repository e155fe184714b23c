import type { LegKey } from '@motcua/database';
import { z } from 'zod';
import { keyDate, keyText } from '../paging.ts';

const count = z.int().min(0);
const integer = count.max(2 ** 31 - 1);

/** Where a page of legs ended, read back from its cursor. */
export const legKey = z.tuple([keyText, count, integer, integer, keyDate, z.int().min(-1).max(1)])
  .transform(([dossier, position, movement, ordinal, effectiveOn, succession]): LegKey => ({ dossier, position, movement, ordinal, effectiveOn, succession }));

/** What {@link legKey} reads back. */
export function keyOfLeg({ dossier, position, movement, ordinal, effectiveOn, succession }: LegKey): readonly (string | number)[] {
  return [dossier, position, movement, ordinal, effectiveOn, succession];
}
