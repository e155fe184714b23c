import type { ChainRoot } from './verification.ts';

/** The root in the data of a `PeriodClosed`. Data that are not as an edition has them hold none; that they were changed is found at their own event. */
export function periodRootOf(closed: unknown, heldAt: number): readonly ChainRoot[] {
  const { edition, position, chainRoot } = fieldsOf(closed);
  if (typeof edition !== 'string' || typeof position !== 'number' || typeof chainRoot !== 'string') return [];
  return [{ name: edition, position, root: chainRoot, heldAt }];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
