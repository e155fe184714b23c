import { AppError, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';

/** An instant that an event tells; the forms of events admit no other text. */
export function requiredInstant(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new AppError('HISTORY_IMPOSSIBLE', 'A recorded event holds an instant that cannot be read.');
  return instant;
}

export function optionalInstant(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : requiredInstant(text);
}
