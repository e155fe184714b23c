import { AppError, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { InstantText } from '../schema.ts';

/** What a column of the read model holds as an instant. */
export function instantOf(text: InstantText): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new AppError('INTERNAL', `The read model holds no instant but ${text}.`);
  return instant;
}
